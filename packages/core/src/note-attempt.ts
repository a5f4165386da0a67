import type { Clock, RecordStore } from './ports.ts';
import type { Failure } from './reading.ts';
import { evidenceKeys, type RunName } from './run.ts';
import { serialise } from './stored-record.ts';

/**
 * Notes that a plan is about to be applied: 1 for the first time in a run, 2 where it may have been before; or why it
 * cannot be noted, and then it must not be applied. From the second time on, a key that is gone may be our own doing.
 */
export async function noteAttempt(
  run: RunName,
  accountId: string,
  { evidence, clock }: { readonly evidence: RecordStore; readonly clock: Pick<Clock, 'now'> },
): Promise<number | Failure> {
  const key = evidenceKeys.account(run, 'attempts', accountId);
  const note = { schema: 'keysweep/attempt/1', accountId, at: clock.now().toISOString() };
  const put = await evidence.putOnce(key, serialise(note));
  if (put.state === 'failed') return put.failure;
  return put.state === 'written' ? 1 : 2;
}
