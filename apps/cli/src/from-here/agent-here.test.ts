import type { AccountAccess } from '@keysweep/aws';
import { known, type AgentAnswer, type Ceilings, type PlanOrder, type Reading } from '@keysweep/core';
import { MemoryAccount } from '@keysweep/core/memory';
import { describe, expect, it } from 'vitest';
import { agentHere } from './agent-here.ts';

const ACCOUNT = '222222222222';
const DENIED = { kind: 'access-denied', operation: 'sts:AssumeRole', code: 'AccessDenied', message: 'no' } as const;

const anAccount = (): MemoryAccount =>
  new MemoryAccount(
    ['Developers'],
    [
      {
        userName: 'ann',
        groups: ['Developers'],
        tags: [],
        password: true,
        keys: [{ accessKeyId: 'AKIAANN000000000001', status: 'Active', createdAt: '2025-01-01T00:00:00.000Z' }],
      },
    ],
  );

const accessTo = (account: MemoryAccount, accountId = ACCOUNT): Reading<AccountAccess> =>
  known({ accountId, arn: `arn:aws:sts::${accountId}:assumed-role/x/y`, reader: account, writer: account });

function agentIn(opened: Reading<AccountAccess>, ceilings: Ceilings = { action: 'delete', revocations: 10 }) {
  const sessions: string[] = [];
  const open = (accountId: string, sessionName: string) => {
    sessions.push(`${accountId} ${sessionName}`);
    return Promise.resolve(opened);
  };
  const here = agentHere({ open, sessionName: 'keysweep-run', organizationId: 'o-example1234', ceilings });
  return { ...here, sessions };
}

function planOrder(): PlanOrder {
  const now = new Date();
  return {
    kind: 'plan',
    schema: 'keysweep/order/1',
    organizationId: 'o-example1234',
    accountId: ACCOUNT,
    runId: '20261120T235500Z',
    policy: 'weekly',
    rules: {
      groups: ['Developers'],
      action: 'delete',
      deleteAfterInactiveDays: 0,
      minimumKeyAgeDays: 0,
      exempt: { groups: [], users: [] },
      requireConsoleAccess: true,
      maximumRevocations: 10,
      timezone: 'UTC',
    },
    configHash: 'c',
    asOf: '2026-11-20T23:55:00.000Z',
    issuedAt: now.toISOString(),
    finishBy: new Date(now.getTime() + 60_000).toISOString(),
    ledger: {},
  };
}

async function ask({ agent, signer }: ReturnType<typeof agentIn>, order = planOrder()): Promise<AgentAnswer> {
  const signed = await signer.sign(JSON.stringify(order));
  return signed.state === 'known' ? agent.ask(ACCOUNT, signed.value) : expect.unreachable();
}

describe('the agent in this process', () => {
  it('plans as the deployed one does, and says through whom', async () => {
    const here = agentIn(accessTo(anAccount()));
    expect(await ask(here)).toMatchObject({
      state: 'answered',
      body: {
        schema: 'keysweep/plan/1',
        keys: [{ decision: 'delete' }],
        provenance: { takenBy: 'agent', caller: 'arn:aws:sts::222222222222:assumed-role/x/y' },
      },
    });
    expect(here.sessions).toEqual([`${ACCOUNT} keysweep-run`]);
  });

  it('obeys nobody but this process', async () => {
    const stranger = await agentIn(accessTo(anAccount())).signer.sign(JSON.stringify(planOrder()));
    if (stranger.state !== 'known') expect.unreachable();
    const answer = await agentIn(accessTo(anAccount())).agent.ask(ACCOUNT, stranger.value);
    expect(answer).toMatchObject({ state: 'answered', body: { schema: 'keysweep/refusal/1', code: 'signature' } });
  });

  it('holds to the ceilings of the configuration', async () => {
    const here = agentIn(accessTo(anAccount()), { action: 'deactivate', revocations: 10 });
    expect(await ask(here)).toMatchObject({ body: { schema: 'keysweep/refusal/1', code: 'ceiling' } });
  });

  it.each<[string, Reading<AccountAccess>, object]>([
    ['cannot be opened', { state: 'unknown', failure: DENIED }, DENIED],
    ['turns out to be another', accessTo(anAccount(), '333333333333'), { code: 'OtherAccount' }],
    ['is not there', { state: 'absent' }, { code: 'OtherAccount' }],
  ])('does nothing in an account that %s', async (_, opened, failure) => {
    expect(await ask(agentIn(opened))).toMatchObject({ state: 'unreachable', failure });
  });

  it('answers nothing where it breaks: anything may have happened', async () => {
    const account = anAccount();
    account.authorizationDetails = () => Promise.reject(new TypeError('broken'));
    expect(await ask(agentIn(accessTo(account)))).toMatchObject({ state: 'lost', failure: { message: 'broken' } });
  });
});
