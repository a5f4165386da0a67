import {
  evidenceKeys,
  historySchema,
  KeysweepError,
  known,
  readJsonRecord,
  rememberRun,
  serialise,
  type EvidenceStore,
  type History,
  type PastRun,
  type Reading,
} from '@keysweep/core';

const TRIES = 5;

interface StoredHistory {
  readonly history: History;
  readonly etag: string | null;
}

/** A policy's last runs. Never read: an empty history, for a policy that has not run has none. */
export async function readHistory(evidence: EvidenceStore, policy: string): Promise<Reading<History>> {
  const stored = await readWithTag(evidence, policy);
  return stored.state === 'known' ? known(stored.value.history) : stored;
}

/** Adds a run to its policy's history, or what became of it. Throws `evidence-unwritable`. */
export async function record(evidence: EvidenceStore, policy: string, run: PastRun): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const stored = await readWithTag(evidence, policy);
    if (stored.state !== 'known') break;
    const { history, etag } = stored.value;
    const put = await evidence.replace(evidenceKeys.history(policy), serialise(rememberRun(history, run)), etag);
    if (put.state === 'written') return;
    if (put.state === 'failed') break;
  }
  throw new KeysweepError('evidence-unwritable', `the history of ${policy} could not be written`, {
    hint: 'start the same run again once the evidence bucket answers',
  });
}

async function readWithTag(evidence: EvidenceStore, policy: string): Promise<Reading<StoredHistory>> {
  const stored = await evidence.get(evidenceKeys.history(policy));
  if (stored.state === 'unknown') return stored;
  if (stored.state === 'absent')
    return known({ history: { schema: 'keysweep/history/1', policy, runs: [] }, etag: null });
  const history = readJsonRecord(historySchema, stored.value.body, { policy });
  return history.state === 'known' ? known({ history: history.value, etag: stored.value.etag }) : history;
}
