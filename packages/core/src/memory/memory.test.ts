import { describe, expect, it } from 'vitest';
import { LONGEST_LINE } from '../line-reader.ts';
import { aFailure, anAccessKey, keyId } from '../testing/account.ts';
import {
  MemoryAccount,
  MemoryClock,
  MemoryEvidenceStore,
  MemoryOrganization,
  MemoryStackInstances,
  unboundedPace,
} from './index.ts';

const KEY = anAccessKey();
const ada = { userName: 'Ada', groups: ['developers'], keys: [KEY] };

describe('an account in memory', () => {
  it('finds users and groups in any case, as IAM does', async () => {
    const account = new MemoryAccount(['Developers'], [ada]);
    expect(await account.groupMembers('DEVELOPERS')).toMatchObject({
      items: [{ userName: 'Ada' }],
      end: { state: 'complete' },
    });
    expect(await account.accessKeys('ada')).toEqual({ state: 'known', value: [KEY] });
    expect(account.keysOf('ADA')).toEqual([KEY]);
  });

  it('has no group and no user that nobody made', async () => {
    const account = new MemoryAccount([], []);
    expect(await account.groupMembers('Developers')).toEqual({ items: [], end: { state: 'absent' } });
    expect(await account.accessKeys('ada')).toEqual({ state: 'absent' });
    expect(await account.loginProfile('ada')).toEqual({ state: 'absent' });
    expect(account.keysOf('ada')).toEqual([]);
  });

  it('lists users with groups and tags, and groups by name', async () => {
    const tags = [{ key: 'team', value: 'x' }];
    const account = new MemoryAccount(
      ['Developers'],
      [{ ...ada, userId: 'AIDAEXAMPLE', createdAt: '2026-01-01T00:00:00.000Z', tags }],
    );
    expect((await account.authorizationDetails()).items).toEqual([
      {
        kind: 'user',
        user: {
          userName: 'Ada',
          userId: 'AIDAEXAMPLE',
          createdAt: '2026-01-01T00:00:00.000Z',
          groups: ['developers'],
          tags,
        },
      },
      { kind: 'group', groupName: 'Developers' },
    ]);
  });

  it('reports passwords and both slots', async () => {
    const account = new MemoryAccount([], [ada, { userName: 'bob', password: false }]);
    const report = await account.credentialReport();
    expect(report).toMatchObject({
      value: {
        rows: [
          {
            userName: 'Ada',
            passwordEnabled: true,
            slots: [
              { active: true, lastRotated: KEY.createdAt },
              { active: false, lastRotated: null },
            ],
          },
          { userName: 'bob', passwordEnabled: false, slots: [{ active: false }, { active: false }] },
        ],
      },
    });
    expect(await account.loginProfile('bob')).toEqual({ state: 'absent' });
    account.reportGeneratedAt = null;
    expect(await account.credentialReport()).toEqual({ state: 'absent' });
  });

  it('counts what no policy covers: keys of the root user, service-specific credentials, people without MFA', async () => {
    const credentials = [{ serviceName: 'codecommit.amazonaws.com', status: 'Active' }];
    const account = new MemoryAccount([], [{ ...ada, mfa: false, credentials }, { userName: 'bob' }]);
    account.rootKeys = 2;
    expect(await account.rootAccessKeys()).toEqual({ state: 'known', value: 2 });
    expect(await account.serviceSpecificCredentials()).toEqual({
      items: [{ userName: 'Ada', ...credentials[0] }],
      end: { state: 'complete' },
    });
    expect(await account.credentialReport()).toMatchObject({
      value: { rows: [{ mfaActive: false }, { mfaActive: true }] },
    });
  });

  it('deactivates and deletes the key of its user, and no other', async () => {
    const second = anAccessKey({ accessKeyId: keyId(2) });
    const account = new MemoryAccount([], [{ ...ada, keys: [KEY, second] }, { userName: 'bob' }]);
    expect(await account.deactivate({ userName: 'ada', accessKeyId: KEY.accessKeyId })).toEqual({
      state: 'done',
      attempts: 1,
    });
    expect(account.keysOf('ada')).toEqual([{ ...KEY, status: 'Inactive' }, second]);
    expect(await account.delete({ userName: 'ada', accessKeyId: KEY.accessKeyId })).toEqual({
      state: 'done',
      attempts: 1,
    });
    expect(account.keysOf('ada')).toEqual([second]);
    expect(await account.delete({ userName: 'ada', accessKeyId: KEY.accessKeyId })).toEqual({
      state: 'absent',
      attempts: 1,
    });
    expect(await account.delete({ userName: 'bob', accessKeyId: second.accessKeyId })).toEqual({
      state: 'absent',
      attempts: 1,
    });
    expect(await account.delete({ userName: 'nobody', accessKeyId: second.accessKeyId })).toEqual({
      state: 'absent',
      attempts: 1,
    });
  });

  it('fails where it is told to, changes nothing then, and keeps the calls', async () => {
    const account = new MemoryAccount(['Developers'], [ada]);
    const failure = aFailure();
    account.failing = () => failure;
    const unknown = { state: 'unknown', failure };
    expect(await account.authorizationDetails()).toEqual({ items: [], end: unknown });
    expect(await account.groupMembers('Developers')).toEqual({ items: [], end: unknown });
    expect([
      await account.accessKeys('ada'),
      await account.loginProfile('ada'),
      await account.credentialReport(),
      await account.rootAccessKeys(),
    ]).toEqual([unknown, unknown, unknown, unknown]);
    expect(await account.serviceSpecificCredentials()).toEqual({ items: [], end: unknown });
    expect(await account.delete({ userName: 'ada', accessKeyId: KEY.accessKeyId })).toEqual({
      state: 'failed',
      attempts: 1,
      failure,
    });
    expect(account.keysOf('ada')).toEqual([KEY]);
    expect(account.calls.at(-1)).toEqual({ operation: 'iam:DeleteAccessKey', subject: 'ada' });
  });

  it('gives each user an id, and forgets a user who is removed', async () => {
    const account = new MemoryAccount([], [ada, { userName: 'bob' }]);
    account.removeUser('ADA');
    expect((await account.authorizationDetails()).items).toMatchObject([
      { user: { userName: 'bob', userId: `AIDA${'2'.padStart(16, '0')}` } },
    ]);
  });

  it('changes what it is told to of a user, and of nobody who is not there', async () => {
    const account = new MemoryAccount([], [ada]);
    account.changeUser('ADA', { tags: [{ key: 'team', value: 'x' }], keys: [] });
    account.changeUser('bob', { keys: [KEY] });
    expect((await account.authorizationDetails()).items).toMatchObject([
      { user: { userName: 'Ada', groups: ['developers'], tags: [{ key: 'team' }] } },
    ]);
    expect([account.keysOf('ada'), account.keysOf('bob')]).toEqual([[], []]);
  });

  it('never gives an id twice', async () => {
    const account = new MemoryAccount([], [ada]);
    const idOf = async () =>
      (await account.authorizationDetails()).items.map((item) => (item.kind === 'user' ? item.user.userId : ''));
    const first = await idOf();
    account.removeUser('ada');
    account.addUser(ada);
    expect(await idOf()).not.toEqual(first);
  });
});

describe('an evidence store in memory', () => {
  it('writes once', async () => {
    const store = new MemoryEvidenceStore();
    expect(await store.putOnce('a', '1')).toMatchObject({ state: 'written' });
    expect(await store.putOnce('a', '2')).toEqual({ state: 'exists' });
    expect(await store.get('a')).toMatchObject({ state: 'known', value: { body: '1' } });
  });

  it('replaces only the record whose tag one knows', async () => {
    const store = new MemoryEvidenceStore();
    const first = await store.replace('a', '1', null);
    const etag = first.state === 'written' ? first.etag : '';
    expect(await store.replace('a', '2', etag)).toMatchObject({ state: 'written' });
    expect(await store.replace('a', '3', etag)).toEqual({ state: 'exists' });
    expect(await store.replace('b', '1', etag)).toEqual({ state: 'exists' });
    expect(await store.get('a')).toMatchObject({ value: { body: '2' } });
    expect(await store.get('b')).toEqual({ state: 'absent' });
  });

  it('lists by prefix, in order', async () => {
    const store = new MemoryEvidenceStore();
    for (const key of ['runs/b', 'runs/a', 'ledger/a']) await store.putOnce(key, key);
    expect(await store.list('runs/')).toEqual({ items: ['runs/a', 'runs/b'], end: { state: 'complete' } });
  });

  it('fails where it is told to, and stores nothing then', async () => {
    const store = new MemoryEvidenceStore();
    const failure = aFailure();
    store.failing = () => failure;
    expect(await store.putOnce('a', '1')).toEqual({ state: 'failed', failure });
    expect(await store.get('a')).toEqual({ state: 'unknown', failure });
    expect(await store.list('')).toEqual({ items: [], end: { state: 'unknown', failure } });
    expect(store.records.size).toBe(0);
  });

  it('keeps a long record once it is ended, in place of what was there', async () => {
    const store = new MemoryEvidenceStore();
    const first = await store.putOnce('a', 'old');
    const long = store.writeLong('a');
    for (const piece of ['o', 'ne\ntw', 'o']) await long.write(piece);
    expect(await store.get('a')).toMatchObject({ value: { body: 'old' } });
    expect(await long.end()).toBe(null);
    expect(await store.get('a')).toMatchObject({ value: { body: 'one\ntwo' } });
    expect(await store.replace('a', '', first.state === 'written' ? first.etag : '')).toEqual({ state: 'exists' });
  });

  it.each([1, 2, 3])('keeps nothing of a long record that fails at call %i, the end included', async (nth) => {
    const store = new MemoryEvidenceStore();
    const failure = aFailure();
    let calls = 0;
    store.failing = () => ((calls += 1) === nth ? failure : null);
    const long = store.writeLong('a');
    await long.write('1');
    await long.write('2');
    expect(await long.end()).toEqual(failure);
    expect(store.records.size).toBe(0);
  });

  it('reads by lines, until one has enough', async () => {
    const store = new MemoryEvidenceStore();
    await store.putOnce('a', '1\n2\n3');
    const lines: string[] = [];
    expect(await store.readLines('a', (line) => lines.push(line) > 0)).toEqual({ state: 'known', value: null });
    expect(await store.readLines('a', (line) => lines.push(line) < 5)).toEqual({ state: 'known', value: null });
    expect(lines).toEqual(['1', '2', '3', '1', '2']);
    expect(await store.readLines('b', () => true)).toEqual({ state: 'absent' });
    const failure = aFailure();
    store.failing = () => failure;
    expect(await store.readLines('a', () => true)).toEqual({ state: 'unknown', failure });
  });

  it('reads no line that is too long', async () => {
    const store = new MemoryEvidenceStore();
    await store.putOnce('a', 'a'.repeat(LONGEST_LINE + 1));
    expect(await store.readLines('a', () => true)).toMatchObject({ state: 'unknown', failure: { kind: 'too-large' } });
  });
});

it('a clock stands still until it is moved', () => {
  const clock = new MemoryClock('2026-11-20T23:55:00.000Z');
  clock.advance(60_000);
  expect([clock.now().toISOString(), clock.now().toISOString()]).toEqual([
    '2026-11-20T23:56:00.000Z',
    '2026-11-20T23:56:00.000Z',
  ]);
});

it('the unbounded pace starts everything at once', async () => {
  const started: number[] = [];
  const waiting = [1, 2, 3].map((each) => unboundedPace.run(async () => started.push(each)));
  expect(started).toEqual([1, 2, 3]);
  expect(await Promise.all(waiting)).toEqual([1, 2, 3]);
});

describe('an organization in memory', () => {
  const snapshot = {
    id: 'o-memory0001',
    managementAccountId: '111111111111',
    rootId: 'r-memo',
    organizationalUnits: [],
    accounts: [],
  };
  const open = new MemoryAccount([], []);
  const organization = new MemoryOrganization(snapshot, new Map([['222222222222', open]]));

  it('shows itself whole, or not at all', async () => {
    expect(await organization.snapshot()).toEqual({ state: 'known', value: snapshot });
    const denied = new MemoryOrganization(snapshot, new Map());
    denied.failing = (operation) => aFailure({ operation });
    expect(await denied.snapshot()).toMatchObject({
      state: 'unknown',
      failure: { operation: 'organizations:ListAccounts' },
    });
  });

  it('opens the accounts that let us in, and no other', async () => {
    expect(await organization.open('222222222222')).toEqual({ state: 'known', value: open });
    expect(await organization.open('333333333333')).toMatchObject({
      state: 'unknown',
      failure: { kind: 'access-denied' },
    });
  });
});

describe('stack instances in memory', () => {
  it('are those that somebody put there, or none', async () => {
    const instances = new MemoryStackInstances(new Map([['222222222222', 'CURRENT']]));
    expect(await instances.read()).toEqual({ state: 'known', value: new Map([['222222222222', 'CURRENT']]) });
    instances.statuses = null;
    expect(await instances.read()).toEqual({ state: 'absent' });
  });

  it('fail where they are told to', async () => {
    const instances = new MemoryStackInstances(new Map());
    const failure = aFailure();
    instances.failing = () => failure;
    expect(await instances.read()).toEqual({ state: 'unknown', failure });
  });
});
