import { auditBatch } from '../audit-batch.ts';
import { planBatch, sweepBatch } from '../sweep-batch.ts';
import { doorway } from './doorway.ts';
import { sweepPayload } from './payload.ts';

/** What is left of the function's time when looking for ourselves stops: enough to write every report. */
const WRITING_MS = 60_000;

/** Plans a batch of accounts, or applies, audits and reports it, or looks at it between runs. An account that fails is data: the batch does not. */
export const sweep = doorway({
  name: 'sweep',
  payload: sweepPayload,
  work: async (payload, { centre }, context) => {
    const finishBy = new Date(centre.clock.now().getTime() + context.getRemainingTimeInMillis() - WRITING_MS);
    if (payload.stage === 'audit') {
      const looked = await auditBatch({ auditId: payload.auditId, accounts: payload.accounts, finishBy }, centre);
      const failures = looked.filter(({ result }) => result !== null);
      const about = { of: payload.stage, auditId: payload.auditId, accounts: payload.accounts.length };
      return { answer: { failed: failures.length }, log: { ...about, failures } };
    }
    const { run, pass, accounts, stage } = payload;
    const about = { of: stage, ...run, pass, accounts: accounts.length };
    if (payload.stage === 'plan') {
      const planned = await planBatch({ run, accounts }, centre);
      const failures = planned.filter(({ result }) => result !== null);
      return { answer: { failed: failures.length }, log: { ...about, failures } };
    }
    const swept = await sweepBatch({ run, accounts, pass, last: payload.last, finishBy }, centre);
    const left = swept.flatMap(({ accountId, result }) =>
      result.state === 'left' ? [{ accountId, why: result.why }] : [],
    );
    return { answer: { left: left.length }, log: { ...about, left } };
  },
});
