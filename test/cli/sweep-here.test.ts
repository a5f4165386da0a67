import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sweptHereSchema } from '@keysweep/core';
import { LocalOrganization, type IssuedCredentials } from '@keysweep/local-organization';
import { parse } from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deactivateFirst, deleteEverything, PROD, smallOrganization } from '../flow/small-organization.ts';
import { openDesk, type Desk } from './from-here.ts';

const HERE = ['sweep', '--here', '--groups', 'Developers,Administrators', '--yes'];
const DELETE = [...HERE, '--action', 'delete'];
const OUT = `keysweep-here-${PROD}`;

let desk: Desk;
/** Somebody of the account with a key of her own, a member of the groups that are swept. */
let abby: IssuedCredentials;
beforeEach(async () => {
  const organization = LocalOrganization.fromDescription(smallOrganization());
  organization.addUser(PROD, {
    name: 'abby',
    groups: ['Developers'],
    password: true,
    keys: [{ age: '9d' }],
    allows: ['iam:*'],
  });
  desk = await openDesk(organization, deleteEverything);
  abby = organization.credentials({ accountId: PROD, userName: 'abby' });
});
afterEach(() => desk.close());

const keysOf = (userName: string) => desk.organization.accessKeys(PROD, userName);
const statuses = (userName: string): string[] => keysOf(userName).map(({ status }) => status);
const admin = (): IssuedCredentials =>
  desk.organization.credentials({ roleArn: `arn:aws:iam::${PROD}:role/OrganizationAccountAccessRole` });
const masked = (text: string): string =>
  text.replaceAll(/\*{4}\w{4}/g, '****KEYS').replaceAll(/20\d{6}T\d{6}Z/g, '<run>');
const deleted = (): string[] =>
  desk.organization.journal.entries('iam:DeleteAccessKey').map(({ input }) => String(input['UserName']));

describe('keysweep sweep --here', () => {
  it('deletes what it has shown, one’s own key last, and keeps the evidence', async () => {
    const { status, stdout, stderr } = await desk.run(DELETE, abby);
    expect(status, stderr).toBe(0);
    expect(masked(stderr)).toContain(`The plan for ${PROD}: to delete keys of Developers, Administrators.
Nobody is exempt but whom the tag keysweep-exempt or keysweep-exempt-until says.
  delete: the policy deletes keys of this group
  - ****KEYS  abby   `);
    expect(stderr).toContain('exempt: the user carries the tag keysweep-exempt');
    expect(masked(stderr)).toContain('Your own key ****KEYS is among them: it goes last');
    expect(masked(stdout)).toMatch(/^ {2}deleted {2}\*{4}KEYS {2}alice {2}seen to be so$/m);
    expect(masked(stdout)).toMatch(/^ {2}deleted {2}\*{4}KEYS {2}abby {3}nobody could look again$/m);
    expect(stdout).toContain('5 keys: 5 deleted.');
    expect([keysOf('alice'), keysOf('bob'), keysOf('abby')]).toEqual([[], [], []]);
    expect(deleted().at(-1)).toBe('abby');
    for (const name of ['carol', 'ci', 'robot']) expect(keysOf(name)).toHaveLength(1);
    const folder = join(desk.folder, OUT, 'evidence/runs/policy=standalone');
    const [run = ''] = readdirSync(folder);
    expect(readdirSync(join(folder, run)).sort()).toEqual(['attempts', 'outcomes', 'plans']);
  });

  it('deactivates unless it is asked to delete, prints JSON by its schema, and is done the second time', async () => {
    const first = await desk.run([...HERE, '--output', 'json', '--quiet', '--out', 'kept'], admin());
    expect(first.status, first.stderr).toBe(0);
    const swept = parse(sweptHereSchema, JSON.parse(first.stdout));
    expect(swept.plan).toMatchObject({ action: 'deactivate', accountId: PROD });
    expect(swept.answer).toMatchObject({ complete: true });
    expect([statuses('alice'), statuses('abby'), statuses('carol')]).toEqual([
      ['Inactive', 'Inactive'],
      ['Inactive'],
      ['Active'],
    ]);
    const second = await desk.run([...HERE, '--output', 'json', '--out', 'kept'], admin());
    expect(second.status, second.stderr).toBe(0);
    expect(parse(sweptHereSchema, JSON.parse(second.stdout)).answer).toBeNull();
    expect(existsSync(join(desk.folder, 'kept/evidence/ledger', `account=${PROD}.json`))).toBe(true);
  });

  it('goes by a policy of a configuration, with its exemptions and its days', async () => {
    const config = join(desk.folder, 'days.yaml');
    writeFileSync(config, JSON.stringify(deactivateFirst));
    const { status, stderr } = await desk.run(
      ['sweep', '--here', '--yes', '-c', config, '--policy', 'weekly'],
      admin(),
    );
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('deactivate: the policy deletes it after its days of being inactive');
    expect(statuses('glass')).toEqual(['Active']);
    expect(statuses('alice')).toEqual(['Inactive', 'Inactive']);
  });

  it('spares what no longer holds by the time it acts, and says what moved', async () => {
    let calls = 0;
    desk.organization.faults.add({
      operation: 'iam:GetAccountAuthorizationDetails',
      kind: 'delay',
      matches: () => {
        // The second time is after the yes.
        calls += 1;
        if (calls === 2)
          desk.organization.tagUser({ accountId: PROD, userName: 'alice' }, { 'keysweep-exempt': 'she called' });
        return true;
      },
    });
    const { status, stdout, stderr } = await desk.run(DELETE, admin());
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^ {2}refused {2}\*{4}\w{4} {2}alice {2}the user is exempt now \(exempt-tag\)$/m);
    expect(keysOf('alice')).toHaveLength(2);
    expect(keysOf('bob')).toEqual([]);
  });

  it('ends with 1 where keys are left, keeps its own key, and says how to go on', async () => {
    desk.organization.faults.add({
      operation: 'iam:DeleteAccessKey',
      kind: 'AccessDenied',
      matches: ({ UserName: name }) => name === 'bob',
    });
    const { status, stderr } = await desk.run(DELETE, abby);
    expect(status, stderr).toBe(1);
    expect(masked(stderr)).toContain('error run-incomplete  the run <run> is not done: keys are left');
    expect(stderr).toContain('hint: the same command plans anew');
    expect(stderr).toMatch(
      /^ {2}failed +\*{4}\w{4} {2}bob +IAM did not confirm the change: iam:DeleteAccessKey: AccessDenied$/m,
    );
    expect(statuses('abby')).toEqual(['Active']);
    expect(keysOf('alice')).toEqual([]);
  });

  it('ends with 4 where something could not be read, and touches nothing in doubt', async () => {
    desk.organization.faults.add({
      operation: 'iam:ListAccessKeys',
      kind: 'AccessDenied',
      matches: ({ UserName: name }) => name === 'alice',
    });
    const { status, stderr } = await desk.run(DELETE, admin());
    expect(status, stderr).toBe(4);
    expect(stderr).toContain('iam:ListAccessKeys: AccessDenied');
    expect(keysOf('alice')).toHaveLength(2);
    expect(keysOf('bob')).toEqual([]);
  });

  it('ends with 5 where the account is refused as a whole', async () => {
    const config = join(desk.folder, 'low.yaml');
    const weekly = { ...deleteEverything.policies.weekly, maximumRevocations: 2 };
    writeFileSync(config, JSON.stringify({ ...deleteEverything, policies: { weekly } }));
    const { status, stderr } = await desk.run(['sweep', '--here', '--yes', '-c', config], admin());
    expect(status, stderr).toBe(5);
    expect(stderr).toContain('refused as a whole: 4 revocations planned, at most 2 allowed');
    expect(deleted()).toEqual([]);
  });
});

describe('keysweep sweep --here, where that cannot be', () => {
  it.each<[string, string[], number, string]>([
    ['without a yes', HERE.slice(0, -1), 64, 'nothing is revoked without a yes, and there is no terminal to ask at'],
    ['of no group', ['sweep', '--here', '--groups', ' ,', '--yes'], 64, '--groups: '],
    ['of a name that is none', ['sweep', '--here', '--groups', 'two words', '--yes'], 64, '--groups: '],
    ['of another action', [...HERE, '--action', 'drop'], 64, 'Allowed choices are deactivate, delete'],
    ['with what belongs elsewhere', [...HERE, '--no-follow'], 64, '--follow means nothing here'],
    ['of no configuration', ['sweep', '--here', '--yes', '-c', 'none.yaml'], 78, 'none.yaml'],
  ])('%s', async (_, args, code, words) => {
    const { status, stderr } = await desk.run(args, abby);
    expect(status, stderr).toBe(code);
    expect(stderr).toContain(words);
    expect(desk.writes()).toEqual([]);
  });

  it('has no credentials, it ends with 1', async () => {
    const { status, stderr } = await desk.run(HERE, null);
    expect(status).toBe(1);
    expect(stderr).toContain('error caller-unknown');
  });

  it('cannot keep its evidence, it revokes nothing', async () => {
    const { status, stderr } = await desk.run([...DELETE, '--out', 'keysweep.yaml'], abby);
    expect(status).toBe(64);
    expect(stderr).toContain('keysweep.yaml cannot be written to');
    expect(deleted()).toEqual([]);
  });
});
