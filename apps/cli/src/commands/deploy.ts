import { diffDeployments, type Config, type OrganizationSnapshot } from '@keysweep/core';
import { STACK_NAMES } from '@keysweep/stacksets/names';
import { askerOf, demandYes, type ConfirmOptions } from '../confirmation.ts';
import { carryOut, readAccountOutcomes, type Tools } from '../deploy/carry-out.ts';
import { readDeployed } from '../deploy/deployed-output.ts';
import type { DeploymentReport } from '../deploy/deployment-report.ts';
import { untilInterrupted } from '../deploy/interruption.ts';
import { managementChanges, managementRemains } from '../deploy/management-remains.ts';
import type { Workplace } from '../deploy/operation.ts';
import { PendingChangeSets } from '../deploy/pending-change-sets.ts';
import { planText, type PlanText } from '../deploy/plan-text.ts';
import { prepareDeployment, readVerificationKey, type DeploymentPlan } from '../deploy/prepare.ts';
import { reportDeployment, sayWhatGoesOn } from '../deploy/say-report.ts';
import { sayUnwanted } from '../deploy/say-unwanted.ts';
import { checkSite, takeSeat, type SiteOptions } from '../deploy/site.ts';
import { withSynthesized, type Synthesized } from '../deploy/synthesized.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { loadConfig } from '../load-config.ts';
import { BUILT_SOURCES, type SynthSources } from '../synth/sources.ts';
import { statusLine } from '../status-line.ts';
import type { Terminal } from '../terminal.ts';
import { fitSynthInput } from './synth.ts';

/** What is deployed, with whose credentials, and how it is told. */
export interface DeployOptions extends SiteOptions, ConfirmOptions {
  readonly config: string;
  /** A snapshot of the organization (JSON); without it the organization is read from AWS. */
  readonly organization?: string;
  /** The folder that synth writes. */
  readonly out: string;
  /** Says what would change, and changes nothing. */
  readonly check?: boolean;
  readonly output: 'text' | 'json';
}

/**
 * Deploys a configuration: synthesizes, has CloudFormation say what would change, asks, and then brings the central stack,
 * the StackSet and the management account's own stack to it, in this order. Returns 1 where an account or a stack failed or something is left to do, with `check` 2 where anything would change.
 */
export async function deploy(
  options: DeployOptions,
  terminal: Terminal,
  sources: SynthSources = BUILT_SOURCES,
): Promise<number> {
  const without = { nothing: 'nothing is deployed', hint: 'say --yes, or --check, which changes nothing' };
  const ask = options.check === true ? null : askerOf(options, terminal, without);
  const workplace: Omit<Workplace, 'signal'> = { status: statusLine(terminal), underWay: null };
  const done = await untilInterrupted((signal) =>
    run(options, { ...terminal, ask }, { sources, workplace: Object.assign(workplace, { signal }) }),
  );
  if (!done.interrupted) return done.value;
  sayWhatGoesOn(workplace.underWay, { again: 'keysweep deploy' }, terminal);
  return EXIT_CODES.interrupted;
}

interface Means {
  readonly sources: SynthSources;
  readonly workplace: Workplace;
}

async function run(options: DeployOptions, terminal: Terminal, { sources, workplace }: Means): Promise<number> {
  const file = await loadConfig(options.config);
  const central = await takeSeat(file.config, options, terminal);
  const { organization: snapshot, profile } = options;
  const where = snapshot === undefined ? (profile === undefined ? {} : { profile }) : { organization: snapshot };
  const input = await fitSynthInput(file, { where, earlier: options.out }, terminal);
  const site = await checkSite(central, options, { ...input, say: terminal.say });
  await sayUnwanted(site, input.config, terminal);
  const pending = new PendingChangeSets(workplace.signal);
  return withSynthesized(input, sources, async (synthesized) => {
    try {
      const tools = { site, organization: input.organization, synthesized, pending, workplace };
      return await planAndDo({ options, terminal, tools, config: input.config, sources });
    } finally {
      await pending.discard();
    }
  });
}

interface Deployment {
  readonly options: DeployOptions;
  readonly terminal: Terminal;
  readonly tools: Tools;
  readonly config: Config;
  readonly sources: SynthSources;
}

async function planAndDo(deployment: Deployment): Promise<number> {
  const { options, terminal, tools, config } = deployment;
  const { site, organization, synthesized, pending } = tools;
  const plan = await prepareDeployment(site, { config, synthesized }, pending);
  const text = await describe(plan, deployment);
  const show = options.output === 'json' ? terminal.say : terminal.data;
  terminal.say('');
  show(planText(text, terminal));
  terminal.say('');
  const changes = text.stacks.some(({ change }) => change !== 'unchanged');
  if (options.check === true || !changes) return conclude(deployment, { plan, text, results: null });
  await demandYes(terminal.ask, `Deploy this to ${organization.id}?`);
  await synthesized.keep(options.out);
  return conclude(deployment, { plan, text, results: await carryOut(plan, tools) });
}

/** What would change: the change sets of CloudFormation, beside what `keysweep diff` finds against what is deployed. */
async function describe(
  { central, rollout, management }: DeploymentPlan,
  { tools, sources }: Deployment,
): Promise<PlanText> {
  const { organization, synthesized } = tools;
  const stacks = [central, rollout, ...(management === null ? [] : [management])];
  const templates = sources.templates();
  const deployed = await readDeployed(stacks, { seat: central.job.seat, organization, templates });
  const after = restrict(
    synthesized.output,
    stacks.map(({ job }) => job.name),
  );
  const before = deployed.assignmentsKnown ? deployed.output : { ...deployed.output, assignments: after.assignments };
  const diff = diffDeployments(before, after, { snapshot: organization, names: STACK_NAMES });
  const paths = new Map(after.assignments.organizationalUnits.map(({ id, path }) => [id, path]));
  return { stacks, diff, assignmentsKnown: deployed.assignmentsKnown, nameOf: (id) => paths.get(id) };
}

/** Of all that synth writes, the stacks that are deployed here: the others are no part of it. */
function restrict(output: Synthesized['output'], names: readonly string[]): Synthesized['output'] {
  const stacks = Object.entries(output.stacks).filter(([name]) => names.includes(name));
  return { ...output, stacks: Object.fromEntries(stacks) };
}

interface Outcome {
  readonly plan: DeploymentPlan;
  readonly text: PlanText;
  readonly results: DeploymentReport['results'];
}

async function conclude(
  { options, terminal, tools, config }: Deployment,
  { plan, text, results }: Outcome,
): Promise<number> {
  const { site, organization } = tools;
  const isFirst = plan.central.change === 'new';
  const accounts = isFirst && results === null ? null : await readAccountOutcomes(tools);
  const report = { site, organization, stacks: text.stacks, diff: text.diff, results, accounts };
  const remains =
    results === null ? [] : await whatRemains({ config, organization, diff: text.diff, isFirst }, { options, tools });
  return reportDeployment(
    { ...report, remains },
    { check: options.check === true, output: options.output, config },
    terminal,
  );
}

/** The management account's own stack, where it has to change and nobody named credentials for it. */
async function whatRemains(
  about: {
    readonly config: Config;
    readonly organization: OrganizationSnapshot;
    readonly diff: PlanText['diff'];
    readonly isFirst: boolean;
  },
  { options, tools }: Pick<Deployment, 'options' | 'tools'>,
): Promise<readonly string[]> {
  const { site, synthesized } = tools;
  if (site.management !== null || !managementChanges(about)) return [];
  const key = await readVerificationKey(site.central);
  if (key === null) return [];
  return managementRemains({
    ...about,
    folder: options.out,
    parameters: { ...synthesized.parameters, OrderVerificationKey: key },
  });
}
