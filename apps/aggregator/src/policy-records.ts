import {
  evidenceKeys,
  known,
  lastSettledRun,
  manifestSchema,
  missedRun,
  readStored,
  seenSchema,
  type History,
  type ManifestAccount,
  type PastRun,
  type Policy,
  type Reading,
  type Seen,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { readHistory } from './history.ts';

/** What the records say of a policy: the run that its accounts are judged by, and who was under it then. */
export interface PolicyRecords {
  readonly history: Reading<History>;
  /** The newest run, still at work or not; null where none has begun. */
  readonly newest: PastRun | null;
  /** The last run that is over; null where none is. */
  readonly settled: PastRun | null;
  /** Fates by account id, of the settled run's manifest; `absent` where there is no such run. */
  readonly fates: Reading<ReadonlyMap<string, ManifestAccount['fate']>>;
  /** When a run was due that should be over by now, and never began. */
  readonly missed: Date | null;
  readonly seen: Reading<Seen>;
}

/** Reads what an account of the policy is judged by, now. What cannot be read is in it as `unknown`. */
export async function readPolicyRecords(policy: Policy, { evidence, clock }: Centre): Promise<PolicyRecords> {
  const { name } = policy;
  const history = await readHistory(evidence, name);
  const seen = await readStored(evidence, evidenceKeys.seen(name), { schema: seenSchema, subject: { policy: name } });
  if (history.state !== 'known')
    return { history, newest: null, settled: null, fates: { state: 'absent' }, missed: null, seen };
  const settled = lastSettledRun(history.value, clock.now());
  return {
    history,
    newest: history.value.runs[0] ?? null,
    settled,
    fates: settled === null ? { state: 'absent' } : await readFates(name, settled, evidence),
    missed: missedRun(history.value, policy, clock.now()),
    seen,
  };
}

async function readFates(
  policy: string,
  { runId }: PastRun,
  evidence: Centre['evidence'],
): Promise<PolicyRecords['fates']> {
  const check = { schema: manifestSchema, subject: { policy, runId } };
  const manifest = await readStored(evidence, evidenceKeys.manifest({ policy, runId }), check);
  if (manifest.state !== 'known') return manifest;
  return known(new Map(manifest.value.accounts.map(({ accountId, fate }) => [accountId, fate])));
}
