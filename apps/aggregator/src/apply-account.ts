import {
  noteAttempt,
  orderedKeys,
  type AccountPlan,
  type ApplyOrder,
  type Outcome,
  type RunTerms,
} from '@keysweep/core';
import { ANSWER_REFUSED, askToApply, type Asked } from './ask-agent.ts';
import type { Centre } from './centre.ts';
import { orderOf } from './plan-account.ts';

/** An agent asked to apply starts no further write after this many minutes. */
const APPLY_MINUTES = 6;

/** What came of asking an agent to apply a plan. */
export interface Applied {
  readonly asked: Asked<unknown>;
  readonly outcomes: readonly Outcome[];
  /** Nothing is left that asking again could finish. */
  readonly finished: boolean;
  /** Whether an agent may have acted, in this pass or before, without a word of it that can be believed. */
  readonly mayHaveActed: boolean;
}

/**
 * Asks the agent to apply a stored plan. That it will be asked is stored first: where that cannot be stored, it is not
 * asked; and where it was stored before, a key that is gone was deleted by the order that got lost.
 */
export async function applyPlan(run: RunTerms, plan: AccountPlan, centre: Centre): Promise<Applied> {
  const keys = orderedKeys(plan);
  if (keys.length === 0)
    return { asked: { state: 'answered', value: null }, outcomes: [], finished: true, mayHaveActed: false };
  const attempt = await noteAttempt(run, plan.accountId, centre);
  if (typeof attempt !== 'number')
    return { asked: { state: 'lost', failure: attempt }, outcomes: [], finished: false, mayHaveActed: true };
  const times = { now: centre.clock.now(), minutes: APPLY_MINUTES };
  const order: ApplyOrder = {
    kind: 'apply',
    ...orderOf(run, plan.accountId, times),
    attempt,
    keys,
  };
  const asked = await askToApply(order, centre);
  if (asked.state !== 'answered')
    return { asked, outcomes: [], finished: false, mayHaveActed: attempt > 1 || hasNoWord(asked) };
  return { asked, outcomes: asked.value.outcomes, finished: asked.value.complete, mayHaveActed: false };
}

/** The answer never came, or is not one: unlike an order that was not delivered, or that the agent says it refused. */
function hasNoWord(asked: Exclude<Asked<unknown>, { state: 'answered' }>): boolean {
  return asked.state === 'lost' || (asked.state === 'refused' && asked.failure.code === ANSWER_REFUSED);
}
