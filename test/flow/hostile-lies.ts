import { accountPlanSchema, applyAnswerSchema, type AccountPlan, type ApplyAnswer } from '@keysweep/core';
import { HOSTILE_NAMES } from '../../apps/aggregator/src/render/testing/hostile-names.ts';
import { LONGEST_TEXT, text } from '../../packages/core/src/shape.ts';
import { fill } from './fill.ts';
import { inOutcomes, inPlan, type Lie } from './liar.ts';

const FAILURE = { kind: 'timeout', operation: 'x', code: 'x', message: 'x' } as const;
const USED = { state: 'used', at: '2026-01-01T00:00:00Z', service: 'x', region: 'x' } as const;

/** Free text of an answer that is no name of anything: the two are what the order says, or the answer is refused. */
const BOUND_TO_THE_ORDER = new Set(['organizationId', 'configHash']);

const SHORT = HOSTILE_NAMES.filter(({ length }) => length < 100);
const isFormula = (words: string) => /^[=+\-@\t]/.test(words);

/** What a liar writes: each formula, for a cell begins with it; one text of everything else that does harm; and no end of it. */
export const HOSTILE_WORDS: readonly string[] = [
  ...SHORT.filter(isFormula),
  SHORT.filter((words) => !isFormula(words)).join(' '),
  '"><script>window.ran=1</script>'.padEnd(LONGEST_TEXT, '\u202E'),
];

/** A plan with something in every field that may be empty; its decisions are the honest ones. */
export function inFull(plan: AccountPlan): AccountPlan {
  return {
    ...plan,
    users: plan.users.map((user) => ({
      ...user,
      exemption: user.exemption === null ? null : { by: 'tag-until', reason: 'x', owner: 'x', until: 'x' },
      lapsedExemption: 'x',
    })),
    keys: plan.keys.map((key) => ({ ...key, lastUsed: USED })),
    unknowns: [{ concerns: 'x', failure: FAILURE }],
  };
}

/** Outcomes with something in every field that may be empty. */
export function outcomesInFull(answer: ApplyAnswer): ApplyAnswer {
  return { ...answer, outcomes: answer.outcomes.map((each) => ({ ...each, reason: 'x', failure: FAILURE })) };
}

/** Honest answers but for their free text: the same words everywhere. `onPlace` hears of every place that they were put in. */
export function saying(words: string, onPlace: (place: string) => void = () => undefined): Lie[] {
  const value = (place: string, was: unknown): unknown => {
    if (BOUND_TO_THE_ORDER.has(place)) return was;
    onPlace(place.replaceAll(/\d+/g, '*'));
    return words;
  };
  const filling = { shape: text, value };
  return [
    inPlan((plan) => fill(accountPlanSchema, inFull(plan), filling)),
    inOutcomes((answer) => fill(applyAnswerSchema, outcomesInFull(answer), filling)),
  ];
}
