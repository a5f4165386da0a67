import type { Centre } from '@keysweep/aggregator';
import type { AccountPlan, AgentAnswer, ApplyAnswer, ApplyOrder, Order } from '@keysweep/core';
import { DEV, PROD } from './small-organization.ts';

/** What the liar makes of the honest answer to an order. */
export type Lie = (answer: AgentAnswer, order: Order) => AgentAnswer;

/** A centre in which the agent of Prod answers otherwise than it should. Whatever it says, it has done what it was told. */
export function withLiar(centre: Centre, ...lies: readonly Lie[]): Centre {
  return {
    ...centre,
    agent: {
      ask: async (accountId, envelope) => {
        const answer = await centre.agent.ask(accountId, envelope);
        const order = JSON.parse(envelope.order) as Order;
        return accountId === PROD ? lies.reduce((told, lie) => lie(told, order), answer) : answer;
      },
    },
  };
}

/** A centre in which the agent of Prod does nothing when it is told to act, and answers as it likes. */
export function withIdler(centre: Centre, claim: (order: ApplyOrder) => unknown): Centre {
  return {
    ...centre,
    agent: {
      ask: async (accountId, envelope) => {
        const order = JSON.parse(envelope.order) as Order;
        const idles = accountId === PROD && order.kind === 'apply';
        return idles ? { state: 'answered', body: claim(order) } : centre.agent.ask(accountId, envelope);
      },
    },
  };
}

/** Lies in the plan alone. */
export function inPlan(change: (plan: AccountPlan) => unknown): Lie {
  return (answer, { kind }) =>
    answer.state === 'answered' && kind === 'plan'
      ? { state: 'answered', body: change(answer.body as AccountPlan) }
      : answer;
}

/** Lies in the outcomes alone. */
export function inOutcomes(change: (answer: ApplyAnswer) => unknown): Lie {
  return (answer, { kind }) =>
    answer.state === 'answered' && kind === 'apply'
      ? { state: 'answered', body: change(answer.body as ApplyAnswer) }
      : answer;
}

const FUTURE = '2099-01-01T00:00:00.000Z';
const MANY = 100_000;
const many = (count: number, like: object | undefined, change: (index: number) => object) =>
  Array.from({ length: count }, (_, index) => ({ ...like, ...change(index) }));
const keyIdAt = (index: number) => `AKIA${String(index).padStart(16, '0')}`;

/** Plans that cannot be what was asked for. */
export const IMPOSSIBLE_PLANS: readonly [string, (plan: AccountPlan) => unknown][] = [
  ['of another account', (plan) => ({ ...plan, accountId: DEV })],
  ['of another run', (plan) => ({ ...plan, runId: '20200101T000000Z' })],
  ['of another configuration', (plan) => ({ ...plan, configHash: 'other' })],
  ['of another action', (plan) => ({ ...plan, action: 'observe' })],
  ['as of another day', (plan) => ({ ...plan, asOf: FUTURE })],
  ['taken in the future', (plan) => ({ ...plan, provenance: { ...plan.provenance, takenAt: FUTURE } })],
  ['with keys of the future', (plan) => ({ ...plan, keys: plan.keys.map((key) => ({ ...key, createdAt: FUTURE })) })],
  [
    'with keys used in the future',
    (plan) => ({
      ...plan,
      keys: plan.keys.map((key) => ({
        ...key,
        lastUsed: { state: 'used', at: FUTURE, service: null, region: null },
      })),
    }),
  ],
  ['that is no plan', () => ({ hello: 'world' })],
  ['that is nothing', () => null],
  ['with a key twice', (plan) => ({ ...plan, keys: [...plan.keys, ...plan.keys] })],
  [
    'with 100,000 keys',
    (plan) => ({ ...plan, keys: many(MANY, plan.keys[0], (at) => ({ accessKeyId: keyIdAt(at) })) }),
  ],
  ['with 100,000 users', (plan) => ({ ...plan, users: many(MANY, plan.users[0], (at) => ({ userName: `u${at}` })) })],
  [
    'with 100,000 things that it could not read',
    (plan) => ({ ...plan, unknowns: many(MANY, { concerns: 'all' }, () => ({ failure: A_FAILURE })) }),
  ],
  ['with more users than can be', (plan) => ({ ...plan, users: many(1, plan.users[0], () => ({ keys: 1e308 })) })],
  [
    'with groups that nobody configured',
    (plan) => ({ ...plan, groups: [...plan.groups, { ...plan.groups[0], name: 'Nowhere', state: 'missing' }] }),
  ],
  ['with groups left out', (plan) => ({ ...plan, groups: plan.groups.slice(1) })],
  ['that invents a limit', (plan) => ({ ...plan, refusal: { rule: 'blast-radius', planned: 900, limit: 2 } })],
  ['that poses as our own audit', (plan) => ({ ...plan, provenance: { ...plan.provenance, takenBy: 'audit' } })],
];

/** Outcomes that cannot be those of the order. */
export const IMPOSSIBLE_OUTCOMES: readonly [string, (answer: ApplyAnswer) => unknown][] = [
  ['of another account', (answer) => ({ ...answer, accountId: DEV })],
  ['of another run', (answer) => ({ ...answer, runId: '20200101T000000Z' })],
  ['that are none', () => []],
  ['from the future', (answer) => ({ ...answer, finishedAt: FUTURE })],
  ['without one key', (answer) => ({ ...answer, outcomes: answer.outcomes.slice(1) })],
  ['with a key twice', (answer) => ({ ...answer, outcomes: [...answer.outcomes, answer.outcomes[0]] })],
  [
    'with a key that was not ordered',
    (answer) => ({ ...answer, outcomes: [...answer.outcomes, { ...answer.outcomes[0], accessKeyId: keyIdAt(1) }] }),
  ],
  [
    'with 100,000 keys',
    (answer) => ({ ...answer, outcomes: many(MANY, answer.outcomes[0], (at) => ({ accessKeyId: keyIdAt(at) })) }),
  ],
  ['of somebody else’s keys', (answer) => eachOutcome(answer, { userName: 'carol' })],
  ['of a weaker order', (answer) => eachOutcome(answer, { decision: 'deactivate', outcome: 'deactivated' })],
  ['that deactivate what was to be deleted', (answer) => eachOutcome(answer, { outcome: 'deactivated' })],
  ['of a name with a script in it', (answer) => eachOutcome(answer, { userName: '<script>' })],
];

const A_FAILURE = { kind: 'timeout', operation: 'iam:GetGroup', code: 'None', message: 'none' };

function eachOutcome(answer: ApplyAnswer, change: object): object {
  return { ...answer, outcomes: answer.outcomes.map((outcome) => ({ ...outcome, ...change })) };
}
