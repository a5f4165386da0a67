import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalOrganization } from '@keysweep/local-organization';
import { afterEach, describe, expect, it } from 'vitest';
import { DEV, PROD, smallOrganization } from '../flow/small-organization.ts';
import { EXAMPLE_ORGANIZATION, writeOrganization } from './example-input.ts';
import { ACCOUNT_ROLE, openDesk, type Desk } from './from-here.ts';

const INIT = ['init', '-o', 'new.yaml'];

let desk: Desk;
afterEach(() => desk.close());

async function sitDown(organization = LocalOrganization.fromDescription(smallOrganization())) {
  desk = await openDesk(organization, {});
  return organization;
}
const written = (file = 'new.yaml'): string => readFileSync(join(desk.folder, file), 'utf8');

describe('keysweep init', () => {
  it('through a role, writes what there is in the example, and the file is valid', async () => {
    await sitDown(await LocalOrganization.fromFile(EXAMPLE_ORGANIZATION));
    const { status, stdout, stderr } = await desk.run([...INIT, '--role-name', ACCOUNT_ROLE]);
    expect({ status, stdout }, stderr).toEqual({ status: 0, stdout: '' });
    await expect(written()).toMatchFileSnapshot('init-example.golden.txt');
    expect(stderr).toContain('o-example1234 has 14 accounts and 9 OUs. It has 3 groups in 13 accounts.');
    expect(stderr).toContain(`Next: keysweep plan -c new.yaml --role-name ${ACCOUNT_ROLE}`);
    expect(desk.writes()).toEqual([]);
    const checked = await desk.run(['validate', '-c', 'new.yaml', '--live']);
    expect(checked.status, checked.stderr).toBe(0);
    expect(checked.stderr).not.toContain('warning');
  });

  it('puts a schema beside the file, and leaves one that is there', async () => {
    await sitDown();
    await desk.run(INIT);
    const [modeline = ''] = written().split('\n');
    expect(modeline).toBe('# yaml-language-server: $schema=./keysweep.schema.json');
    expect(JSON.parse(written('keysweep.schema.json'))).toHaveProperty('properties.policies');
    writeFileSync(join(desk.folder, 'keysweep.schema.json'), '{}');
    const { stderr } = await desk.run(['init', '-o', 'other.yaml']);
    expect(stderr).toContain('left what there was as keysweep.schema.json');
    expect(written('keysweep.schema.json')).toBe('{}');
  });

  it('tells people’s groups from machines’, and from those that nobody is in', async () => {
    await sitDown();
    await desk.run([...INIT, '--role-name', ACCOUNT_ROLE]);
    const text = written();
    expect(text).toContain('      - Developers # 2 accounts, 5 members, 4 can sign in with a password');
    expect(text).toContain(
      '      # Nobody in these can sign in with a password: machines?\n      # - Robots # 1 account',
    );
  });

  it('without a role, does not look for groups and says so', async () => {
    const organization = await sitDown();
    const { status, stderr } = await desk.run(INIT);
    expect(status).toBe(0);
    expect(organization.journal.count('iam:*')).toBe(0);
    expect(stderr).toContain('Groups were not looked up: name a role');
    expect(stderr).toContain('Next: keysweep validate -c new.yaml --live');
    expect(written()).toContain('# Nobody has looked which groups there are: these are an example. Change them.');
    expect((await desk.run(['validate', '-c', 'new.yaml', '--live'])).status).toBe(0);
  });

  it('takes a snapshot, and asks no account of AWS', async () => {
    await sitDown();
    await writeOrganization(desk.folder);
    const { status, stderr } = await desk.run([...INIT, '--organization', 'organization.json'], null);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('Next: keysweep validate -c new.yaml --organization organization.json');
    const checked = await desk.run(['validate', '-c', 'new.yaml', '--organization', 'organization.json'], null);
    expect(checked.status, checked.stderr).toBe(0);
    const both = await desk.run([...INIT, '--organization', 'organization.json', '--role-name', 'x']);
    expect(both.status).toBe(64);
  });

  it('says in the file and beside it what could not be read', async () => {
    const organization = await sitDown();
    organization.deleteRole(DEV, ACCOUNT_ROLE);
    organization.faults.add({ operation: 'iam:GetCredentialReport', accountId: PROD, kind: 'AccessDenied' });
    const { status, stderr } = await desk.run([...INIT, '--role-name', ACCOUNT_ROLE]);
    expect(status).toBe(0);
    expect(stderr).toContain('2 accounts could not be read, or not in full: the file names them.');
    expect(written()).toContain(`#   Dev (${DEV}): sts:AssumeRole: AccessDenied`);
    expect(written()).toContain(`#   Prod (${PROD}): iam:GetCredentialReport: AccessDenied`);
    expect(written()).toContain('# Whether anybody in these can sign in with a password is not known:');
    expect(written()).toContain('No group was found in which anybody can sign in with a password');
    expect((await desk.run(['validate', '-c', 'new.yaml'])).status).toBe(0);
  });

  it('writes over nothing', async () => {
    const organization = await sitDown();
    writeFileSync(join(desk.folder, 'new.yaml'), 'mine');
    const { status, stderr } = await desk.run(INIT);
    expect(status).toBe(64);
    expect(stderr).toContain('new.yaml is there already, and is not written over');
    expect(stderr).toContain('hint: name another file with -o');
    expect(written()).toBe('mine');
    expect(organization.journal.count('*')).toBe(0);
    expect((await desk.run(['init', '-o', 'no/such/folder/new.yaml'])).status).toBe(64);
  });

  it('told to stop, writes nothing', async () => {
    const organization = await sitDown();
    organization.faults.add({
      operation: 'iam:GetAccountAuthorizationDetails',
      kind: 'delay',
      delayMilliseconds: 60_000,
    });
    const beside = desk.start([...INIT, '--role-name', ACCOUNT_ROLE]);
    await beside.hears('looking for groups: 3 accounts');
    beside.signal('SIGINT');
    expect((await beside.ended).status).toBe(130);
    expect(readdirSync(desk.folder)).toEqual(['keysweep.yaml']);
  });
});
