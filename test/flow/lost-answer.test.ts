import type { AgentAnswer } from '@keysweep/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Centre } from '@keysweep/aggregator';
import { setStage, type Stage } from '../stage.ts';
import { deactivateFirst, deleteEverything, PROD, smallOrganization } from './small-organization.ts';

let stage: Stage;
afterEach(() => stage.organization.close());

const LOST: AgentAnswer = {
  state: 'lost',
  failure: { kind: 'timeout', operation: 'lambda:Invoke', code: 'TimeoutError', message: 'no answer' },
};

/** The agent of Prod does what it is asked, and no answer to an apply order ever arrives. */
function losingAnswers(isDone: boolean): Centre {
  const centre = stage.newCentre();
  return {
    ...centre,
    agent: {
      ask: async (accountId, envelope) => {
        const isLost = accountId === PROD && envelope.order.includes('"kind":"apply"');
        if (!isLost) return centre.agent.ask(accountId, envelope);
        if (isDone) await centre.agent.ask(accountId, envelope);
        return LOST;
      },
    },
  };
}

const endings = async () =>
  Object.fromEntries(
    (await stage.keys())
      .filter(({ accountId, userName }) => accountId === PROD && ['alice', 'bob'].includes(userName))
      .map(({ accessKeyId, ending, verified }) => [accessKeyId, [ending, verified]]),
  );
const stateOfProd = async () => (await stage.summary()).accounts.find(({ accountId }) => accountId === PROD)?.state;

describe('when no answer to an apply order arrives, in any pass', () => {
  it('what was deleted is told as deleted, by our own look; the agent is unreachable all the same', async () => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    const keys = [...stage.keysOf(PROD, 'alice'), ...stage.keysOf(PROD, 'bob')];

    await stage.sweep({ centre: losingAnswers(true) });

    expect(await endings()).toEqual(Object.fromEntries(keys.map((key) => [key, ['deleted', true]])));
    expect(await stateOfProd()).toBe('unreachable');
  });

  it('what was deactivated is told as deactivated, and its days begin', async () => {
    stage = await setStage({ organization: smallOrganization(), config: deactivateFirst });
    const keys = stage.keysOf(PROD, 'alice');

    await stage.sweep({ centre: losingAnswers(true) });

    expect(await endings()).toMatchObject(Object.fromEntries(keys.map((key) => [key, ['deactivated', true]])));
    const ledger = await stage.newCentre().evidence.get(`ledger/account=${PROD}.json`);
    expect(ledger).toMatchObject({ value: { body: expect.stringContaining(keys[0]!) } });
  });

  it('what was not done is told as not attempted', async () => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    const keys = stage.keysOf(PROD, 'alice');

    await stage.sweep({ centre: losingAnswers(false) });

    expect(stage.keysOf(PROD, 'alice')).toEqual(keys);
    expect(await endings()).toMatchObject(Object.fromEntries(keys.map((key) => [key, ['not-attempted', null]])));
    expect(await stateOfProd()).toBe('unreachable');
  });
});
