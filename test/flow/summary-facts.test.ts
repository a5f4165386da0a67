import { conclude, runAudit, type Centre } from '@keysweep/aggregator';
import type { AccountSummary, Summary } from '@keysweep/core';
import { MemoryClock } from '@keysweep/core/memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { deleteEverything, PROD, smallOrganization } from './small-organization.ts';

const HOUR = 3_600_000;

let stage: Stage;
beforeEach(async () => {
  stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
});
afterEach(() => stage.organization.close());

const prodIn = ({ accounts }: Summary): AccountSummary | undefined =>
  accounts.find(({ accountId }) => accountId === PROD);
const foundIn = ({ attention }: Summary, code: string) => attention.filter((finding) => finding.code === code);

describe('a held run', () => {
  const plan = (input: Readonly<Record<string, unknown>>) => String(input['Key']).includes(`/plans/account=${PROD}`);

  beforeEach(async () => {
    const value = '{"state":"paused","reason":"an incident","by":"zoe"}';
    stage.organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value });
    await stage.sweep();
  });

  it('is summarised with what it would revoke in each account', async () => {
    const summary = await stage.summary();
    const [run] = summary.runs;
    expect(run?.state).toBe('held');
    expect(prodIn(summary)?.heldRevocations).toBeGreaterThan(0);
    const planned = summary.accounts.reduce((sum, { heldRevocations }) => sum + (heldRevocations ?? 0), 0);
    expect(planned).toBe(run?.revocationsPlanned);
    expect(foundIn(summary, 'held')).toMatchObject([{ message: expect.stringContaining(`${planned} planned`) }]);
  });

  it('is summarised without, where a plan cannot be read', async () => {
    stage.organization.faults.add({ operation: 's3:GetObject', kind: 'AccessDenied', calls: 'all', matches: plan });
    expect(prodIn(await stage.summary())).toMatchObject({ state: 'paused', heldRevocations: null });
  });
});

describe('what the look between runs counted', () => {
  const at = (hours: number): Centre => ({
    ...stage.newCentre(),
    clock: new MemoryClock(new Date(Date.now() + hours * HOUR).toISOString()),
  });
  const concluded = async (centre: Centre): Promise<Summary> =>
    (await conclude(null, centre.clock.now(), { hashed: stage.hashed, centre, outlets: null })).summary;
  const input = () => ({ hashed: stage.hashed, centre: stage.newCentre(), outlets: null });

  beforeEach(async () => {
    await stage.sweep({ due: new Date(Date.now() - HOUR) });
    await runAudit(new Date(), input());
  });

  it('stands in the summary of the next run as well, which looks at nothing of the kind', async () => {
    await stage.sweep({ due: new Date(Date.now() + HOUR), centre: at(2) });
    const summary = await concluded(at(3));
    expect(summary.audit).toMatchObject({ accounts: 0, looked: 0 });
    expect(summary.census).toMatchObject({ accounts: 2, outOfScope: { accounts: 1, users: 1, keys: 1 } });
    expect(prodIn(summary)?.census).not.toBeNull();
  });

  it('is missed where the look cannot be read: nobody can tell what there is', async () => {
    stage.organization.faults.add({
      ...{ operation: 's3:GetObject', kind: 'AccessDenied', calls: 'all' },
      matches: (request) => String(request['Key']).endsWith(`/audits/account=${PROD}.json`),
    });
    const summary = await concluded(at(1));
    expect(prodIn(summary)).toMatchObject({ census: null, state: 'unknown' });
    expect(summary.census).toMatchObject({ accounts: 2, incomplete: 1 });
  });
});

describe('the next summary', () => {
  it('is held against this one', async () => {
    await stage.sweep();
    const centre = (instant: string): Centre => ({ ...stage.newCentre(), clock: new MemoryClock(instant) });
    const summaryAt = async (instant: string) => {
      const ports = { hashed: stage.hashed, centre: centre(instant), outlets: null };
      return (await conclude(null, new Date(instant), ports)).summary;
    };
    const before = await summaryAt('2026-11-21T06:00:00.000Z');
    expect(before).toMatchObject({ comparison: { state: 'first' }, changes: null });
    const after = await summaryAt('2026-11-22T06:00:00.000Z');
    expect(after.comparison).toEqual({ state: 'compared', summaryId: before.id, at: before.at });
    expect(after.changes).toMatchObject({ accounts: [], joined: [], departed: [] });
  });
});
