import { evidenceKeys, runIdOf, type AccountPlan } from '@keysweep/core';
import { MemoryClock } from '@keysweep/core/memory';
import type { FaultKind } from '@keysweep/local-organization';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EVERY_FAULT } from './every-fault.ts';
import { setSoleAccount, type SoleAccount } from './own-account.ts';
import { PROD, UNTOUCHABLE } from './small-organization.ts';

const due = new Date();
const run = { policy: 'standalone', runId: runIdOf(due) };
const planKey = evidenceKeys.account(run, 'plans', PROD);
const outcomesKey = (time: number): string => evidenceKeys.outcomes(run, PROD, time);

let sole: SoleAccount;
beforeEach(() => {
  sole = setSoleAccount();
});
afterEach(() => sole.organization.close());

const underKey = (part: string) => (input: Readonly<Record<string, unknown>>) =>
  JSON.stringify(input['Key'] ?? '').includes(part);
const deletions = (): number => sole.organization.journal.count({ operation: 'iam:DeleteAccessKey' });

function expectUntouched(): void {
  for (const name of UNTOUCHABLE) expect(sole.keysOf(name), name).toHaveLength(1);
}

describe('an account that sweeps itself', () => {
  it('plans, stores the plan, revokes exactly its keys, and stores what became of them', async () => {
    const { plan, answer } = await sole.sweep(due);

    expect([sole.keysOf('alice'), sole.keysOf('bob')]).toEqual([[], []]);
    expectUntouched();
    expect(answer.outcomes.map(({ userName, outcome, verified }) => [userName, outcome, verified])).toEqual([
      ['alice', 'deleted', true],
      ['alice', 'deleted', true],
      ['bob', 'deleted', true],
    ]);
    expect(await sole.stored(planKey)).toEqual(plan);
    expect(await sole.stored(outcomesKey(1))).toEqual(answer);
    const calls = sole.organization.journal.entries().map(({ operation, input }) => ({ operation, input }));
    const stored = calls.findIndex(
      ({ operation, input }) => operation.includes('PutObject') && underKey('/plans/')(input),
    );
    const first = calls.findIndex(({ operation }) => operation.includes('DeleteAccessKey'));
    expect(stored).toBeGreaterThan(-1);
    expect(first).toBeGreaterThan(stored);
  });

  it('started again for the same time, does nothing twice and says the same', async () => {
    const first = await sole.sweep(due);
    sole.organization.createAccessKey({ accountId: PROD, userName: 'alice' });
    sole.organization.journal.clear();

    expect(await sole.sweep(due)).toEqual(first);

    expect(sole.keysOf('alice')).toHaveLength(1);
    expect(sole.organization.journal.entries().filter(({ service }) => service === 'iam')).toEqual([]);
  });

  it('only observes where its parameters say so', async () => {
    const { plan, answer } = await sole.sweep(due, sole.own({ KEYSWEEP_ACTION: 'observe' }));
    expect(plan.keys.map(({ rule }) => rule)).toContain('observe-only');
    expect(answer).toMatchObject({ complete: true, outcomes: [] });
    expect(deletions()).toBe(0);
  });

  it('is refused as a whole where it would revoke more than its limit', async () => {
    const { plan } = await sole.sweep(due, sole.own({ KEYSWEEP_MAXIMUM_REVOCATIONS: '2' }));
    expect(plan.refusal).toEqual({ rule: 'blast-radius', planned: 3, limit: 2 });
    expect(deletions()).toBe(0);
  });

  it('deactivates first and deletes once the days are over, by its own ledger', async () => {
    const first = { KEYSWEEP_DELETE_AFTER_INACTIVE_DAYS: '7' };
    const clock = new MemoryClock(due.toISOString());
    await sole.sweep(due, sole.own(first, clock));
    expect(sole.organization.accessKeys(PROD, 'alice').map(({ status }) => status)).toEqual(['Inactive', 'Inactive']);

    clock.advance(6 * 86_400_000);
    await sole.sweep(clock.now(), sole.own(first, clock));
    expect(sole.keysOf('alice')).toHaveLength(2);

    clock.advance(86_401_000);
    await sole.sweep(clock.now(), sole.own(first, clock));
    expect([sole.keysOf('alice'), sole.keysOf('bob')]).toEqual([[], []]);
    expectUntouched();
  });
});

describe('where a record cannot be read or stored, no key is touched', () => {
  const RECORDS: readonly [string, 's3:PutObject' | 's3:GetObject', string][] = [
    ['the plan cannot be stored', 's3:PutObject', '/plans/'],
    ['a stored plan cannot be read', 's3:GetObject', '/plans/'],
    ['the attempt cannot be noted', 's3:PutObject', '/attempts/'],
    ['nobody can tell whether the run is over', 's3:GetObject', '/outcomes/'],
  ];

  it.each(RECORDS.flatMap((record) => EVERY_FAULT.map((kind) => [...record, kind] as const)))(
    '%s (%s %s, %s)',
    async (_, operation, part, kind: FaultKind) => {
      sole.organization.faults.add({ operation, kind, calls: 'all', matches: underKey(part) });

      await expect(sole.sweep(due)).rejects.toHaveProperty('code', expect.stringMatching(/^evidence-un/));

      expect(sole.keysOf('alice')).toHaveLength(2);
      expect(deletions()).toBe(0);
    },
  );

  it.each(['<html>', '{"schema":"keysweep/plan/1"}', '[]'])('a stored plan is %s', async (body) => {
    await sole.own().evidence.putOnce(planKey, body);
    await expect(sole.sweep(due)).rejects.toMatchObject({ code: 'evidence-malformed' });
    expect(deletions()).toBe(0);
  });

  it.each<[string, (plan: AccountPlan) => unknown]>([
    ['another account', (plan) => ({ ...plan, accountId: '333333333333' })],
    ['another run', (plan) => ({ ...plan, runId: '20200101T000000Z' })],
    ['a key without a name', (plan) => ({ ...plan, keys: plan.keys.map((key) => ({ ...key, userName: '' })) })],
  ])('a stored plan is of %s', async (_, change) => {
    const { plan } = await sole.sweep(due, sole.own({ KEYSWEEP_ACTION: 'observe' }));
    const later = new Date(due.getTime() + 1000);
    const stored = { ...plan, runId: runIdOf(later) };
    const key = evidenceKeys.account({ ...run, runId: runIdOf(later) }, 'plans', PROD);
    await sole.own().evidence.putOnce(key, JSON.stringify(change(stored)));
    await expect(sole.sweep(later)).rejects.toMatchObject({ code: 'evidence-malformed' });
    expect(deletions()).toBe(0);
  });

  it('the parameters have changed since the plan was stored', async () => {
    sole.organization.faults.add({ operation: 's3:PutObject', kind: 'AccessDenied', matches: underKey('/attempts/') });
    await expect(sole.sweep(due)).rejects.toMatchObject({ code: 'evidence-unwritable' });
    const cautious = sole.own({ KEYSWEEP_ACTION: 'observe' });
    await expect(sole.sweep(due, cautious)).rejects.toMatchObject({ code: 'run-invalid' });
    expect(deletions()).toBe(0);
  });

  it.each([new Date(Number.NaN), new Date(Date.now() + 86_400_000)])('the time has not come: %s', async (time) => {
    await expect(sole.sweep(time)).rejects.toMatchObject({ code: 'run-invalid' });
    expect(sole.organization.journal.entries()).toEqual([]);
  });
});

describe('where the ledger cannot be read', () => {
  it.each(EVERY_FAULT)('(%s) no inactive key is deleted, and the run is not done', async (kind) => {
    const bobs = sole.keysOf('bob');
    const fault = sole.organization.faults.add({
      operation: 's3:GetObject',
      kind,
      calls: 'all',
      matches: underKey('ledger/'),
    });
    const own = sole.own({ KEYSWEEP_DELETE_AFTER_INACTIVE_DAYS: '7' });

    await expect(sole.sweep(due, own)).rejects.toMatchObject({ code: 'run-incomplete' });

    expect(sole.keysOf('bob')).toEqual(bobs);
    expect(await sole.stored(outcomesKey(1))).toMatchObject({ complete: false });
    fault.remove();
    expect((await sole.sweep(due, own)).answer.complete).toBe(true);
    expect(await sole.stored(evidenceKeys.ledger(PROD))).toMatchObject({
      entries: Object.fromEntries(sole.keysOf('alice').map((key) => [key, expect.any(String)])),
    });
  });
});

describe('a run that left keys', () => {
  it('fails, so that it is started again; then it goes on, and both tries are on record', async () => {
    sole.organization.faults.add({ operation: 'iam:DeleteAccessKey', kind: 'AccessDenied', calls: [1, 2] });

    await expect(sole.sweep(due)).rejects.toMatchObject({ code: 'run-incomplete' });
    expect(await sole.stored(outcomesKey(1))).toMatchObject({ complete: false });
    const { answer } = await sole.sweep(due);

    expect(answer.complete).toBe(true);
    expect(await sole.stored(outcomesKey(2))).toEqual(answer);
    expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual(['deleted', 'deleted', 'deleted']);
    expect([sole.keysOf('alice'), sole.keysOf('bob')]).toEqual([[], []]);
  });
});
