import {
  evidenceKeys,
  KeysweepError,
  known,
  readJsonRecord,
  readStored,
  serialise,
  type Reading,
  type RunName,
} from '@keysweep/core';
import * as v from 'valibot';
import type { Centre } from './centre.ts';

const leaseSchema = v.object({
  schema: v.literal('keysweep/lease/1'),
  holder: v.string(),
  state: v.picklist(['held', 'released']),
  at: v.string(),
});

type Lease = v.InferOutput<typeof leaseSchema>;

/**
 * Takes the lease of a run, so that two executions of one run never work at once. A lease whose holder is no longer at
 * work is taken over. Throws `run-duplicate` where the holder is at work, or where nobody can tell.
 */
export async function takeLease(run: RunName, centre: Centre): Promise<void> {
  const key = evidenceKeys.lease(run);
  const first = await centre.evidence.putOnce(key, write(centre));
  if (first.state === 'written') return;
  const stored = first.state === 'exists' ? await centre.evidence.get(key) : first;
  if (stored.state !== 'known')
    throw new KeysweepError('evidence-unwritable', 'the lease of the run could not be taken');
  const lease = readJsonRecord(leaseSchema, stored.value.body);
  const free = lease.state === 'known' && (await isFree(lease.value, centre));
  const taken = free ? await centre.evidence.replace(key, write(centre), stored.value.etag) : null;
  if (taken?.state === 'written') return;
  throw new KeysweepError('run-duplicate', `the run ${run.runId} of ${run.policy} is already at work`, {
    hint: `wait for it to end; its lease is ${key}`,
  });
}

/** Who holds the lease of a run, or held it last: the ARN of an execution, or a process elsewhere. `absent`: nobody ever began. */
export async function readHolder(run: RunName, { evidence }: Pick<Centre, 'evidence'>): Promise<Reading<string>> {
  const lease = await readStored(evidence, evidenceKeys.lease(run), { schema: leaseSchema, subject: {} });
  return lease.state === 'known' ? known(lease.value.holder) : lease;
}

/**
 * Gives the lease back in the name of its holder, for whoever ends a run may be another function than took it. A failure
 * is no harm: a holder that is no longer at work loses its lease to the next.
 */
export async function releaseLease(run: RunName, { evidence, clock }: Centre): Promise<void> {
  const key = evidenceKeys.lease(run);
  const stored = await evidence.get(key);
  const lease = stored.state === 'known' ? readJsonRecord(leaseSchema, stored.value.body) : stored;
  if (stored.state !== 'known' || lease.state !== 'known') return;
  const released: Lease = { ...lease.value, state: 'released', at: clock.now().toISOString() };
  await evidence.replace(key, serialise(released), stored.value.etag);
}

async function isFree(lease: Lease, { identity, isHolderAtWork }: Centre): Promise<boolean> {
  if (lease.state === 'released' || lease.holder === identity.holder) return true;
  return (await isHolderAtWork(lease.holder)) === false;
}

function write({ identity, clock }: Centre): string {
  const at = clock.now().toISOString();
  const lease: Lease = { schema: 'keysweep/lease/1', holder: identity.holder, state: 'held', at };
  return serialise(lease);
}
