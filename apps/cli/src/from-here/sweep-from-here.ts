import { accountAccess } from '@keysweep/aws';
import { conclude, runSweep, type Centre, type EndedRun } from '@keysweep/aggregator';
import { evidenceKeys, KeysweepError, VERDICT_EXIT_CODES, type EvidenceStore, type RunName } from '@keysweep/core';
import { askerOf } from '../confirmation.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { agentHere } from './agent-here.ts';
import { changedSince } from './changed-since.ts';
import { evidenceOfSweep } from './choose-evidence.ts';
import { confirmPlans } from './confirm.ts';
import { connectFromHere } from './connect.ts';
import { printSummary } from './print-summary.ts';
import { voiceOf, type Voice } from './quiet.ts';
import { openStation, type Station } from './station.ts';
import { commandToGoOn, NOTHING_REVOKED, runOf, type SweepOptions } from './sweep-options.ts';
import { tellSweep } from './sweep-progress.ts';
import { listenForInterruption } from '../interruption.ts';
import { policyOf } from '../policy-of.ts';
import { tellProgress, type Progress } from '../progress.ts';
import { printable } from '../printable.ts';
import type { Terminal } from '../terminal.ts';

/** What AWS Organizations leaves in every account that it makes. */
const DEFAULT_ROLE = 'OrganizationAccountAccessRole';

/**
 * Sweeps the accounts of one policy from this process, by the stages of the centre and in its order; asks before the gate opens,
 * and applies exactly the plans that were shown. Ends with 5 where the run was held, by the gate, the switch or a no; else with the
 * exit code of the summary's verdict.
 */
export async function sweepFromHere(options: SweepOptions, terminal: Terminal, version: string): Promise<number> {
  const ask = askerOf(options, terminal, NOTHING_REVOKED);
  const voice = voiceOf(terminal, options.quiet ?? false);
  const station = await openStation(options, voice.warn);
  const policy = policyOf(options.policy, Object.keys(station.hashed.config.policies));
  const evidence = await evidenceOfSweep(station.centre, options.out);
  const run = await runOf(options, { policy, evidence });
  const changed = options.run === undefined ? null : await changedSince(run, evidence, station.hashed.configHash);
  if (changed !== null) voice.warn(`warning  ${changed}`);
  const progress = tellProgress(terminal, options.quiet ?? false);
  const centre = connect(station, { run, evidence, roleName: roleOf(options), version, progress });
  voice.tell(describe(station, run, options));
  const sweeping: Sweeping = { run, station, centre, options, ask, voice, progress };
  const ended = await sweepOrSayHowToGoOn(sweeping);
  const conclusion = await conclude(run, new Date(), { hashed: station.hashed, centre, outlets: null });
  progress.end();
  const { output, out } = options;
  const files = await printSummary(conclusion, { output, evidence, ...(out === undefined ? {} : { out }) }, terminal);
  voice.tell([describeEnd(ended), ...files.map((file) => `  ${file}`)].join('\n'));
  if (ended.state === 'held') return EXIT_CODES.held;
  return ended.state === 'failed' ? EXIT_CODES.failure : VERDICT_EXIT_CODES[conclusion.summary.verdict];
}

interface Connecting {
  readonly run: RunName;
  readonly evidence: EvidenceStore;
  readonly roleName: string;
  readonly version: string;
  readonly progress: Progress;
}

function connect(station: Station, { run, evidence, roleName, version, progress }: Connecting): Centre {
  const { connection, partition, caller, organization, hashed } = station;
  const agent = agentHere({
    open: accountAccess(connection, { roleName, partition, ownAccountId: caller.accountId }),
    sessionName: `keysweep-${run.runId}`,
    organizationId: organization.id,
    ceilings: hashed.config.ceilings,
  });
  return connectFromHere(station, { ...agent, evidence, roleName, version, onAccount: progress.step });
}

interface Sweeping {
  readonly run: RunName;
  readonly station: Station;
  readonly centre: Centre;
  readonly options: SweepOptions;
  readonly ask: Terminal['ask'];
  readonly voice: Voice;
  readonly progress: Progress;
}

/** Whatever stops a run that has begun, it can be gone on with. */
async function sweepOrSayHowToGoOn(sweeping: Sweeping): Promise<EndedRun> {
  const { run, centre, options, voice, progress } = sweeping;
  const interruption = listenForInterruption(() =>
    voice.warn('Stopping: what was begun in an account is finished first. Ctrl-C again ends at once.'),
  );
  try {
    return await sweepAsking(sweeping, interruption.isAsked);
  } catch (error) {
    progress.end();
    const goOn = commandToGoOn(options, run);
    if (error instanceof KeysweepError && error.code === 'interrupted')
      throw new KeysweepError('interrupted', `${error.message}; ${await countReported(run, centre)}`, { hint: goOn });
    if (await canGoOn(run, centre, error))
      voice.warn(`The run ${run.runId} did not get through. To go on with it: ${goOn}`);
    throw error;
  } finally {
    interruption.release();
  }
}

function sweepAsking({ run, station, centre, options, ask, voice, progress }: Sweeping, isToStop: () => boolean) {
  const names = new Map(station.organization.accounts.map(({ id, name }) => [id, name]));
  const { evidence } = centre;
  const show = (text: string): void => voice.warn(text);
  return runSweep(run, {
    hashed: station.hashed,
    centre,
    onProgress: tellSweep({ ...voice, progress, names }),
    objectTo: confirmPlans({
      run,
      evidence,
      caller: station.caller,
      names,
      show,
      beware: beware(station, options),
      ask,
    }),
    isToStop,
  });
}

/** Of a run that never began, or that another process is at work on, there is nothing to go on with. */
async function canGoOn(run: RunName, { evidence }: Centre, error: unknown): Promise<boolean> {
  if (error instanceof KeysweepError && error.code === 'run-duplicate') return false;
  return (await evidence.get(evidenceKeys.manifest(run))).state === 'known';
}

async function countReported(run: RunName, { evidence }: Centre): Promise<string> {
  const { items, end } = await evidence.list(evidenceKeys.records(run, 'reports'));
  return end.state === 'complete' ? `${items.length} accounts are done and reported` : 'what is done could not be read';
}

function roleOf({ roleName = DEFAULT_ROLE }: SweepOptions): string {
  return roleName;
}

function describe({ centre, caller, organization }: Station, run: RunName, options: SweepOptions): string {
  const where = centre.isDeployed ? centre.bucket : (options.out ?? '');
  return `${organization.id}, as ${caller.arn}, through ${roleOf(options)}; run ${run.runId} of ${run.policy}, evidence in ${where}.`;
}

/** What does not protect here, said before anybody says yes. */
function beware({ centre }: Station, options: SweepOptions): string {
  const sentences = [
    `It acts through ${roleOf(options)}: the Deny of IAM by which the deployed agent’s own role keeps its hands off exempt users does not protect here, only this code does.`,
    centre.isDeployed
      ? ''
      : `Nothing of keysweep is deployed in ${centre.accountId} (${centre.region}), so there is no switch and no schedule.`,
  ];
  return sentences.filter((sentence) => sentence !== '').join('\n');
}

function describeEnd({ state, reasons, revocations, runId }: EndedRun): string {
  if (state === 'held') return `The run ${runId} was held, and is for good: ${reasons.map(printable).join('; ')}`;
  return `The run ${runId} is ${state}: ${revocations} ${revocations === 1 ? 'key' : 'keys'} revoked.`;
}
