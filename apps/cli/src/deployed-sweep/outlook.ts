import { countOf, formatAge, formatShortInstant } from '@keysweep/aggregator';
import { sweepSwitch } from '@keysweep/aws';
import {
  evidenceKeys,
  readStored,
  runTermsSchema,
  settledRuns,
  type AccountSummary,
  type History,
  type PastRun,
  type PolicyRules,
  type Reading,
  type SwitchPosition,
} from '@keysweep/core';
import { printable } from '../printable.ts';
import type { DeployedSweeps } from './open-sweeps.ts';
import { readPastRuns } from './past-runs.ts';

/** What is to be seen before a sweep is started: of the policy, of its accounts, and what stands in the way. */
export interface Outlook {
  readonly told: readonly string[];
  readonly warned: readonly string[];
}

/** Says what a sweep of the policy is going to do, as far as records say. Throws `evidence-…`. */
export async function readOutlook(sweeps: DeployedSweeps): Promise<Outlook> {
  const { policy, caller, accountId, region, config, connection } = sweeps;
  const runs = await readPastRuns(sweeps);
  const last = await readRulesOf(sweeps, runs[0]);
  const rules = config?.policies[policy]?.rules ?? last;
  return {
    told: [
      `You are ${caller.arn}.`,
      `What is deployed in ${accountId} (${region}) sweeps ${policy} now${rules === null ? '' : `: ${rulesText(rules)}`}.`,
      accountsText(sweeps),
    ],
    warned: [
      ...contradiction(policy, rules, last),
      ...switchWarning(await sweepSwitch(connection).read()),
      ...atWorkWarning(policy, runs),
    ],
  };
}

/** What a switch that does not stand at `enabled` means for a run. */
export function switchWarning(position: Reading<SwitchPosition>): string[] {
  if (position.state === 'absent') return ['There is no switch: the run is going to be held.'];
  if (position.state === 'unknown')
    return [
      `The switch could not be read (${position.failure.code}): where the centre cannot either, the run is held.`,
    ];
  if (position.value.state === 'enabled') return [];
  const { by, reason } = position.value;
  return [`Sweeps are paused by ${printable(by)}: ${printable(reason)}. The run is going to plan, and to be held.`];
}

async function readRulesOf(
  { evidence, policy }: DeployedSweeps,
  run: PastRun | undefined,
): Promise<PolicyRules | null> {
  if (run === undefined) return null;
  const name = { policy, runId: run.runId };
  const terms = await readStored(evidence, evidenceKeys.terms(name), { schema: runTermsSchema, subject: name });
  return terms.state === 'known' ? terms.value.rules : null;
}

function rulesText(rules: PolicyRules): string {
  const of = `of ${rules.groups.map(printable).join(', ')}`;
  if (rules.action === 'observe') return `it only observes keys ${of}, and revokes nothing`;
  if (rules.action === 'deactivate') return `it deactivates keys ${of}`;
  if (rules.deleteAfterInactiveDays === 0) return `it DELETES keys ${of}`;
  return `it deactivates keys ${of}, and DELETES them after ${countOf(rules.deleteAfterInactiveDays, 'inactive day')}`;
}

function contradiction(policy: string, rules: PolicyRules | null, last: PolicyRules | null): string[] {
  if (rules === null || last === null || rulesText(rules) === rulesText(last)) return [];
  return [
    `The last run of ${policy} went by other rules: ${rulesText(last)}. What is deployed decides, and not the configuration here.`,
  ];
}

function accountsText({ summary, policy }: DeployedSweeps): string {
  if (summary.state === 'absent') return 'There is no summary yet that says which accounts that is.';
  if (summary.state === 'unknown') return `The last summary could not be read: ${summary.failure.code}.`;
  const { accounts, at } = summary.value;
  const own = accounts.filter((account) => account.policy === policy && account.inScope);
  const live = own.reduce((sum, account) => sum + account.live, 0);
  const age = formatAge(oldestOf(own), at);
  const keys = live === 0 ? 'no active key' : `${countOf(live, 'active key')}, the oldest ${age ?? 'of unknown age'}`;
  return `By the summary of ${formatShortInstant(at)} that is ${countOf(own.length, 'account')} with ${keys}${age === null ? '' : ' old'}.`;
}

function oldestOf(accounts: readonly AccountSummary[]): string | null {
  const dates = accounts.flatMap(({ oldestLiveAt }) => oldestLiveAt ?? []);
  return dates.toSorted()[0] ?? null;
}

function atWorkWarning(policy: string, runs: History['runs']): string[] {
  const [newest] = runs;
  const history = { schema: 'keysweep/history/1', policy, runs } as const;
  if (newest?.state !== 'started' || settledRuns(history, new Date()).includes(newest)) return [];
  return [
    `The run ${newest.runId} of ${policy} may be at work still. To follow it: keysweep sweep --follow ${newest.runId} --policy ${policy}`,
  ];
}
