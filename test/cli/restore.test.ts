import { conclude } from '@keysweep/aggregator';
import { restoredKeySchema } from '@keysweep/core';
import { parse } from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deactivateFirst, PROD, smallOrganization } from '../flow/small-organization.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { rollOutProbe } from '../probe-stack-set.ts';
import { ACCOUNT_ROLE, openDesk, type Desk } from './from-here.ts';

const config = {
  ...deactivateFirst,
  policies: { weekly: { ...deactivateFirst.policies.weekly, schedule: 'cron(0 6 1 1 ? 2099)' } },
};
const THROUGH = ['--role-name', ACCOUNT_ROLE];

let stage: Stage;
let desk: Desk;
let keyId: string;
beforeEach(async () => {
  stage = await setStage({ organization: smallOrganization(), config, isRolledOut: true });
  await rollOutProbe(stage.organization);
  desk = await openDesk(stage.organization, config);
  const run = await stage.sweep();
  await conclude(run, new Date(), { hashed: stage.hashed, centre: stage.newCentre(), outlets: null });
  [keyId = ''] = stage.keysOf(PROD, 'alice');
  stage.organization.journal.clear();
});
afterEach(() => desk.close());

const inProd = () => stage.organization.credentials({ roleArn: `arn:aws:iam::${PROD}:role/${ACCOUNT_ROLE}` });
const statusOf = (id: string) =>
  stage.organization.accessKeys(PROD, 'alice').find(({ accessKeyId }) => accessKeyId === id)?.status;
const changes = (): number => stage.organization.journal.count({ operation: 'iam:UpdateAccessKey', outcome: 'ok' });
const restore = (...args: string[]): string[] => ['restore', keyId, '--yes', ...args];

describe('keysweep restore', () => {
  it('tells the story, makes the key active, looks, and says when it goes again', async () => {
    expect(statusOf(keyId)).toBe('Inactive');
    const { status, stdout, stderr } = await desk.run(restore(...THROUGH));
    expect(status, stderr).toBe(0);
    expect(stdout).toBe(`The key ${keyId} of alice is active again.\n`);
    expect(stderr.replaceAll(/\d{8}T\d{6}Z/g, '<run>').replaceAll(/\d+ days old/g, '<age> old')).toBe(
      `You are arn:aws:sts::222222222222:assumed-role/OrganizationAccountAccessRole/keysweep-restore.
The key ${keyId} of alice in Prod (222222222222) is Inactive, <age> old.
The run <run> of weekly left it deactivated (deactivate: the policy deletes it after its days of being inactive).
The next run of weekly, due 1 Jan 2099, 06:00 UTC, takes it away again, unless the user is exempt by then: tag keysweep-exempt with why, and keysweep-exempt-until for how long.
`,
    );
    expect(statusOf(keyId)).toBe('Active');
    const again = await desk.run(restore(...THROUGH, '--output', 'json'));
    expect(parse(restoredKeySchema, JSON.parse(again.stdout))).toMatchObject({ before: 'Active', changed: false });
    expect(changes()).toBe(1);
  });

  it('the next run takes it away again, and starts its days anew', async () => {
    await desk.run(restore(...THROUGH));
    const ended = await stage.sweep({ due: new Date(Date.now() + 2000) });
    expect(ended).toMatchObject({ state: 'finished', revocations: 1 });
    expect(statusOf(keyId)).toBe('Inactive');
  });

  it('needs neither centre nor configuration in one’s own account, where the user is named', async () => {
    const { status, stdout, stderr } = await desk.run(
      restore('--user', 'alice', '-c', 'none.yaml', '--output', 'json', '--quiet'),
      inProd(),
    );
    expect(status, stderr).toBe(0);
    expect(parse(restoredKeySchema, JSON.parse(stdout))).toEqual({
      schema: 'keysweep/cli-restore/1',
      accountId: PROD,
      userName: 'alice',
      accessKeyId: keyId,
      before: 'Inactive',
      now: 'Active',
      changed: true,
      policy: null,
      nextDue: null,
    });
    expect(stderr).toContain('The next run of its policy takes it away again');
  });

  it('goes on without records that cannot be read, and says so', async () => {
    const { status, stderr } = await desk.run(restore('--user', 'alice', '--bucket', stage.bucket), inProd());
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('warning  the records of the centre say nothing of the key: the evidence bucket');
    expect(statusOf(keyId)).toBe('Active');
  });

  it('takes a lost answer for what it was', { timeout: 60_000 }, async () => {
    stage.organization.faults.add({ operation: 'iam:UpdateAccessKey', kind: 'drop-answer' });
    const { status, stderr } = await desk.run(restore('--user', 'alice'), inProd());
    expect(status, stderr).toBe(0);
    expect(statusOf(keyId)).toBe('Active');
  });
});

describe('keysweep restore, where that cannot be', () => {
  const deny = (operation: `${string}:${string}`): void =>
    void stage.organization.faults.add({ operation, kind: 'AccessDenied' });
  it.each<[string, () => string[], () => void, number, string]>([
    ['without a yes', () => ['restore', keyId], () => undefined, 64, 'no key is given back without a yes'],
    ['of no key', () => ['restore', '****ABCD', '--yes'], () => undefined, 64, 'is not the id of an access key'],
    ['of nobody’s', () => restore('-c', 'none.yaml', ...THROUGH), () => undefined, 64, 'name the user with --user'],
    ['in another account', () => restore(), () => undefined, 64, 'or name a role there with --role-name'],
    [
      'that was deleted',
      () => restore(...THROUGH),
      () => stage.organization.deleteAccessKey({ accountId: PROD, userName: 'alice' }, keyId),
      1,
      'error key-gone  alice has no key',
    ],
    ['of a user who is gone', () => restore(...THROUGH, '--user', 'nobody'), () => undefined, 1, 'aws sso login'],
    [
      'that is neither active nor inactive',
      () => restore(...THROUGH),
      () => stage.organization.setKeyStatus({ accountId: PROD, userName: 'alice' }, keyId, 'Expired'),
      1,
      'the key is Expired, and only an inactive one can be given back',
    ],
    [
      'through a role that does not open',
      () => restore('--role-name', 'keysweep-audit'),
      () => undefined,
      1,
      'the role keysweep-audit does not open 222222222222: sts:AssumeRole: AccessDenied',
    ],
    [
      'that cannot be read',
      () => restore(...THROUGH),
      () => deny('iam:ListAccessKeys'),
      1,
      'the keys of alice could not be read: iam:ListAccessKeys: AccessDenied',
    ],
    [
      'that may not be changed',
      () => restore(...THROUGH),
      () => deny('iam:UpdateAccessKey'),
      1,
      'the key is not seen to be active: iam:UpdateAccessKey: AccessDenied',
    ],
    [
      'of an account that AWS does not say',
      () => restore('--user', 'alice', '-c', 'none.yaml', ...THROUGH),
      () => deny('sts:GetAccessKeyInfo'),
      1,
      'AWS did not say which account the key is of',
    ],
  ])('%s', async (_, args, trouble, code, words) => {
    trouble();
    const { status, stdout, stderr } = await desk.run(args());
    expect(status, stderr).toBe(code);
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(changes()).toBe(0);
  });

  it('is looked for in the account that AWS names, not in the caller’s', async () => {
    expect((await desk.run(restore('-c', 'none.yaml', '--user', 'alice'))).stderr).toContain(
      `the key is in ${PROD}, and these are credentials of ${MANAGEMENT}`,
    );
  });
});
