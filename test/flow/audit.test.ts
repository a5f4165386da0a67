import { auditBatch, beginAudit, conclude, runAudit, type Centre } from '@keysweep/aggregator';
import {
  evidenceKeys,
  runIdOf,
  type AccountSummary,
  type LaterAudit,
  type SummarisedKey,
  type Summary,
} from '@keysweep/core';
import { MemoryClock } from '@keysweep/core/memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { deactivateFirst, deleteEverything, DEV, PROD, smallOrganization } from './small-organization.ts';

const HOUR = 3_600_000;
const ALICE = { accountId: PROD, userName: 'alice' };
const DAVE = { accountId: DEV, userName: 'dave' };

let stage: Stage;
beforeEach(() => setTheStage(deleteEverything));
afterEach(() => stage.organization.close());

async function setTheStage(config: unknown): Promise<void> {
  stage = await setStage({ organization: smallOrganization(), config });
}

/** The sweep of a Friday that was an hour ago. */
const sweep = (centre?: Centre) =>
  stage.sweep({ due: new Date(Date.now() - HOUR), ...(centre === undefined ? {} : { centre }) });
const audit = async (at = new Date()): Promise<Summary> =>
  (await runAudit(at, { hashed: stage.hashed, centre: stage.newCentre(), outlets: null })).summary;
const inAccount = ({ accounts }: Summary, id = PROD): AccountSummary | undefined =>
  accounts.find(({ accountId }) => accountId === id);
/** The published keys of a summary that stand so. */
async function keysOf({ id }: Summary, standing: SummarisedKey['standing']): Promise<SummarisedKey[]> {
  const keys: SummarisedKey[] = [];
  await stage.newCentre().evidence.readLines(`${evidenceKeys.summary(id)}/keys.jsonl`, (line) => {
    keys.push(JSON.parse(line) as SummarisedKey);
    return true;
  });
  return keys.filter((key) => key.standing === standing);
}
const codesIn = ({ attention }: Summary, id = PROD): string[] =>
  attention.filter(({ accountId }) => accountId === id).map(({ code }) => code);

/** An agent that does not act: whatever it is asked is refused by its account. */
const idleAgent = (): Centre => {
  const centre = stage.newCentre();
  const writes = ['iam:DeleteAccessKey', 'iam:UpdateAccessKey'] as const;
  for (const operation of writes) stage.organization.faults.add({ operation, kind: 'AccessDenied', calls: 'all' });
  return centre;
};

describe('an audit between runs', () => {
  it('is green with keys made since, and says when they are due', async () => {
    await sweep();
    const { accessKeyId } = stage.organization.createAccessKey(ALICE);

    const summary = await audit();

    expect(summary.verdict).toBe('compliant');
    const [policy] = summary.policies;
    expect(inAccount(summary)).toMatchObject({
      state: 'compliant',
      overdue: 0,
      notYetDue: 1,
      nextDue: policy?.nextDue,
    });
    expect(await keysOf(summary, 'not-yet-due')).toMatchObject([
      { accountId: PROD, accessKeyId, userName: 'alice', createdAt: expect.any(String), dueAt: policy?.nextDue },
    ]);
    expect(Date.parse(policy?.nextDue ?? '')).toBeGreaterThan(Date.now());
    expect(summary.audit).toEqual({ auditId: expect.any(String), accounts: 2, looked: 2 });
  });

  it('asks no agent and touches no key', async () => {
    await sweep();
    stage.organization.createAccessKey(ALICE);
    stage.organization.journal.clear();
    await audit();
    const operations = new Set(stage.organization.journal.entries().map((each) => `${each.service}:${each.operation}`));
    for (const never of ['lambda:Invoke', 'kms:Sign', 'iam:DeleteAccessKey', 'iam:UpdateAccessKey'])
      expect([...operations]).not.toContain(never);
  });

  it('finds a user with an old key, who came to the group since, not yet due', async () => {
    await sweep();
    const erin = { name: 'erin', groups: ['Developers'], password: true, keys: [{ age: '50d' }] };
    stage.organization.addUser(PROD, erin);
    const summary = await audit();
    expect(inAccount(summary)).toMatchObject({ state: 'compliant', notYetDue: 1 });
    expect(await keysOf(summary, 'not-yet-due')).toMatchObject([{ userName: 'erin' }]);
  });

  it('finds every key overdue that the run was to revoke and that lives on', async () => {
    await sweep(idleAgent());
    const summary = await audit();
    expect(inAccount(summary)).toMatchObject({ state: 'incomplete', overdue: 2, notYetDue: 0 });
  });

  it('takes a key that is gone by now for gone', async () => {
    await sweep(idleAgent());
    for (const id of stage.keysOf(DEV, 'dave')) stage.organization.deleteAccessKey(DAVE, id);
    expect(inAccount(await audit(), DEV)).toMatchObject({ overdue: 0 });
  });

  it.each<[string, () => void, string[]]>([
    ['tagged as exempt', () => stage.organization.tagUser(DAVE, { 'keysweep-exempt': 'me' }), ['exemption-new']],
    ['taken out of the group', () => stage.organization.removeUserFromGroup(DAVE, 'Developers'), []],
    ['left without a password', () => stage.organization.setLoginProfile(DAVE, false), []],
  ])('does not clear an overdue key whose user was %s since', async (_what, change, codes) => {
    await sweep(idleAgent());
    change();
    const summary = await audit();
    expect(inAccount(summary, DEV)).toMatchObject({ overdue: 1, notYetDue: 0 });
    expect(codesIn(summary, DEV)).toEqual(expect.arrayContaining(codes));
  });

  it('finds a key overdue that the run deactivated and that is active again', async () => {
    await stage.organization.close();
    await setTheStage(deactivateFirst);
    await sweep();
    expect(inAccount(await audit(new Date(Date.now() - HOUR / 2)), DEV)?.state).toBe('compliant');
    for (const id of stage.keysOf(DEV, 'dave')) stage.organization.setKeyStatus(DAVE, id, 'Active');
    expect(inAccount(await audit(), DEV)).toMatchObject({ state: 'non-compliant', overdue: 1 });
  });

  it('shows an exemption that came since, and stays green where nothing was due', async () => {
    await sweep();
    stage.organization.tagUser(ALICE, { 'keysweep-exempt': 'on leave' });
    const summary = await audit();
    expect(inAccount(summary)?.state).toBe('compliant');
    expect(codesIn(summary)).toContain('exemption-new');
    expect(codesIn(summary)).not.toContain('overdue');
  });

  it('judges an account by the last run that reached it, where a later one was held', async () => {
    await stage.sweep({ due: new Date(Date.now() - 2 * HOUR), centre: idleAgent() });
    const value = '{"state":"paused","reason":"incident 7","by":"kim"}';
    stage.organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value });
    await sweep();
    expect(inAccount(await audit())).toMatchObject({ state: 'paused', overdue: 2 });
  });

  it('of an account that no run has reached finds everything not yet due', async () => {
    const summary = await audit();
    expect(inAccount(summary)).toMatchObject({ state: 'pending', overdue: 0, notYetDue: 2 });
  });

  it('leaves a record of every account, written once, that says by which run it was judged', async () => {
    const { runId } = await sweep();
    const at = new Date();
    await audit(at);
    const key = evidenceKeys.laterAudit(runIdOf(at), PROD);
    const first = await stage.newCentre().evidence.get(key);
    stage.organization.createAccessKey(ALICE);
    await audit(at);
    expect(await stage.newCentre().evidence.get(key)).toEqual(first);
    const record = JSON.parse(first.state === 'known' ? first.value.body : '{}') as LaterAudit;
    expect(record).toMatchObject({ against: { runId }, look: { state: 'taken' }, policy: 'weekly' });
  });

  it('looks at no account but its own', async () => {
    const centre = stage.newCentre();
    const { auditId } = await beginAudit(new Date(), { hashed: stage.hashed, centre });
    const batch = auditBatch({ auditId, accounts: [PROD, MANAGEMENT], finishBy: null }, centre);
    await expect(batch).rejects.toMatchObject({ code: 'run-invalid' });
  });

  it('that runs out of time leaves the rest unknown', async () => {
    await sweep();
    const at = new Date();
    const centre = stage.newCentre();
    const { auditId } = await beginAudit(at, { hashed: stage.hashed, centre });
    await auditBatch({ auditId, accounts: [PROD, DEV], finishBy: new Date(0) }, centre);
    const { summary } = await conclude(null, at, { hashed: stage.hashed, centre, outlets: null, audited: true });
    expect(inAccount(summary)).toMatchObject({ state: 'unknown', why: expect.stringContaining('OutOfTime') });
  });
});

describe('a summary that comes after an audit', () => {
  const concludeWithout = async (at = new Date()): Promise<Summary> =>
    (await conclude(null, at, { hashed: stage.hashed, centre: stage.newCentre(), outlets: null })).summary;

  it('goes by its looks, and by those of an account’s own run once that has reported', async () => {
    await stage.sweep({ due: new Date(Date.now() - 2 * HOUR), centre: idleAgent() });
    await audit();
    expect((await concludeWithout()).audit).toMatchObject({ accounts: 2, looked: 2 });
    expect(inAccount(await concludeWithout())).toMatchObject({ overdue: 2 });

    const later = { ...stage.newCentre(), clock: new MemoryClock(new Date(Date.now() + HOUR).toISOString()) };
    await sweep(later);

    expect((await concludeWithout()).audit).toMatchObject({ accounts: 0, looked: 0 });
  });

  it('has none where there was no audit', async () => {
    await sweep();
    expect((await concludeWithout()).audit).toBeNull();
  });

  it('misses the accounts of an audit that broke off: they are unknown', async () => {
    await sweep();
    const at = new Date();
    const centre = stage.newCentre();
    const { auditId } = await beginAudit(at, { hashed: stage.hashed, centre });
    await auditBatch({ auditId, accounts: [DEV], finishBy: null }, centre);
    const { summary } = await conclude(null, at, { hashed: stage.hashed, centre, outlets: null, audited: true });
    expect(inAccount(summary)).toMatchObject({ state: 'unknown', why: 'its audit left no result' });
    expect(inAccount(summary, DEV)?.state).toBe('compliant');
    expect(inAccount(await concludeWithout())?.state).toBe('unknown');
  });

  it('that never began, calls everybody unknown', async () => {
    await sweep();
    const at = new Date();
    const { summary } = await conclude(null, at, {
      hashed: stage.hashed,
      centre: stage.newCentre(),
      outlets: null,
      audited: true,
    });
    expect(summary.states).toMatchObject({ unknown: 2, compliant: 0 });
    expect(inAccount(summary)?.why).toBe('its audit did not begin');
  });
});
