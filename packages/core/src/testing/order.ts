import type { AgentIdentity, ApplyOrder, OrderedKey, PlanOrder } from '../order.ts';
import type { Outcome } from '../outcome.ts';
import { AS_OF, before, keyId, userId } from './account.ts';
import { ACCOUNT, ORGANIZATION, RUN } from './plan.ts';
import { orderedRules } from './rules.ts';

const common = {
  schema: 'keysweep/order/1',
  organizationId: ORGANIZATION,
  accountId: ACCOUNT,
  runId: RUN,
  policy: 'weekly',
  rules: orderedRules(),
  configHash: 'c1',
  asOf: AS_OF,
  issuedAt: AS_OF,
  finishBy: before(-6 * 60_000),
} as const;

/** An order to say what would be done. */
export function aPlanOrder(overrides: Partial<PlanOrder> = {}): PlanOrder {
  return { kind: 'plan', ...common, ledger: {}, ...overrides };
}

/** An order to delete one key, asked for the first time. */
export function anApplyOrder(overrides: Partial<ApplyOrder> = {}): ApplyOrder {
  return { kind: 'apply', ...common, keys: [anOrderedKey()], attempt: 1, ...overrides };
}

/** One key to delete. */
export function anOrderedKey(overrides: Partial<OrderedKey> = {}): OrderedKey {
  return {
    accessKeyId: keyId(),
    userName: 'ada',
    userId: userId(),
    decision: 'delete',
    onlyIfInactive: false,
    ...overrides,
  };
}

/** The agent that `aPlanOrder` is for, with room above what the order asks. */
export function anAgent(overrides: Partial<AgentIdentity> = {}): AgentIdentity {
  return {
    organizationId: ORGANIZATION,
    accountId: ACCOUNT,
    ceilings: { action: 'delete', revocations: 200 },
    ...overrides,
  };
}

/** A key that was deleted and seen to be gone. */
export function anOutcome(overrides: Partial<Outcome> = {}): Outcome {
  return {
    ...{ accessKeyId: keyId(), userName: 'ada', decision: 'delete', outcome: 'deleted' },
    ...{ verified: true, reason: null, failure: null },
    ...overrides,
  };
}
