import {
  accountPlanSchema,
  applyAnswerSchema,
  readRecord,
  refusalSchema,
  type AccountPlan,
  type AccountReport,
  type AgentAnswer,
  type ApplyAnswer,
  type ApplyOrder,
  type Failure,
  type Order,
  type PlanOrder,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { objectToOutcomes, objectToPlan } from './object-to-answer.ts';

/** What an agent came back with: what was asked for, or how it failed us. */
export type Asked<T> =
  | { readonly state: 'answered'; readonly value: T }
  | { readonly state: Exclude<AccountReport['agent']['state'], 'answered'>; readonly failure: Failure };

/** The code of an answer that came and is not believed. */
export const ANSWER_REFUSED = 'AnswerRefused';

/** Asks for a plan, and believes it only if it is the plan that was asked for. */
export async function askForPlan(order: PlanOrder, centre: Centre): Promise<Asked<AccountPlan>> {
  const body = await ask(order, centre);
  if (body.state !== 'answered') return body;
  const { organizationId, accountId, runId, policy } = order;
  const read = readRecord(accountPlanSchema, body.value, { organizationId, accountId, runId, policy });
  if (read.state === 'unknown') return refused(read.failure.message);
  const objection = objectToPlan(read.value, order, centre.clock.now());
  return objection === null ? { state: 'answered', value: read.value } : refused(objection);
}

/** Asks for a plan to be applied, and believes only an answer that settles what was ordered. */
export async function askToApply(order: ApplyOrder, centre: Centre): Promise<Asked<ApplyAnswer>> {
  const body = await ask(order, centre);
  if (body.state !== 'answered') return body;
  const { accountId, runId } = order;
  const read = readRecord(applyAnswerSchema, body.value, { accountId, runId });
  if (read.state === 'unknown') return refused(read.failure.message);
  const objection = objectToOutcomes(read.value, order, centre.clock.now());
  return objection === null ? { state: 'answered', value: read.value } : refused(objection);
}

async function ask(order: Order, centre: Centre): Promise<Asked<unknown>> {
  const signed = await centre.signer.sign(JSON.stringify(order));
  if (signed.state !== 'known')
    return { state: 'unreachable', failure: unsigned(signed.state === 'unknown' ? signed.failure : null) };
  return readAnswer(await centre.agent.ask(order.accountId, signed.value));
}

function readAnswer(answer: AgentAnswer): Asked<unknown> {
  if (answer.state !== 'answered') return answer;
  const refusal = readRecord(refusalSchema, answer.body);
  if (refusal.state !== 'known') return { state: 'answered', value: answer.body };
  const { code, message } = refusal.value;
  return {
    state: 'refused',
    failure: { kind: 'access-denied', operation: 'keysweep:Obey', code: `Refused-${code}`, message },
  };
}

function refused(message: string): { readonly state: 'refused'; readonly failure: Failure } {
  return {
    state: 'refused',
    failure: {
      kind: 'malformed',
      operation: 'lambda:Invoke',
      code: ANSWER_REFUSED,
      message: `its answer was refused: ${message}`,
    },
  };
}

function unsigned(failure: Failure | null): Failure {
  return failure ?? { kind: 'not-found', operation: 'kms:Sign', code: 'NotFound', message: 'the signing key is gone' };
}
