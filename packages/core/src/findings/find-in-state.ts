import { HELD_DAYS_TOLERATED, type AccountStateName } from '../account-state.ts';
import type { Finding } from '../summary.ts';
import { explainMissedLook, explainState, type JudgedAccount } from './explain-state.ts';

/** A finding before it is said of which account it is. */
export type FoundInAccount = Omit<Finding, 'accountId'>;

type NextStep = Pick<Finding, 'severity' | 'todo'>;

const NEXT_STEPS: Partial<Record<AccountStateName, NextStep>> = {
  'not-deployed': { severity: 'act', todo: 'deploy the agent: look at the account’s stack instance' },
  unreachable: { severity: 'act', todo: 'repair the agent or the audit role of the account' },
  incomplete: { severity: 'act', todo: 'see what stopped it; the next run takes up what is left' },
  unknown: { severity: 'act', todo: 'see why it is unknown; no key it concerns was touched' },
  'non-compliant': { severity: 'act', todo: 'look at the account’s overdue keys before the next sweep' },
};

/** What a person should do about the state that an account is in, and about a look that its state says nothing of. */
export function findInState(judged: JudgedAccount): FoundInAccount[] {
  const { facts, state } = judged;
  const message = explainState(judged);
  const step = state === 'paused' && facts.run.state === 'held' ? nextStepWhenHeld(facts.run.days) : NEXT_STEPS[state];
  const own = step === undefined ? [] : [{ ...step, code: state, message }];
  const missed = explainMissedLook(facts);
  if (missed === null || missed === message || state === 'not-deployed') return own;
  const todo = 'repair the audit role of the account: what became of its keys since the last run is not known';
  return [...own, { severity: 'act', code: 'not-looked', message: missed, todo }];
}

function nextStepWhenHeld(days: number): NextStep {
  const severity = days > HELD_DAYS_TOLERATED ? 'act' : 'look';
  return { severity, todo: 'see why it was held, and mend that before the next run is due' };
}
