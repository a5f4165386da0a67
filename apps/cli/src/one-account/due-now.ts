import { dueOf, evidenceKeys, runIdOf, type Clock, type RecordStore } from '@keysweep/core';
import { ownRunOf } from '@keysweep/revoker';

/** Where the runs of an account are kept, and by which clock. */
export interface OwnRuns {
  readonly evidence: Pick<RecordStore, 'get'>;
  readonly accountId: string;
  readonly clock: Clock;
}

/**
 * The time of a run that begins now. A run has the name of its second: where another began in the same one, the next is waited
 * for, since to begin a run again is to go on with its plan and not to plan anew.
 */
export async function dueNow({ evidence, accountId, clock }: OwnRuns): Promise<Date> {
  for (;;) {
    const due = dueOf(runIdOf(clock.now()));
    const stored = await evidence.get(evidenceKeys.account(ownRunOf(due), 'plans', accountId));
    // What cannot be read is told by whoever reads the plan.
    if (stored.state !== 'known') return due;
    await clock.pause(due.getTime() + 1000 - clock.now().getTime());
  }
}
