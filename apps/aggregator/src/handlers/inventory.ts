import { runIdOf } from '@keysweep/core';
import { beginRun } from '../begin-run.ts';
import { doorway } from './doorway.ts';
import { inventoryPayload } from './payload.ts';

/** Begins the run of a policy that was due at a time. Fails as `RunDuplicate` where another execution is at work on it. */
export const inventory = doorway({
  name: 'inventory',
  payload: inventoryPayload,
  work: async ({ policy, scheduledTime, execution }, { centre, hashed, bucket }) => {
    const identity = { ...centre.identity, holder: execution };
    const name = { policy, runId: runIdOf(new Date(scheduledTime)) };
    const begun = await beginRun(name, { hashed, centre: { ...centre, identity } });
    const { organizationAccounts, ...answer } = begun;
    return { answer: { ...answer, bucket }, log: { ...begun.run, organizationAccounts, accounts: begun.accounts } };
  },
});
