import type { InferOutput } from 'valibot';
import { auditBatch } from '../audit-batch.ts';
import type { Centre } from '../centre.ts';
import { planBatch, sweepBatch } from '../sweep-batch.ts';
import { tellKeys } from '../tell/tell-keys.ts';
import { doorway, type LambdaContext } from './doorway.ts';
import { sweepPayload } from './payload.ts';

/** What is left of the function's time when looking for ourselves stops: enough to write every report. */
const WRITING_MS = 60_000;

/** Plans a batch of accounts, or applies, audits and reports it, or looks at it between runs. An account that fails is data: the batch does not. */
export const sweep = doorway({
  name: 'sweep',
  payload: sweepPayload,
  work: async (payload, { centre, hashed, outlets }, context) => {
    if (payload.stage === 'audit') return auditAccounts(payload, centre, context);
    const { run, pass, accounts, stage } = payload;
    const about = { of: stage, ...run, pass, accounts: accounts.length };
    if (payload.stage === 'plan') {
      const planned = await planBatch({ run, accounts }, centre);
      const failures = planned.filter(({ result }) => result !== null);
      return { answer: { failed: failures.length }, log: { ...about, failures } };
    }
    const finishBy = readingEnds(centre, context);
    const swept = await sweepBatch({ run, accounts, pass, last: payload.last, finishBy }, centre);
    const reports = swept.flatMap(({ result }) => (result.state === 'reported' && result.isNew ? [result.report] : []));
    const told = await tellKeys({ reports, config: hashed.config, now: centre.clock.now() }, outlets);
    const left = swept.flatMap(({ accountId, result }) =>
      result.state === 'left' ? [{ accountId, why: result.why }] : [],
    );
    return { answer: { left: left.length }, log: { ...about, left, told } };
  },
});

async function auditAccounts(
  { stage, auditId, accounts }: Extract<InferOutput<typeof sweepPayload>, { stage: 'audit' }>,
  centre: Centre,
  context: LambdaContext,
) {
  const looked = await auditBatch({ auditId, accounts, finishBy: readingEnds(centre, context) }, centre);
  const failures = looked.filter(({ result }) => result !== null);
  const about = { of: stage, auditId, accounts: accounts.length };
  return { answer: { failed: failures.length }, log: { ...about, failures } };
}

function readingEnds({ clock }: Centre, context: LambdaContext): Date {
  return new Date(clock.now().getTime() + context.getRemainingTimeInMillis() - WRITING_MS);
}
