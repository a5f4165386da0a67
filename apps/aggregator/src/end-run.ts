import {
  accountReportSchema,
  demand,
  dueOf,
  evidenceKeys,
  LAST_PASS,
  readStored,
  type Gate,
  type PastRun,
  type RunName,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { record } from './history.ts';
import { releaseLease } from './lease.ts';
import { readAccounts, readLastGate, readTerms, reportedAccounts } from './run-records.ts';

/** How a run ended. */
export interface EndedRun extends RunName {
  /** `failed`: neither held nor through with its passes. */
  readonly state: Exclude<PastRun['state'], 'started'>;
  readonly reasons: readonly string[];
  /** Keys deleted or deactivated, by the reports of the run's accounts. */
  readonly revocations: number;
}

/**
 * Ends a run, however far it came: works out from its records how it ended, remembers that, and gives the lease back.
 * The same records give the same end, however often it is asked.
 */
export async function endRun({ policy, runId }: RunName, centre: Centre): Promise<EndedRun> {
  const run = { policy, runId };
  const { approves } = await readTerms(run, centre);
  const weighed = await readLastGate(run, centre);
  const gate = weighed.state === 'absent' ? null : demand(weighed, 'the verdict of the gate');
  const { state, reported } = await stateOf(run, gate, centre);
  const reasons = state === 'held' && gate !== null ? gate.reasons : [];
  const revocations = await countRevocations(run, reported, centre);
  const revocationsPlanned = gate?.totals.revocations ?? 0;
  const at = dueOf(runId).toISOString();
  const declined = state === 'held' && gate?.declined === true && reported.length === 0 ? { declined: true } : {};
  const ended = { runId, state, at, reasons, revocationsPlanned, revocations, approves, ...declined };
  await record(centre.evidence, policy, ended);
  await releaseLease(run, centre);
  return { ...run, state, reasons, revocations };
}

/** Every account reported: finished, whatever a gate said. Else as the last gate says; else by the mark of the last pass. */
async function stateOf(
  run: RunName,
  gate: Gate | null,
  centre: Centre,
): Promise<{ state: EndedRun['state']; reported: readonly string[] }> {
  const accounts = await readAccounts(run, 1, centre);
  const stored = await reportedAccounts(run, centre);
  const reported = accounts.filter((accountId) => stored.has(accountId));
  if (reported.length === accounts.length) return { state: 'finished', reported };
  if (gate?.verdict === 'held') return { state: 'held', reported };
  const mark = await centre.evidence.get(evidenceKeys.accounts(run, LAST_PASS + 1));
  if (mark.state === 'unknown') demand(mark, 'the mark of the last pass');
  return { state: mark.state === 'known' ? 'finished' : 'failed', reported };
}

/** A report that cannot be read counts as none: the next run's gate then allows less, not more. */
async function countRevocations(run: RunName, accountIds: readonly string[], centre: Centre): Promise<number> {
  const counts = await Promise.all(
    accountIds.map((accountId) => centre.paceOfAccounts.run(() => countOf(run, accountId, centre))),
  );
  return counts.reduce((sum, each) => sum + each, 0);
}

async function countOf(run: RunName, accountId: string, { evidence }: Centre): Promise<number> {
  const check = { schema: accountReportSchema, subject: { accountId, policy: run.policy, runId: run.runId } };
  const stored = await readStored(evidence, evidenceKeys.account(run, 'reports', accountId), check);
  if (stored.state !== 'known') return 0;
  return stored.value.keys.filter(({ ending }) => ending === 'deleted' || ending === 'deactivated').length;
}
