import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lambdaAgent } from '@keysweep/aws';
import { runIdOf, type SignedOrder } from '@keysweep/core';
import { readStandaloneEnvironment } from '@keysweep/revoker';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PARAMETERS, setSoleAccount, type SoleAccount } from './own-account.ts';
import { PROD, UNTOUCHABLE } from './small-organization.ts';

const due = new Date();
const bundleOf = (name: string): string =>
  fileURLToPath(new URL(`../../apps/revoker/dist/${name}.cjs`, import.meta.url));

describe('the parameters of the stack', () => {
  it('are the rules of its one policy', () => {
    const { rules, configHash } = readStandaloneEnvironment({ ...PARAMETERS, KEYSWEEP_EXEMPT_USERS: 'ann, bob,' });
    expect(rules).toEqual({
      groups: ['Developers', 'Administrators'],
      action: 'delete',
      deleteAfterInactiveDays: 0,
      minimumKeyAgeDays: 0,
      exempt: {
        groups: [{ name: 'BreakGlass', optional: false }],
        users: ['ann', 'bob'].map((name) => ({ name, reason: 'a parameter of the stack', owner: null })),
      },
      requireConsoleAccess: true,
      maximumRevocations: 100,
      timezone: 'Europe/London',
    });
    expect(readStandaloneEnvironment(PARAMETERS).configHash).not.toBe(configHash);
  });

  it.each([
    ['KEYSWEEP_GROUPS', ['', 'two words', '/path']],
    ['KEYSWEEP_ACTION', ['', 'remove', 'Delete']],
    ['KEYSWEEP_DELETE_AFTER_INACTIVE_DAYS', ['', '-1', '1.5', 'seven', '1e3']],
    ['KEYSWEEP_MINIMUM_KEY_AGE_DAYS', ['', ' ', '0x1']],
    ['KEYSWEEP_REQUIRE_CONSOLE_ACCESS', ['', 'no', 'constructor']],
    ['KEYSWEEP_MAXIMUM_REVOCATIONS', ['', 'all', '1000000']],
    ['KEYSWEEP_EXEMPT_USERS', ['a b', 'ann;bob']],
    ['KEYSWEEP_TIMEZONE', ['', 'Europe London', 'Mars/Olympus']],
    ['KEYSWEEP_BUCKET', ['', ' ']],
  ])('%s is refused where it is not what it should be, and nothing is guessed', (name, wrong) => {
    for (const value of wrong)
      expect(() => readStandaloneEnvironment({ ...PARAMETERS, [name]: value }), value).toThrow(name);
  });
});

describe('the built bundle', () => {
  let sole: SoleAccount;
  beforeEach(() => {
    sole = setSoleAccount();
  });
  afterEach(() => sole.organization.close());

  const invoke = (event: unknown) => {
    const credentials = sole.organization.credentials({
      roleArn: `arn:aws:iam::${PROD}:role/OrganizationAccountAccessRole`,
    });
    const connection = { region: 'us-east-1', requestHandler: sole.organization.requestHandler(), credentials };
    return lambdaAgent(connection, { functionName: 'keysweep-standalone' }).ask(PROD, event as SignedOrder);
  };

  it('does the job in a process of its own, and logs a line for each key and one for the run', async () => {
    await sole.deploy(bundleOf('standalone'));

    const answer = await invoke({ scheduledTime: due.toISOString() });

    expect(answer).toMatchObject({ state: 'answered', body: { runId: runIdOf(due), outcomes: { deleted: 3 } } });
    expect(sole.keysOf('alice')).toEqual([]);
    for (const name of UNTOUCHABLE) expect(sole.keysOf(name), name).toHaveLength(1);
    const lines = sole.organization.functionLogs(PROD, 'keysweep-standalone');
    expect(lines.filter((line) => line.includes('"access-key"'))).toHaveLength(3);
    expect(lines.filter((line) => line.includes('"event":"run"'))).toHaveLength(1);
  });

  it.each([{}, null, { scheduledTime: 'tomorrow' }, { scheduledTime: 1 }])('does nothing for %j', async (event) => {
    await sole.deploy(bundleOf('standalone'));
    expect(await invoke(event)).toMatchObject({ state: 'lost', failure: { code: 'KeysweepError' } });
    expect(sole.organization.journal.count({ operation: 'iam:DeleteAccessKey' })).toBe(0);
  });

  it('brings nothing of the SDK but IAM and S3; the agent of an organization has nothing of it', () => {
    const required = (name: string) =>
      [...readFileSync(bundleOf(name), 'utf8').matchAll(/require\(['"]([^'"]+)['"]\)/g)].map(([, module]) => module);
    expect([...new Set(required('standalone'))].sort()).toEqual([
      '@aws-sdk/client-iam',
      '@aws-sdk/client-s3',
      'node:crypto',
    ]);
    expect([...new Set(required('revoker'))].sort()).toEqual(['@aws-sdk/client-iam', 'node:crypto']);
    expect(readFileSync(bundleOf('revoker'), 'utf8')).not.toContain('scheduledTime');
    expect(readFileSync(bundleOf('standalone'), 'utf8').length).toBeLessThan(40_000);
  });
});
