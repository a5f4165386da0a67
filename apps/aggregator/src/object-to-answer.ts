import {
  exceeds,
  ORDER_VALID_MINUTES,
  revokes,
  type AccountPlan,
  type ApplyAnswer,
  type ApplyOrder,
  type Outcome,
  type PlanOrder,
} from '@keysweep/core';

/**
 * Why a plan cannot be the one that was asked for, or null. It may only hold what its order could lead to: the groups of the
 * policy, nothing twice, nothing stronger than the policy, a refusal exactly where its limit is passed.
 */
export function objectToPlan(plan: AccountPlan, order: PlanOrder, now: Date): string | null {
  if (plan.configHash !== order.configHash || plan.asOf !== order.asOf || plan.action !== order.rules.action)
    return 'it is of another configuration or moment';
  if (plan.provenance.takenBy !== 'agent') return 'it claims to be our own audit';
  if (!isOfGroups(plan, order)) return 'its groups are not those of the policy';
  if (new Set(plan.keys.map(({ accessKeyId }) => accessKeyId)).size < plan.keys.length) return 'it holds a key twice';
  const stronger = plan.keys.find(({ decision }) => revokes(decision) && exceeds(decision, order.rules.action));
  if (stronger !== undefined)
    return `it wants to ${stronger.decision} under a policy that may only ${order.rules.action}`;
  return objectToRefusal(plan, order) ?? objectToInstants(instantsOf(plan), now);
}

/** Why outcomes cannot be those of an order, or null. They must settle exactly its keys, each once and as was ordered. */
export function objectToOutcomes(answer: ApplyAnswer, order: ApplyOrder, now: Date): string | null {
  const ordered = new Map(order.keys.map((key) => [key.accessKeyId, key]));
  const strange = answer.outcomes.some((outcome) => {
    const key = ordered.get(outcome.accessKeyId);
    return key === undefined || !ordered.delete(outcome.accessKeyId) || !isOutcomeOf(outcome, key);
  });
  if (strange || ordered.size > 0) return 'it does not settle exactly the keys it was given';
  return objectToInstants([answer.finishedAt], now);
}

function isOutcomeOf({ userName, decision, outcome }: Outcome, key: ApplyOrder['keys'][number]): boolean {
  if (userName !== key.userName || decision !== key.decision) return false;
  if (outcome === 'deleted') return decision === 'delete';
  return decision === 'deactivate' || (outcome !== 'deactivated' && outcome !== 'already-inactive');
}

function isOfGroups({ groups }: AccountPlan, { rules }: PlanOrder): boolean {
  const asked = [
    ...rules.groups.map((name) => `included ${name}`),
    ...rules.exempt.groups.map(({ name }) => `exempt ${name}`),
  ];
  const told = groups.map(({ role, name }) => `${role} ${name}`);
  return asked.toSorted().join() === told.toSorted().join();
}

/** Whoever hides that the limit is passed, or invents it, is not believed in anything else. */
function objectToRefusal({ keys, refusal }: AccountPlan, { rules }: PlanOrder): string | null {
  const planned = keys.filter(({ decision }) => revokes(decision)).length;
  const limit = rules.maximumRevocations;
  if (planned <= limit) return refusal === null ? null : 'it refuses itself for a limit that is not passed';
  return refusal?.planned === planned && refusal.limit === limit ? null : 'it hides that it is past its limit';
}

function instantsOf({ provenance, keys }: AccountPlan): string[] {
  return [
    provenance.takenAt,
    ...keys.flatMap(({ createdAt }) => createdAt ?? []),
    ...keys.flatMap(({ lastUsed }) => (lastUsed.state === 'used' ? [lastUsed.at] : [])),
  ];
}

/** An agent whose clock is further ahead would have found its order too old to obey. */
function objectToInstants(instants: readonly string[], now: Date): string | null {
  const latest = now.getTime() + ORDER_VALID_MINUTES * 60_000;
  const future = instants.find((instant) => Date.parse(instant) > latest);
  return future === undefined ? null : `it tells of ${future}, which is yet to come`;
}
