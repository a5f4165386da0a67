import {
  evidenceKeys,
  KeysweepError,
  revokes,
  type AccountPlan,
  type ApplyOrder,
  type Failure,
  type Outcome,
  type PlannedKey,
  type RunTerms,
} from '@keysweep/core';
import { askToApply, type Asked } from './ask-agent.ts';
import type { Centre } from './centre.ts';
import { serialise } from './evidence.ts';
import { orderOf } from './plan-account.ts';

/** An agent asked to apply starts no further write after this many minutes. */
const APPLY_MINUTES = 6;

/** What came of asking an agent to apply a plan. */
export interface Applied {
  readonly asked: Asked<unknown>;
  readonly outcomes: readonly Outcome[];
  /** Nothing is left that asking again could finish. */
  readonly finished: boolean;
}

/** The keys of a plan that its order carries: those to change, unless the account is refused as a whole. */
export function keysToChange({ keys, refusal }: AccountPlan): readonly PlannedKey[] {
  return refusal === null ? keys.filter(({ decision }) => revokes(decision)) : [];
}

/**
 * Asks the agent to apply a stored plan. That it will be asked is stored first: where that cannot be stored, it is not
 * asked; and where it was stored before, a key that is gone was deleted by the order that got lost.
 */
export async function applyPlan(run: RunTerms, plan: AccountPlan, centre: Centre): Promise<Applied> {
  const keys = keysToChange(plan);
  if (keys.length === 0) return { asked: { state: 'answered', value: null }, outcomes: [], finished: true };
  const attempt = await noteAttempt(run, plan, centre);
  if (typeof attempt !== 'number') return { asked: { state: 'lost', failure: attempt }, outcomes: [], finished: false };
  const times = { now: centre.clock.now(), minutes: APPLY_MINUTES };
  const order: ApplyOrder = {
    kind: 'apply',
    ...orderOf(run, plan.accountId, times),
    attempt,
    keys: keys.map(orderedKey),
  };
  const asked = await askToApply(order, centre);
  if (asked.state !== 'answered') return { asked, outcomes: [], finished: false };
  return { asked, outcomes: asked.value.outcomes, finished: asked.value.complete };
}

/** 1 for the first order of this run to the account, 2 where one may have been sent before; or why it cannot be noted. */
async function noteAttempt(
  run: RunTerms,
  { accountId }: AccountPlan,
  { evidence, clock }: Centre,
): Promise<number | Failure> {
  const key = evidenceKeys.account(run, 'attempts', accountId);
  const put = await evidence.putOnce(
    key,
    serialise({ schema: 'keysweep/attempt/1', accountId, at: clock.now().toISOString() }),
  );
  if (put.state === 'failed') return put.failure;
  return put.state === 'written' ? 1 : 2;
}

function orderedKey({ accessKeyId, userName, userId, decision, rule }: PlannedKey): ApplyOrder['keys'][number] {
  if (userId === null || !revokes(decision))
    throw new KeysweepError('internal', 'a key that nobody decided to revoke was about to be ordered');
  return { accessKeyId, userName, userId, decision, onlyIfInactive: rule === 'inactive-long-enough' };
}
