import { afterEach, describe, expect, it } from 'vitest';
import type { FaultKind } from '@keysweep/local-organization';
import { rollOutProbe } from '../probe-stack-set.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { EVERY_FAULT } from './every-fault.ts';
import { deactivateFirst, deleteEverything, PROD, smallOrganization, UNTOUCHABLE } from './small-organization.ts';

interface Read {
  readonly operation: string;
  readonly accountId?: string;
  readonly matches?: (input: Record<string, unknown>) => boolean;
  /** Users whose keys this fact is needed for: they must keep them. */
  readonly concerns: readonly string[];
}

const of = (member: string, value: string) => (input: Record<string, unknown>) => input[member] === value;
const underKey = (part: string) => (input: Record<string, unknown>) =>
  JSON.stringify(input['Key'] ?? '').includes(part);
const ALL = ['alice', 'bob', 'carol', 'glass', 'ci', 'robot'];

/** Every read of a sweep on which a decision of the agent in Prod rests. */
const READS: Record<string, Read> = {
  'users, groups and tags': { operation: 'iam:GetAccountAuthorizationDetails', accountId: PROD, concerns: ALL },
  'the exempt group': {
    operation: 'iam:GetGroup',
    accountId: PROD,
    matches: of('GroupName', 'BreakGlass'),
    concerns: ALL,
  },
  'a configured group': {
    operation: 'iam:GetGroup',
    accountId: PROD,
    matches: of('GroupName', 'Developers'),
    concerns: ['bob'],
  },
  'the keys of a user': {
    operation: 'iam:ListAccessKeys',
    accountId: PROD,
    matches: of('UserName', 'alice'),
    concerns: ['alice'],
  },
  'the credential report': { operation: 'iam:GetCredentialReport', accountId: PROD, concerns: [] },
  'the making of the report': { operation: 'iam:GenerateCredentialReport', accountId: PROD, concerns: [] },
  'the switch': { operation: 'ssm:GetParameter', accountId: MANAGEMENT, concerns: ALL },
  'the terms of the run': {
    operation: 's3:GetObject',
    accountId: MANAGEMENT,
    matches: underKey('/run.json'),
    concerns: ALL,
  },
  'the writing of the terms': {
    operation: 's3:PutObject',
    accountId: MANAGEMENT,
    matches: underKey('/run.json'),
    concerns: ALL,
  },
  'the list of accounts': {
    operation: 's3:GetObject',
    accountId: MANAGEMENT,
    matches: underKey('/accounts-1.json'),
    concerns: ALL,
  },
  'the verdict of the gate': {
    operation: 's3:GetObject',
    accountId: MANAGEMENT,
    matches: underKey('/gate-'),
    concerns: ALL,
  },
  'the stored plan': { operation: 's3:GetObject', accountId: MANAGEMENT, matches: underKey('/plans/'), concerns: ALL },
  'the writing of the plan': {
    operation: 's3:PutObject',
    accountId: MANAGEMENT,
    matches: underKey('/plans/'),
    concerns: ALL,
  },
  'the note of the attempt': {
    operation: 's3:PutObject',
    accountId: MANAGEMENT,
    matches: underKey('/attempts/'),
    concerns: ALL,
  },
  'the policy’s history': {
    operation: 's3:GetObject',
    accountId: MANAGEMENT,
    matches: underKey('history/'),
    concerns: ALL,
  },
  'the signature': { operation: 'kms:Sign', accountId: MANAGEMENT, concerns: ALL },
};

let stage: Stage;
afterEach(() => stage.organization.close());

describe.each(Object.entries(READS))('when %s cannot be read', (name, { operation, accountId, matches, concerns }) => {
  it.each(EVERY_FAULT)('(%s) no key it concerns is touched, and the account is not compliant', async (kind) => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    const before = keysByUser();
    const fault = stage.organization.faults.add({
      operation,
      kind,
      calls: 'all',
      ...(accountId === undefined ? {} : { accountId }),
      ...(matches === undefined ? {} : { matches: (input: unknown) => matches(input as Record<string, unknown>) }),
    });

    await stage.sweep().catch((error: unknown) => expect(error).toHaveProperty('code'));

    for (const user of [...concerns, ...UNTOUCHABLE]) expect(stage.keysOf(PROD, user), user).toEqual(before[user]);
    fault.remove();
    const prod = (await stage.summary()).accounts.find((account) => account.accountId === PROD);
    expect(prod?.state).not.toBe('compliant');
    expect(prod?.why, name).not.toBe('');
  });
});

describe.each(['iam:GetGroup', 'iam:GetAccountAuthorizationDetails'])(
  'when the second page of %s cannot be read',
  (operation) => {
    it.each(EVERY_FAULT)('(%s) only those whom both reads put into a group lose their keys', async (kind) => {
      const organization = smallOrganization();
      const prod = organization.accounts.find(({ id }) => id === PROD)!;
      prod.generate = { users: 1050, prefix: 'many', groups: ['Developers'], keys: 0 };
      prod.users!.push({ name: 'zoe', groups: ['Developers'], password: true, keys: [{ age: '9d' }] });
      const weekly = { ...deleteEverything.policies.weekly, minimumKeyAgeDays: 1 };
      stage = await setStage({ organization, config: { ...deleteEverything, policies: { weekly } } });
      stage.organization.faults.add({
        operation,
        accountId: PROD,
        kind,
        calls: 'all',
        matches: (input) => input['Marker'] !== undefined,
      });

      await stage.sweep();

      const summary = await stage.summary();
      expect(stage.keysOf(PROD, 'zoe')).toHaveLength(1);
      expect(stage.keysOf(PROD, 'alice')).toHaveLength(0);
      const zoe = (await stage.keys()).find(({ userName }) => userName === 'zoe');
      const rule = operation === 'iam:GetGroup' ? 'membership-disputed' : 'tags-unread';
      expect(zoe).toMatchObject({ ending: 'unknown', rule });
      expect(summary.accounts.find(({ accountId }) => accountId === PROD)?.state).toBe('unknown');
    });
  },
);

describe('when a password must be asked for and cannot be', () => {
  it.each(EVERY_FAULT)('(%s) the key stays, as unknown', async (kind) => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    stage.organization.faults.add({
      operation: 'iam:GetCredentialReport',
      accountId: PROD,
      kind: 'AccessDenied',
      calls: 'all',
    });
    stage.organization.faults.add({ operation: 'iam:GetLoginProfile', accountId: PROD, kind, calls: 'all' });

    await stage.sweep();

    for (const user of ['alice', 'bob']) expect(stage.keysOf(PROD, user).length).toBeGreaterThan(0);
    const records = (await stage.keys()).filter(({ userName }) => userName === 'alice');
    expect(records.map(({ rule }) => rule)).toEqual(['console-access-unread', 'console-access-unread']);
  });
});

describe('when the ledger cannot be read', () => {
  it.each(EVERY_FAULT)('(%s) an inactive key is not deleted, and the account is unknown', async (kind) => {
    stage = await setStage({ organization: smallOrganization(), config: deactivateFirst });
    const [bobsKey] = stage.keysOf(PROD, 'bob');
    stage.organization.faults.add({
      operation: 's3:GetObject',
      kind,
      calls: 'all',
      matches: underKey('ledger/'),
    });

    await stage.sweep();

    expect(stage.keysOf(PROD, 'bob')).toEqual([bobsKey]);
    expect((await stage.summary()).accounts.find(({ accountId }) => accountId === PROD)?.state).toBe('unknown');
  });
});

describe('when we cannot look for ourselves', () => {
  it.each(EVERY_FAULT)('(%s) the account is unreachable, whatever its agent says', async (kind) => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    stage.organization.faults.add({ operation: 'sts:AssumeRole', kind, calls: 'all' });

    await stage.sweep();

    expect((await stage.summary()).states).toMatchObject({ unreachable: 2, compliant: 0 });
  });
});

describe('when the stack instances cannot be read', () => {
  const setUp = async (kind: FaultKind): Promise<void> => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything, isRolledOut: true });
    await rollOutProbe(stage.organization);
    stage.organization.faults.add({ operation: 'cloudformation:ListStackInstances', kind, calls: 'all' });
  };

  it.each(EVERY_FAULT)(
    '(%s) nothing is concluded of an account that was not swept, and no key is touched',
    async (kind) => {
      await setUp(kind);
      const before = keysByUser();
      stage.organization.journal.clear();

      const summary = await stage.summary();

      expect(keysByUser()).toEqual(before);
      expect(stage.organization.journal.entries().filter(({ service }) => service === 'iam')).toEqual([]);
      expect(summary).toMatchObject({ verdict: 'coverage-incomplete', states: { unknown: 2, pending: 0 } });
      expect(summary.attention).toContainEqual(expect.objectContaining({ code: 'instances-unread', severity: 'act' }));
    },
  );

  it('an account is judged by its report, where its agent answered', async () => {
    await setUp('AccessDenied');

    await stage.sweep();

    const summary = await stage.summary();
    expect(summary.states).toMatchObject({ compliant: 2, unknown: 0 });
    expect(summary.attention.map(({ code }) => code)).toContain('instances-unread');
  });

  it('an account whose instance is not current is not deployed, whatever its report says', async () => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    stage.stackInstances.statuses = new Map([[PROD, 'OUTDATED']]);

    await stage.sweep();

    expect((await stage.summary()).states).toMatchObject({ 'not-deployed': 2, compliant: 0 });
  });
});

function keysByUser(): Record<string, string[]> {
  return Object.fromEntries(ALL.map((user) => [user, stage.keysOf(PROD, user)]));
}
