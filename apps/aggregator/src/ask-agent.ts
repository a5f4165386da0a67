import {
  accountPlanSchema,
  applyAnswerSchema,
  exceeds,
  readRecord,
  refusalSchema,
  revokes,
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

/** What an agent came back with: what was asked for, or how it failed us. */
export type Asked<T> =
  | { readonly state: 'answered'; readonly value: T }
  | { readonly state: Exclude<AccountReport['agent']['state'], 'answered'>; readonly failure: Failure };

/** Asks for a plan, and believes it only if it is the plan that was asked for. */
export async function askForPlan(order: PlanOrder, centre: Centre): Promise<Asked<AccountPlan>> {
  const body = await ask(order, centre);
  if (body.state !== 'answered') return body;
  const { organizationId, accountId, runId, policy } = order;
  const read = readRecord(accountPlanSchema, body.value, { organizationId, accountId, runId, policy });
  if (read.state === 'unknown') return refused(read.failure.message);
  const objection = objectToPlan(read.value, order);
  return objection === null ? { state: 'answered', value: read.value } : refused(objection);
}

/** Asks for a plan to be applied. The answer must settle exactly the keys of the order, each once. */
export async function askToApply(order: ApplyOrder, centre: Centre): Promise<Asked<ApplyAnswer>> {
  const body = await ask(order, centre);
  if (body.state !== 'answered') return body;
  const { accountId, runId } = order;
  const read = readRecord(applyAnswerSchema, body.value, { accountId, runId });
  if (read.state === 'unknown') return refused(read.failure.message);
  const expected = new Set(order.keys.map(({ accessKeyId }) => accessKeyId));
  const settled = read.value.outcomes.filter(({ accessKeyId }) => expected.delete(accessKeyId));
  const exact = expected.size === 0 && settled.length === read.value.outcomes.length;
  return exact ? { state: 'answered', value: read.value } : refused('it does not settle exactly the keys it was given');
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

/** A plan may only hold what this order could lead to: nothing twice, nothing stronger than the policy. */
function objectToPlan(plan: AccountPlan, order: PlanOrder): string | null {
  if (plan.configHash !== order.configHash || plan.asOf !== order.asOf)
    return 'it is of another configuration or moment';
  if (plan.provenance.takenBy !== 'agent') return 'it claims to be our own audit';
  if (new Set(plan.keys.map(({ accessKeyId }) => accessKeyId)).size < plan.keys.length) return 'it holds a key twice';
  const stronger = plan.keys.find(({ decision }) => revokes(decision) && exceeds(decision, order.rules.action));
  if (stronger !== undefined)
    return `it wants to ${stronger.decision} under a policy that may only ${order.rules.action}`;
  const revocations = plan.keys.filter(({ decision }) => revokes(decision)).length;
  return revocations > order.rules.maximumRevocations && plan.refusal === null
    ? 'it hides that it is past its limit'
    : null;
}

function refused(message: string): { readonly state: 'refused'; readonly failure: Failure } {
  return {
    state: 'refused',
    failure: {
      kind: 'malformed',
      operation: 'lambda:Invoke',
      code: 'AnswerRefused',
      message: `its answer was refused: ${message}`,
    },
  };
}

function unsigned(failure: Failure | null): Failure {
  return failure ?? { kind: 'not-found', operation: 'kms:Sign', code: 'NotFound', message: 'the signing key is gone' };
}
