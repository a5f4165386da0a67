import type { AccountPlan, AgentAnswer, ApplyAnswer, SignedOrder } from '@keysweep/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Centre } from '@keysweep/aggregator';
import { setStage, type Stage } from '../stage.ts';
import { deleteEverything, DEV, PROD, smallOrganization } from './small-organization.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
});
afterEach(() => stage.organization.close());

/** A centre in which the agent of Prod answers otherwise than it should. */
function withLiar(lie: (answer: AgentAnswer, envelope: SignedOrder) => AgentAnswer): Centre {
  const centre = stage.newCentre();
  return {
    ...centre,
    agent: {
      ask: async (accountId, envelope) => {
        const answer = await centre.agent.ask(accountId, envelope);
        return accountId === PROD ? lie(answer, envelope) : answer;
      },
    },
  };
}

const plans =
  (change: (plan: AccountPlan) => unknown) =>
  (answer: AgentAnswer, { order }: SignedOrder): AgentAnswer =>
    answer.state === 'answered' && order.includes('"kind":"plan"')
      ? { state: 'answered', body: change(answer.body as AccountPlan) }
      : answer;

const stateOfProd = async () => (await stage.summary()).accounts.find(({ accountId }) => accountId === PROD)!;

describe('an answer that cannot be believed is refused, shown and never counted', () => {
  it.each<[string, (plan: AccountPlan) => unknown]>([
    ['of another account', (plan) => ({ ...plan, accountId: DEV })],
    ['of another run', (plan) => ({ ...plan, runId: '20200101T000000Z' })],
    ['of another configuration', (plan) => ({ ...plan, configHash: 'other' })],
    ['that is no plan', () => ({ hello: 'world' })],
    ['with a key twice', (plan) => ({ ...plan, keys: [...plan.keys, ...plan.keys] })],
    ['with 100,000 keys', (plan) => ({ ...plan, keys: Array.from({ length: 100_000 }, () => plan.keys[0]) })],
    [
      'with a script for a user name',
      (plan) => ({ ...plan, keys: plan.keys.map((key) => ({ ...key, userName: '<script>' })) }),
    ],
    ['that poses as our own audit', (plan) => ({ ...plan, provenance: { ...plan.provenance, takenBy: 'audit' } })],
  ])('a plan %s', async (_, change) => {
    await stage.sweep({ centre: withLiar(plans(change)) });

    expect(await stateOfProd()).toMatchObject({
      state: 'unreachable',
      why: expect.stringContaining('its answer was refused'),
    });
    expect(stage.keysOf(PROD, 'alice')).toHaveLength(2);
    const keys = (await stage.keys()).filter(({ accountId }) => accountId === PROD);
    expect(new Set(keys.map(({ ending, standing }) => `${ending} ${standing}`))).toEqual(new Set(['null overdue']));
  });
});

describe('an agent that claims what is not so', () => {
  it('is found out by our own look: keys it says are gone are there', async () => {
    const claimAll = (answer: AgentAnswer, { order }: SignedOrder): AgentAnswer => {
      const { kind, keys, accountId, runId } = JSON.parse(order) as {
        kind: string;
        keys: ApplyAnswer['outcomes'];
        accountId: string;
        runId: string;
      };
      if (kind === 'plan') return answer;
      const outcomes = keys.map(({ accessKeyId, userName, decision }) => ({
        ...{ accessKeyId, userName, decision },
        ...({ outcome: 'deleted', verified: true, reason: null, failure: null } as const),
      }));
      return {
        state: 'answered',
        body: {
          schema: 'keysweep/outcomes/1',
          accountId,
          runId,
          finishedAt: new Date().toISOString(),
          complete: true,
          outcomes,
        },
      };
    };
    const honest = stage.newCentre();
    const centre = {
      ...honest,
      agent: {
        ask: async (accountId: string, envelope: SignedOrder) =>
          accountId === PROD && envelope.order.includes('"kind":"apply"')
            ? claimAll({ state: 'answered', body: null }, envelope)
            : honest.agent.ask(accountId, envelope),
      },
    };

    await stage.sweep({ centre });

    expect(await stateOfProd()).toMatchObject({
      state: 'non-compliant',
      overdue: 2,
      why: '2 overdue keys, 3 disagreements of report and audit',
    });
  });

  it('is found out when it hides a key', async () => {
    await stage.sweep({
      centre: withLiar(plans((plan) => ({ ...plan, keys: plan.keys.filter(({ userName }) => userName !== 'alice') }))),
    });

    expect(await stateOfProd()).toMatchObject({
      state: 'non-compliant',
      why: '2 overdue keys, 2 disagreements of report and audit',
    });
  });

  it('is found out when it calls a user exempt who is not', async () => {
    await stage.sweep({
      centre: withLiar(
        plans((plan) => ({
          ...plan,
          keys: plan.keys.map((key) =>
            key.userName === 'alice' ? { ...key, decision: 'exempt', rule: 'exempt-tag' } : key,
          ),
        })),
      ),
    });

    expect(await stateOfProd()).toMatchObject({ state: 'non-compliant', overdue: 2 });
  });
});
