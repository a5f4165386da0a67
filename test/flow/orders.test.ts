import type { AgentAnswer, SignedOrder } from '@keysweep/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lambdaAgent } from '@keysweep/aws';
import type { Centre } from '@keysweep/aggregator';
import { foreignKey, MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { deleteEverything, DEV, PROD, smallOrganization } from './small-organization.ts';

let stage: Stage;
/** Every order that the centre sent, as it went over the wire. */
let sent: { accountId: string; envelope: SignedOrder }[];

beforeEach(async () => {
  sent = [];
  stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
});
afterEach(() => stage.organization.close());

function listening(centre: Centre): Centre {
  const ask = (accountId: string, envelope: SignedOrder): Promise<AgentAnswer> => {
    sent.push({ accountId, envelope });
    return centre.agent.ask(accountId, envelope);
  };
  return { ...centre, agent: { ask } };
}

/** Asks as the centre's own role, so that nothing but the order itself stands in the way. */
function ask(accountId: string, envelope: unknown): Promise<AgentAnswer> {
  const credentials = stage.organization.credentials({ roleArn: `arn:aws:iam::${MANAGEMENT}:role/keysweep-central` });
  const connection = { region: 'us-east-1', requestHandler: stage.organization.requestHandler(), credentials };
  return lambdaAgent(connection).ask(accountId, envelope as SignedOrder);
}

describe('an order that the centre did not give', () => {
  let order: string;
  let signature: string;
  beforeEach(async () => {
    await stage.sweep({ centre: listening(stage.newCentre()) });
    const apply = sent.find(
      ({ accountId, envelope }) => accountId === PROD && envelope.order.includes('"kind":"apply"'),
    );
    ({ order, signature } = apply!.envelope);
    stage.organization.createAccessKey({ accountId: PROD, userName: 'alice' });
    stage.organization.journal.clear();
  });

  const expectRefusal = async (accountId: string, envelope: unknown, code: string): Promise<void> => {
    expect(await ask(accountId, envelope)).toMatchObject({
      state: 'answered',
      body: { schema: 'keysweep/refusal/1', code },
    });
    expect(stage.organization.journal.entries().filter(({ service }) => service === 'iam')).toEqual([]);
  };

  it('signed by another key does nothing', () =>
    expectRefusal(PROD, { order, signature: foreignKey().sign(order) }, 'signature'));
  it('altered by one letter does nothing', () =>
    expectRefusal(PROD, { order: order.replace('alice', 'carol'), signature }, 'signature'));
  it('without a signature does nothing', () => expectRefusal(PROD, { order }, 'signature'));
  it('that is no order at all does nothing', () => expectRefusal(PROD, { order: 7, signature: [] }, 'signature'));
  it('for another account does nothing there', () => expectRefusal(DEV, { order, signature }, 'account'));

  it('replayed in time does only what it did before: a fresh key is not in it', async () => {
    const answer = await ask(PROD, { order, signature });
    expect(answer).toMatchObject({ state: 'answered', body: { schema: 'keysweep/outcomes/1' } });
    expect(stage.keysOf(PROD, 'alice')).toHaveLength(1);
  });
});
