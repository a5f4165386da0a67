import { KeysweepError, runIdOf } from '@keysweep/core';
import { beginAudit } from '../begin-audit.ts';
import { beginRun } from '../begin-run.ts';
import { doorway } from './doorway.ts';
import { inventoryPayload } from './payload.ts';

/** Begins the run of a policy that was due at a time, or without a policy an audit of every account. Fails as `RunDuplicate` where another execution is at work on it, as `ApprovalRefused` where a held run may not go on. */
export const inventory = doorway({
  name: 'inventory',
  payload: inventoryPayload,
  work: async ({ policy, scheduledTime, execution, approval }, { centre, hashed, bucket }) => {
    const due = new Date(scheduledTime);
    if (policy === null) {
      if (approval !== null) throw new KeysweepError('payload-invalid', 'approval: an audit lets no run go on');
      const begun = await beginAudit(due, { hashed, centre });
      return { answer: { ...begun, bucket }, log: { auditId: begun.auditId, accounts: begun.accounts } };
    }
    const identity = { ...centre.identity, holder: execution };
    const name = { policy, runId: runIdOf(due) };
    const begun = await beginRun(name, { hashed, centre: { ...centre, identity }, approval });
    const { organizationAccounts, ...answer } = begun;
    return {
      answer: { ...answer, bucket },
      log: { ...begun.run, organizationAccounts, accounts: begun.accounts, ...(approval === null ? {} : { approval }) },
    };
  },
});
