import {
  accountPlanSchema,
  accountReportSchema,
  evidenceKeys,
  heldSince,
  readStored,
  revokes,
  seenSince,
  type AccountFacts,
  type History,
  type ManifestAccount,
  type PastRun,
  type Policy,
  type RunName,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { judgeOf, type PolicyRecords } from './policy-records.ts';

type RunFacts = AccountFacts['run'];

const DAY = 86_400_000;

/** A policy with its records. */
export interface RecordedPolicy {
  readonly policy: Policy;
  readonly records: PolicyRecords;
}

/** What the last settled run of an account's policy came to in the account. */
export async function readRunFacts(
  { accountId }: ManifestAccount,
  recorded: RecordedPolicy,
  centre: Centre,
): Promise<RunFacts> {
  const { policy, records } = recorded;
  if (records.history.state !== 'known') return noReport('the history of its policy could not be read');
  if (records.missed !== null && wasSeenBefore(records.missed, accountId, recorded))
    return noReport(`its run that was due ${records.missed.toISOString()} never came`);
  const judge = judgeOf(accountId, records);
  if (judge === null) return { state: 'none-due' };
  if (judge.fates.state !== 'known') return noReport('the manifest of its last run could not be read');
  const before = judge.fates.value.get(accountId);
  if (before?.kind !== 'sweep' || before.policy !== policy.name) return { state: 'none-due' };
  return readReport(accountId, { history: records.history.value, past: judge.past }, centre);
}

/** Whether the account was under its policy when a run was missed. Where nobody can tell, it was. */
function wasSeenBefore(missed: Date, accountId: string, { policy, records: { seen } }: RecordedPolicy): boolean {
  if (seen.state === 'unknown') return true;
  const since = seen.state === 'known' ? seenSince(seen.value, policy, accountId) : null;
  return since !== null && Date.parse(since) < missed.getTime();
}

async function readReport(
  accountId: string,
  { history, past }: { readonly history: History; readonly past: PastRun },
  { evidence, clock }: Centre,
): Promise<RunFacts> {
  const { policy } = history;
  const { runId } = past;
  const check = { schema: accountReportSchema, subject: { accountId, policy, runId } };
  const stored = await readStored(evidence, evidenceKeys.account({ policy, runId }, 'reports', accountId), check);
  if (stored.state === 'known') return { state: 'reported', report: stored.value };
  if (stored.state === 'unknown')
    return noReport(`its report could not be read: ${stored.failure.code}: ${stored.failure.message}`);
  const days = (clock.now().getTime() - Date.parse(heldSince(history, past))) / DAY;
  if (past.state === 'held')
    return {
      state: 'held',
      days,
      why: past.reasons.join('; '),
      planned: await countPlanned(accountId, { policy, runId }, evidence),
    };
  return noReport(past.state === 'failed' ? 'its last run failed before it was done' : 'its last run left no report');
}

/** Revocations of the stored plan of a held run; null where there is none that can be read. */
async function countPlanned(
  accountId: string,
  { policy, runId }: RunName,
  evidence: Centre['evidence'],
): Promise<number | null> {
  const check = { schema: accountPlanSchema, subject: { accountId, policy, runId } };
  const stored = await readStored(evidence, evidenceKeys.account({ policy, runId }, 'plans', accountId), check);
  if (stored.state !== 'known') return null;
  const { keys, refusal } = stored.value;
  return refusal === null ? keys.filter(({ decision }) => revokes(decision)).length : 0;
}

function noReport(why: string): RunFacts {
  return { state: 'no-report', why };
}
