import { describe, expect, it } from 'vitest';
import { KeysweepError } from '../errors.ts';
import type { Order } from '../order.ts';
import { aFailure, anAccessKey, AS_OF } from '../testing/account.ts';
import { anAgent, anApplyOrder, aPlanOrder } from '../testing/order.ts';
import { ACCOUNT } from '../testing/plan.ts';
import {
  MemoryAccount,
  MemoryAgents,
  MemoryClock,
  MemoryOrderSigner,
  memoryRevoker,
  MemorySweepSwitch,
  type AgentFault,
} from './index.ts';

const ENVELOPE = { order: '{}', signature: '' };

describe('agents in memory', () => {
  it('answer over a wire: what JSON does not carry does not arrive', async () => {
    const agents = new MemoryAgents();
    agents.deploy(ACCOUNT, (envelope) => ({ envelope, at: new Date(0), nothing: undefined }));
    expect(await agents.ask(ACCOUNT, ENVELOPE)).toEqual({
      state: 'answered',
      body: { envelope: ENVELOPE, at: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('are not there before they are deployed, nor after they are removed', async () => {
    const agents = new MemoryAgents();
    const none = { state: 'no-agent', failure: { code: 'ResourceNotFoundException' } };
    expect(await agents.ask(ACCOUNT, ENVELOPE)).toMatchObject(none);
    agents.deploy(ACCOUNT, () => null);
    agents.remove(ACCOUNT);
    expect(await agents.ask(ACCOUNT, ENVELOPE)).toMatchObject(none);
  });

  it.each<[string, () => unknown]>([
    ['throws', () => Promise.reject(new KeysweepError('internal', 'in the middle'))],
    ['answers nothing', () => undefined],
  ])('lose their answer where one %s', async (_, agent) => {
    const agents = new MemoryAgents();
    agents.deploy(ACCOUNT, agent);
    expect(await agents.ask(ACCOUNT, ENVELOPE)).toMatchObject({ state: 'lost' });
  });

  it.each<[AgentFault['state'], number]>([
    ['unreachable', 0],
    ['lost', 1],
  ])('fail as they are told: %s means started %i times', async (state, times) => {
    const agents = new MemoryAgents();
    const fault = { state, failure: aFailure() };
    let started = 0;
    agents.deploy(ACCOUNT, () => (started += 1));
    agents.failing = () => fault;
    expect([await agents.ask(ACCOUNT, ENVELOPE), started]).toEqual([fault, times]);
  });
});

describe('a revoker in memory', () => {
  const signer = new MemoryOrderSigner();
  async function asking(order: Order, by = signer) {
    const iam = new MemoryAccount(
      ['Developers'],
      [{ userName: 'ada', userId: 'AIDA0000000000000001', groups: ['Developers'], keys: [anAccessKey()] }],
    );
    const obeyed: string[] = [];
    const revoker = { identity: anAgent(), signer, iam, clock: new MemoryClock(AS_OF) };
    const agent = memoryRevoker({ ...revoker, onOrder: ({ kind }) => void obeyed.push(kind) });
    const signed = await by.sign(JSON.stringify(order));
    const envelope = signed.state === 'known' ? signed.value : ENVELOPE;
    return { answer: await agent(envelope), left: iam.keysOf('ada').length, obeyed };
  }

  it('plans, and changes nothing', async () => {
    expect(await asking(aPlanOrder())).toMatchObject({
      answer: { schema: 'keysweep/plan/1', keys: [{ decision: 'delete' }], provenance: { takenBy: 'agent' } },
      left: 1,
      obeyed: ['plan'],
    });
  });

  it('plans without time as without eyes', async () => {
    const { answer } = await asking(aPlanOrder({ finishBy: AS_OF }));
    expect(answer).toMatchObject({ keys: [], unknowns: [{ failure: { code: 'OutOfTime' } }] });
  });

  it('applies what it is ordered to', async () => {
    expect(await asking(anApplyOrder())).toMatchObject({
      answer: { complete: true, outcomes: [{ outcome: 'deleted', verified: true }] },
      left: 0,
      obeyed: ['apply'],
    });
  });

  it('obeys without being listened to', async () => {
    const iam = new MemoryAccount([], []);
    const agent = memoryRevoker({ identity: anAgent(), signer, iam, clock: new MemoryClock(AS_OF) });
    const signed = await signer.sign(JSON.stringify(aPlanOrder()));
    expect(await agent(signed.state === 'known' ? signed.value : ENVELOPE)).toMatchObject({ keys: [] });
  });

  it.each<[string, Order, MemoryOrderSigner, string]>([
    ['of somebody else', anApplyOrder(), new MemoryOrderSigner('mallory'), 'signature'],
    ['for another account', anApplyOrder({ accountId: '999999999999' }), signer, 'account'],
    ['that makes no sense', { ...anApplyOrder(), attempt: 0 }, signer, 'malformed'],
  ])('refuses an order %s, and touches nothing', async (_, order, by, code) => {
    expect(await asking(order, by)).toMatchObject({
      answer: { schema: 'keysweep/refusal/1', code },
      left: 1,
      obeyed: [],
    });
  });
});

describe('a signer in memory', () => {
  it('knows the exact text again, and no other', async () => {
    const signer = new MemoryOrderSigner();
    const signed = await signer.sign('text');
    const { order, signature } = signed.state === 'known' ? signed.value : ENVELOPE;
    expect(signer.verifies({ order, signature })).toBe(true);
    expect(signer.verifies({ order: `${order} `, signature })).toBe(false);
    expect(new MemoryOrderSigner('mallory').verifies({ order, signature })).toBe(false);
  });

  it('signs nothing where it is told to fail', async () => {
    const signer = new MemoryOrderSigner();
    signer.failing = (operation) => aFailure({ operation });
    expect(await signer.sign('text')).toMatchObject({ state: 'unknown', failure: { operation: 'kms:Sign' } });
  });
});

describe('a switch in memory', () => {
  it('says what its text says', async () => {
    const sweepSwitch = new MemorySweepSwitch();
    expect(await sweepSwitch.read()).toEqual({ state: 'known', value: { state: 'enabled' } });
    sweepSwitch.text = 'perhaps';
    expect(await sweepSwitch.read()).toMatchObject({ state: 'unknown' });
    sweepSwitch.text = null;
    expect(await sweepSwitch.read()).toEqual({ state: 'absent' });
  });

  it('cannot be read where it is told to fail', async () => {
    const sweepSwitch = new MemorySweepSwitch();
    sweepSwitch.failing = (operation) => aFailure({ operation });
    expect(await sweepSwitch.read()).toMatchObject({ state: 'unknown', failure: { operation: 'ssm:GetParameter' } });
  });
});
