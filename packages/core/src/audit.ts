import type { AccountPlan, PlannedKey } from './account-plan.ts';
import { revokes } from './decision.ts';
import type { Outcome } from './outcome.ts';
import * as v from 'valibot';
import { iamId, iamName, list } from './shape.ts';

/** The shape of a key named with its user. */
export const keyReference = v.object({ accessKeyId: iamId, userName: iamName });

const disagreement = v.object({
  ...keyReference.entries,
  kind: v.picklist([
    'reported-gone-but-exists',
    'reported-inactive-but-active',
    'missing-from-plan',
    'decided-otherwise',
  ]),
});

/** The shape of an audit's verdict: what our own look says of the agent's word. */
export const auditVerdictSchema = v.object({
  /** Keys that should be gone or inactive by now and are active. */
  overdue: list(keyReference),
  /** Keys that should be deleted and are there, but inactive. */
  leftInactive: list(keyReference),
  disagreements: list(disagreement),
});

/** What our own look says of the agent's word. */
export type AuditVerdict = v.InferOutput<typeof auditVerdictSchema>;
/** One point on which the agent's report and our own look differ. */
export type Disagreement = v.InferOutput<typeof disagreement>;

/** What the agent said it planned and did. */
export interface AgentWord {
  /** Null where it gave none. */
  readonly plan: AccountPlan | null;
  /**
   * Whether it planned in this very run. A plan of an earlier one, that was approved since, is no word on what is so now:
   * what we see otherwise contradicts nobody.
   */
  readonly plannedNow: boolean;
  readonly outcomes: readonly Outcome[];
}

/**
 * Judges the agent by our own look. What must go is what *we* decide from what *we* saw; the agent's word only makes
 * disagreements.
 */
export function judge(audit: AccountPlan, word: AgentWord): AuditVerdict {
  const due = audit.keys.filter(({ decision }) => revokes(decision));
  return {
    overdue: due.filter(({ status }) => status === 'Active').map(reference),
    leftInactive: due.filter(({ status }) => status !== 'Active').map(reference),
    disagreements: findDisagreements(audit, word),
  };
}

function findDisagreements(audit: AccountPlan, { plan, plannedNow, outcomes }: AgentWord): Disagreement[] {
  if (plan === null) return [];
  const seen = new Map(audit.keys.map((key) => [key.accessKeyId, key]));
  const claims = outcomes.flatMap((outcome) => {
    const key = seen.get(outcome.accessKeyId);
    const kind = key === undefined ? null : contradiction(outcome, key);
    return key === undefined || kind === null ? [] : [{ ...reference(key), kind }];
  });
  return plannedNow ? [...claims, ...findOtherDecisions(audit, plan)] : claims;
}

/** Keys that we would revoke, and the agent at the same time would not. */
function findOtherDecisions(audit: AccountPlan, plan: AccountPlan): Disagreement[] {
  const planned = new Map(plan.keys.map((key) => [key.accessKeyId, key]));
  const unreadUsers = new Set(plan.users.filter(({ keys }) => keys === null).map(({ userName }) => userName));
  return audit.keys
    .filter(({ decision, userName }) => revokes(decision) && !unreadUsers.has(userName))
    .flatMap((key): Disagreement[] => {
      const claimed = planned.get(key.accessKeyId);
      if (claimed === undefined)
        return plan.unknowns.length > 0 ? [] : [{ ...reference(key), kind: 'missing-from-plan' }];
      const spared = claimed.decision === 'keep' || claimed.decision === 'exempt';
      return spared ? [{ ...reference(key), kind: 'decided-otherwise' }] : [];
    });
}

function contradiction({ outcome }: Outcome, key: PlannedKey): Disagreement['kind'] | null {
  if (outcome === 'deleted' || outcome === 'already-gone') return 'reported-gone-but-exists';
  const claimedInactive = outcome === 'deactivated' || outcome === 'already-inactive';
  return claimedInactive && key.status === 'Active' ? 'reported-inactive-but-active' : null;
}

function reference({ accessKeyId, userName }: PlannedKey): { accessKeyId: string; userName: string } {
  return { accessKeyId, userName };
}
