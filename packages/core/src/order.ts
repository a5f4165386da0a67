import * as v from 'valibot';
import { accountId, count, iamId, iamName, instant, list, policyName, runId, text } from './shape.ts';
import { ACTIONS, exceeds, type Action } from './policy.ts';

/** The shape of the rules an order carries. */
export const rulesSchema = v.strictObject({
  groups: list(iamName),
  action: v.picklist(ACTIONS),
  deleteAfterInactiveDays: count,
  minimumKeyAgeDays: count,
  exempt: v.strictObject({
    groups: list(v.strictObject({ name: iamName, optional: v.boolean() })),
    users: list(v.strictObject({ name: iamName, reason: text, owner: v.nullable(text) })),
  }),
  requireConsoleAccess: v.boolean(),
  maximumRevocations: count,
  timezone: text,
});

const orderedKey = v.strictObject({
  accessKeyId: iamId,
  userName: iamName,
  userId: iamId,
  decision: v.picklist(['deactivate', 'delete']),
  /** The key may only be deleted while it is still inactive. */
  onlyIfInactive: v.boolean(),
});

const common = {
  schema: v.literal('keysweep/order/1'),
  organizationId: text,
  accountId,
  runId,
  policy: policyName,
  rules: rulesSchema,
  configHash: text,
  asOf: instant,
  issuedAt: instant,
  /** After this instant the agent starts no further work. */
  finishBy: instant,
};

/** The shape of an order; the text that is signed is its JSON. */
export const orderSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('plan'), ...common, ledger: v.nullable(v.record(iamId, instant)) }),
  v.strictObject({
    kind: v.literal('apply'),
    ...common,
    keys: list(orderedKey),
    attempt: v.pipe(count, v.minValue(1)),
  }),
]);

/** What the centre asks of an agent. */
export type Order = v.InferOutput<typeof orderSchema>;
/** Say what would be done. `ledger` is null where it could not be read. */
export type PlanOrder = Extract<Order, { kind: 'plan' }>;
/** Do exactly these keys. `attempt` counts from 1; from the second on, a missing key is our own doing. */
export type ApplyOrder = Extract<Order, { kind: 'apply' }>;
/** One key of an apply order. */
export type OrderedKey = v.InferOutput<typeof orderedKey>;

/** An order older than this is refused: replaying one later does nothing. */
export const ORDER_VALID_MINUTES = 15;
/** How far the centre's clock may be ahead of the agent's. */
const CLOCK_SKEW_MINUTES = 2;

/** What holds whatever an order says: parameters of the StackSet. */
export interface Ceilings {
  readonly action: Action;
  /** Revocations per order. */
  readonly revocations: number;
}

/** Who the agent is, from its own environment and not from the order. */
export interface AgentIdentity {
  readonly organizationId: string;
  readonly accountId: string;
  readonly ceilings: Ceilings;
}

/** Why an order is not obeyed. */
export interface OrderRefusal {
  readonly code: 'signature' | 'malformed' | 'organization' | 'account' | 'stale' | 'ceiling';
  readonly message: string;
}

/** Reads the text of an order whose signature has been verified. */
export function readOrder(order: string): { readonly order: Order } | { readonly refusal: OrderRefusal } {
  let value: unknown;
  try {
    value = JSON.parse(order);
  } catch {
    return { refusal: { code: 'malformed', message: 'the order is not JSON' } };
  }
  const parsed = v.safeParse(orderSchema, value);
  if (parsed.success) return { order: parsed.output };
  return {
    refusal: { code: 'malformed', message: `the order is malformed at ${v.getDotPath(parsed.issues[0]) ?? 'its top'}` },
  };
}

/**
 * Whether a verified order is for this agent, is fresh, and stays below the ceilings of the StackSet. Null: obey.
 * A ceiling refuses the whole order, it never trims it: a trimmed order would look like a finished one.
 */
export function refuseOrder(order: Order, agent: AgentIdentity, now: Date): OrderRefusal | null {
  if (order.organizationId !== agent.organizationId)
    return { code: 'organization', message: 'the order is for another organization' };
  if (order.accountId !== agent.accountId) return { code: 'account', message: 'the order is for another account' };
  const ageMinutes = (now.getTime() - Date.parse(order.issuedAt)) / 60_000;
  if (ageMinutes > ORDER_VALID_MINUTES || ageMinutes < -CLOCK_SKEW_MINUTES)
    return { code: 'stale', message: `the order was issued ${Math.round(ageMinutes)} minutes ago` };
  if (exceeds(order.rules.action, agent.ceilings.action))
    return {
      code: 'ceiling',
      message: `the order wants to ${order.rules.action}; the ceiling is ${agent.ceilings.action}`,
    };
  if (order.kind === 'apply') return refuseKeys(order, agent.ceilings);
  return null;
}

function refuseKeys(order: ApplyOrder, ceilings: Ceilings): OrderRefusal | null {
  if (order.keys.length > ceilings.revocations)
    return {
      code: 'ceiling',
      message: `the order has ${order.keys.length} keys; the ceiling is ${ceilings.revocations}`,
    };
  const stronger = order.keys.find((key) => exceeds(key.decision, order.rules.action));
  if (stronger !== undefined)
    return {
      code: 'ceiling',
      message: `the order would ${stronger.decision} under a policy that may only ${order.rules.action}`,
    };
  return null;
}
