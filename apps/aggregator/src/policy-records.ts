import {
  accountListSchema,
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

/** A run that is over, and the accounts that it tells of. */
export interface JudgingRun {
  readonly past: PastRun;
  /** Fates by account id, of its manifest; of a run that let a held one go on, those of its own accounts alone. */
  readonly fates: Reading<ReadonlyMap<string, ManifestAccount['fate']>>;
}

/** What the records say of a policy: the runs that its accounts are judged by, and who was under it then. */
export interface PolicyRecords {
  readonly history: Reading<History>;
  /** The newest run, still at work or not; null where none has begun. */
  readonly newest: PastRun | null;
  /**
   * The last run that is over; where it let a held one go on, that one after it, which still tells of whoever was not let go
   * on. Empty where none is over.
   */
  readonly judges: readonly JudgingRun[];
  /** When a run was due that should be over by now, and never began. */
  readonly missed: Date | null;
  readonly seen: Reading<Seen>;
}

/** Reads what an account of the policy is judged by, now. What cannot be read is in it as `unknown`. */
export async function readPolicyRecords(policy: Policy, { evidence, clock }: Centre): Promise<PolicyRecords> {
  const { name } = policy;
  const history = await readHistory(evidence, name);
  const seen = await readStored(evidence, evidenceKeys.seen(name), { schema: seenSchema, subject: { policy: name } });
  if (history.state !== 'known') return { history, newest: null, judges: [], missed: null, seen };
  const settled = lastSettledRun(history.value, clock.now());
  return {
    history,
    newest: history.value.runs[0] ?? null,
    judges: settled === null ? [] : await readJudges(settled, history.value, evidence),
    missed: missedRun(history.value, policy, clock.now()),
    seen,
  };
}

/** The run that tells of an account: the first that has it, or that cannot be read. Null where none is over. */
export function judgeOf(accountId: string, { judges }: PolicyRecords): JudgingRun | null {
  const first = judges.find(({ fates }) => fates.state !== 'known' || fates.value.has(accountId));
  return first ?? judges.at(-1) ?? null;
}

async function readJudges(past: PastRun, history: History, evidence: Centre['evidence']): Promise<JudgingRun[]> {
  const { policy, runs } = history;
  const { approves } = past;
  if (approves === null) return [{ past, fates: await readFates(policy, past, evidence) }];
  const held = runs.find(({ runId }) => runId === approves.runId && runId < past.runId);
  const forgotten: JudgingRun = { past, fates: { state: 'absent' } };
  return [
    { past, fates: await readOwnFates(policy, past, evidence) },
    ...(held === undefined ? [forgotten] : await readJudges(held, history, evidence)),
  ];
}

async function readFates(
  policy: string,
  { runId }: PastRun,
  evidence: Centre['evidence'],
): Promise<JudgingRun['fates']> {
  const check = { schema: manifestSchema, subject: { policy, runId } };
  const manifest = await readStored(evidence, evidenceKeys.manifest({ policy, runId }), check);
  if (manifest.state !== 'known') return manifest;
  return known(new Map(manifest.value.accounts.map(({ accountId, fate }) => [accountId, fate])));
}

/** The fates of those accounts alone that a run let go on. */
async function readOwnFates(policy: string, past: PastRun, evidence: Centre['evidence']): Promise<JudgingRun['fates']> {
  const fates = await readFates(policy, past, evidence);
  const key = evidenceKeys.accounts({ policy, runId: past.runId }, 1);
  const accounts = await readStored(evidence, key, { schema: accountListSchema, subject: {} });
  if (fates.state !== 'known') return fates;
  if (accounts.state !== 'known') return accounts;
  const own = new Set(accounts.value);
  return known(new Map([...fates.value].filter(([accountId]) => own.has(accountId))));
}
