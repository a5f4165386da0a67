import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { AgentAnswer, ApplyAnswer, SignedOrder } from '@keysweep/core';
import { MemoryAccount, MemoryClock, unboundedPace } from '@keysweep/core/memory';
import { obey, type Revoker } from '@keysweep/revoker';
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

  it('replayed in time does only what it did before: a fresh key is not in it, and nothing is written', async () => {
    for (let time = 0; time < 2; time += 1) {
      const answer = await ask(PROD, { order, signature });
      expect(answer).toMatchObject({ state: 'answered', body: { schema: 'keysweep/outcomes/1' } });
      const { outcomes } = (answer as { body: ApplyAnswer }).body;
      expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['already-gone']));
    }
    expect(stage.keysOf(PROD, 'alice')).toHaveLength(1);
    expect(stage.organization.journal.count({ operation: 'iam:DeleteAccessKey', outcome: 'ok' })).toBe(0);
  });

  it('replayed later does nothing, though the centre did sign it', async () => {
    const { signer } = stage.newCentre();
    const issuedAt = new Date(Date.now() - 15 * 60_000 - 5_000).toISOString();
    const old = await signer.sign(JSON.stringify({ ...(JSON.parse(order) as object), issuedAt }));
    await expectRefusal(PROD, old.state === 'known' ? old.value : null, 'stale');
  });

  it('beyond the ceilings does nothing, though the centre did sign it', async () => {
    const { signer } = stage.newCentre();
    const { keys, ...rest } = JSON.parse(order) as { keys: object[] };
    const many = Array.from({ length: 501 }, () => keys[0]);
    const greedy = await signer.sign(JSON.stringify({ ...rest, keys: many }));
    await expectRefusal(PROD, greedy.state === 'known' ? greedy.value : null, 'ceiling');
  });

  it('changed anywhere, in its text or its signature, does nothing', async () => {
    const { environment, ...revoker } = refusingRevoker(stage);
    const change = (text: string): fc.Arbitrary<string> =>
      fc
        .tuple(fc.nat(text.length - 1), fc.string({ minLength: 0, maxLength: 3 }))
        .map(([at, put]) => text.slice(0, at) + put + text.slice(at + 1))
        .filter((changed) => changed !== text);
    const changed = fc.oneof(
      change(order).map((text) => ({ order: text, signature })),
      // Only its bytes count: base64 may be written in more than one way.
      change(signature)
        .filter((text) => !Buffer.from(text, 'base64').equals(Buffer.from(signature, 'base64')))
        .map((text) => ({ order, signature: text })),
    );
    await fc.assert(
      fc.asyncProperty(changed, async (envelope) => {
        expect(await obey(envelope, { environment, ...revoker })).toMatchObject({ code: 'signature' });
      }),
    );
  });
});

describe('an administrator of a member account, who may invoke the agent that is deployed there', () => {
  /** Invokes as that administrator. */
  const command = (accountId: string, envelope: unknown): Promise<AgentAnswer> => {
    const credentials = stage.organization.credentials({
      roleArn: `arn:aws:iam::${PROD}:role/OrganizationAccountAccessRole`,
    });
    const connection = { region: 'us-east-1', requestHandler: stage.organization.requestHandler(), credentials };
    return lambdaAgent(connection, { attempts: 1 }).ask(accountId, envelope as SignedOrder);
  };

  it('gets nothing done with an order of his own making', async () => {
    await stage.sweep({ centre: listening(stage.newCentre()) });
    const { order, signature } = sent.find(({ envelope }) => envelope.order.includes('"kind":"apply"'))!.envelope;
    await stage.organization.deployFunction({
      accountId: PROD,
      functionName: 'keysweep-revoker',
      code: { bundlePath: fileURLToPath(new URL('../../apps/revoker/dist/revoker.cjs', import.meta.url)) },
      roleName: 'keysweep-revoker',
      environment: stage.agentEnvironment,
      timeoutSeconds: 30,
    });
    stage.organization.journal.clear();
    const forged = order.replace('"alice"', '"carol"');
    const { publicKey, sign } = foreignKey();
    const attempts: unknown[] = [
      { order: forged, signature },
      { order: forged, signature: sign(forged) },
      { order: forged, signature: sign(forged), orderVerificationKey: publicKey },
      { order: forged, signature: '' },
      { order: forged },
      { ...(JSON.parse(forged) as object), signature },
      forged,
      null,
    ];
    for (const envelope of attempts)
      expect(await command(PROD, envelope)).toMatchObject({ state: 'answered', body: { code: 'signature' } });
    expect(stage.organization.journal.entries().filter(({ service }) => service === 'iam')).toEqual([]);
    expect(stage.keysOf(PROD, 'carol')).toHaveLength(1);
  });

  it('cannot even ask the agent of another account', async () => {
    await stage.sweep({ centre: listening(stage.newCentre()) });
    const { envelope } = sent.find(({ accountId }) => accountId === DEV)!;
    expect(await command(DEV, envelope)).toMatchObject({ state: 'unreachable', failure: { kind: 'access-denied' } });
  });
});

/** The agent of Prod without any IAM: whatever gets as far as a call to it fails the test. */
function refusingRevoker({ agentEnvironment, config }: Stage): Revoker {
  const { KEYSWEEP_ORGANIZATION_ID: organizationId, KEYSWEEP_ORDER_VERIFICATION_KEY: orderVerificationKey } =
    agentEnvironment;
  const nothing = new MemoryAccount([], []);
  nothing.failing = ({ operation }) => {
    throw new TypeError(`an order that nobody signed got as far as ${operation}`);
  };
  return {
    environment: {
      organizationId: organizationId ?? '',
      orderVerificationKey: orderVerificationKey ?? '',
      ceilings: config.ceilings,
      templateVersion: 'test',
    },
    accountId: PROD,
    caller: 'test',
    reader: nothing,
    writer: nothing,
    pace: unboundedPace,
    clock: new MemoryClock(new Date().toISOString()),
    onOutcome: () => undefined,
  };
}
