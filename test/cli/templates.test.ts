import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'valibot';
import { canonicalConfig, deploymentDiffSchema, parseConfig, type OrganizationSnapshot } from '@keysweep/core';
import { EXAMPLE_ORGANIZATION, filesBelow, writeConfig, writeOrganization } from './example-input.ts';
import { runCli, runCliAt, startLocal, type CliRun } from './run-cli.ts';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keysweep-templates-'));
  writeConfig(folder);
  await writeOrganization(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The CDK's own validation takes seconds: one test has it. */
const QUICK = { CDK_VALIDATION: 'false' };
const SNAPSHOT = ['--organization', 'organization.json'];

function synth(out = 'out', environment: Readonly<Record<string, string>> = QUICK): CliRun {
  return runCli(['synth', '--config', 'keysweep.yaml', ...SNAPSHOT, '--out', out], folder, environment);
}

function diff(...more: readonly string[]): CliRun {
  return runCli(['diff', '-c', 'keysweep.yaml', ...SNAPSHOT, '--against', 'out', ...more], folder, QUICK);
}

const renamed =
  (from: string, to: string) =>
  (snapshot: OrganizationSnapshot): OrganizationSnapshot => ({
    ...snapshot,
    organizationalUnits: snapshot.organizationalUnits.map((unit) =>
      unit.name === from ? { ...unit, name: to } : unit,
    ),
  });

describe('keysweep synth', () => {
  it('writes everything, checked against CloudFormation’s schemas: paths on stdout, words on stderr', () => {
    const { status, stdout, stderr } = synth('out', {});
    expect(status, stderr).toBe(0);
    const names = [
      'member.template.json',
      'central.template.json',
      'rollout.template.json',
      'standalone.template.json',
      'parameters.json',
      'assignments.json',
      'cdk.out',
    ];
    expect(stdout.trim().split('\n')).toEqual(names.map((name) => join('out', name)));
    for (const name of names) expect(existsSync(join(folder, 'out', name))).toBe(true);
    expect(stderr).toMatch(/^The member template has \d{5} of 51,200 bytes, the central one \d+\.\n/);
  }, 60_000);

  it('gives the same bytes in an empty folder, over an earlier output, and from a snapshot in another order', async () => {
    expect(synth().status).toBe(0);
    const first = filesBelow(join(folder, 'out'));
    expect(Object.keys(first).filter((path) => path.startsWith('cdk.out/')).length).toBeGreaterThan(5);
    await writeOrganization(folder, (snapshot) => ({ ...snapshot, accounts: snapshot.accounts.toReversed() }));
    expect(synth('elsewhere').status).toBe(0);
    expect(filesBelow(join(folder, 'elsewhere'))).toEqual(first);

    writeConfig(folder, { 'groups: [Developers, Administrators]': 'groups: [Developers]' });
    expect(synth().status).toBe(0);
    expect(filesBelow(join(folder, 'out'))).not.toEqual(first);
    writeConfig(folder);
    expect(synth().status).toBe(0);
    // The asset of the configuration in between is gone.
    expect(filesBelow(join(folder, 'out'))).toEqual(first);
  });

  it('says the hash of the text that the central functions carry', () => {
    const { stderr } = synth();
    const archive = Object.keys(filesBelow(join(folder, 'out'))).find((path) => path.endsWith('.zip'));
    const text = readKeysweepJson(readFileSync(join(folder, 'out', archive ?? '')));
    const hash = createHash('sha256').update(text).digest('hex');
    expect(stderr).toContain(`Configuration ${hash.slice(0, 12)}.`);
    // As the functions read it: the hash that stands in every plan and report is that of the same text.
    const parsed = parseConfig(JSON.parse(text));
    expect(parsed.ok && canonicalConfig(parsed.config)).toBe(text);
    expect(text).not.toContain('/Workloads/Prod');
    expect(runCli(['validate', ...SNAPSHOT], folder).stderr).toContain(`Configuration ${hash.slice(0, 12)}.`);
  });

  it('writes nothing and leaves what is there when anything is wrong', () => {
    expect(synth().status).toBe(0);
    const before = filesBelow(folder);
    writeConfig(folder, { 'action: delete': 'action: explode' });
    const { status, stdout } = synth();
    expect({ status, stdout }).toEqual({ status: 78, stdout: '' });
    writeConfig(folder);
    expect(filesBelow(folder)).toEqual(before);
  });

  it('does not touch a folder with other things in it', () => {
    mkdirSync(join(folder, 'work'));
    writeFileSync(join(folder, 'work', 'notes.txt'), 'mine');
    const { status, stderr } = synth('work');
    expect(status).toBe(64);
    expect(stderr).toContain('error usage  work holds notes.txt, which synth did not write');
    expect(synth('.').status).toBe(64);
  });

  it.skipIf(process.getuid?.() === 0)('says that it may not write there', () => {
    chmodSync(folder, 0o500);
    const { status, stderr } = synth();
    chmodSync(folder, 0o700);
    expect(status).toBe(64);
    expect(stderr).toContain('out cannot be written to');
  });
});

describe('mistakes caught at synth', () => {
  const fifty = (count: number): string => Array.from({ length: count }, (_, each) => `/Unit${each}`).join(', ');
  it.each<[string, Readonly<Record<string, string>>, string, string]>([
    [
      'an unknown OU',
      { '  /Sandbox:': '  /Sandbx:' },
      'keysweep.yaml:47:3  there is no OU /Sandbx',
      'did you mean "/Sandbox"?',
    ],
    [
      'deployTo that leaves assigned OUs uncovered',
      { 'deployTo: [/]': 'deployTo: [/Workloads, /Security, /Acquired]' },
      'keysweep.yaml:58:11  leaves out /Sandbox, where 2 accounts are to be swept',
      'add "/Sandbox" or an OU above it, or assign it none',
    ],
    [
      'deployTo that names an OU that is not there',
      { 'deployTo: [/]': 'deployTo: [/, /Secruity]' },
      'keysweep.yaml:58:15  there is no OU /Secruity',
      'did you mean "/Security"?',
    ],
    [
      'a schedule that AWS would refuse',
      { 'cron(55 23 ? * FRI *)': 'cron(55 23 * * FRI *)' },
      'keysweep.yaml:15:15  "cron(55 23 * * FRI *)" has neither of day-of-month and day-of-week as "?"',
      'exactly one of the two is "?"',
    ],
    [
      'a schedule that is never due',
      { 'cron(0 6 * * ? *)': 'cron(0 6 31 2 ? *)' },
      'keysweep.yaml:61:13  "cron(0 6 31 2 ? *)" is never due',
      'no month it names has that day',
    ],
    [
      'a time zone that AWS would refuse',
      { 'timezone: Europe/London\n    action': 'timezone: Europe/Londn\n    action' },
      'keysweep.yaml:16:15  "Europe/Londn" is not a time zone',
      'an IANA name such as Europe/London, or UTC',
    ],
    [
      'more than 50 OUs in one operation',
      { 'deployTo: [/]': `deployTo: [${fifty(51)}]` },
      'keysweep.yaml:58:11  must have at most 50 entries, not 51',
      'AWS takes at most 50 in one operation',
    ],
    [
      'an excluded account that has left',
      { 'managementAccount: careful': 'excludeAccounts: ["999999999999"]\nmanagementAccount: careful' },
      'keysweep.yaml:51:19  account 999999999999 is not in the organization',
      'take it out if the account has left',
    ],
  ])('%s', (_name, changes, place, hint) => {
    writeConfig(folder, changes);
    const { status, stdout, stderr } = synth();
    expect({ status, stdout }, stderr).toEqual({ status: 78, stdout: '' });
    const line = stderr.split('\n').find((each) => each.startsWith(place));
    expect(line, stderr).toContain(hint);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('several, all at once and in the order of the file', () => {
    writeConfig(folder, { '  /Sandbox:': '  /Sandbx:', 'deployTo: [/]': 'deployTo: [/Acquired, /Nowhere]' });
    const { stderr } = synth();
    expect(stderr).toMatch(/^error config-invalid {2}\d problems\n/);
    const places = [...stderr.matchAll(/^keysweep\.yaml:(\d+):\d+ {2}/gm)].map(([, line]) => Number(line));
    expect(places.length).toBeGreaterThanOrEqual(4);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
  });

  it('an OU that was renamed since the last synth, with both ways to write it', async () => {
    expect(synth().status).toBe(0);
    await writeOrganization(folder, renamed('Prod', 'Production'));
    const { status, stderr } = synth();
    expect(status).toBe(78);
    expect(stderr).toContain(
      'keysweep.yaml:46:3  there is no OU /Workloads/Prod in the organization any more: ou-ab12-00000003 is /Workloads/Production now' +
        '  write "/Workloads/Production", or "ou-ab12-00000003", which survives renaming and moving',
    );
    for (const written of ['/Workloads/Production', 'ou-ab12-00000003']) {
      writeConfig(folder, { '  /Workloads/Prod:': `  ${written}:` });
      expect(synth(`out-${written.slice(0, 2).replace('/', '')}`).status).toBe(0);
    }
  });

  it('an OU that another has taken the path of, as a warning', async () => {
    expect(synth().status).toBe(0);
    await writeOrganization(folder, (snapshot) =>
      renamed('Swap', 'Acquired')(renamed('Acquired', 'Sandbox')(renamed('Sandbox', 'Swap')(snapshot))),
    );
    const { status, stderr } = synth();
    expect(status).toBe(0);
    expect(stderr).toContain(
      'warning  keysweep.yaml:47:3  /Sandbox is another OU than at the last synth: it is ou-ab12-00000008, and was ou-ab12-00000006, which is /Acquired now',
    );
  });

  it('a policy that is never assigned, as a warning, and so is an OU without agents that is still empty', async () => {
    await writeOrganization(folder, (snapshot) => ({
      ...snapshot,
      organizationalUnits: [
        ...snapshot.organizationalUnits,
        { id: 'ou-ab12-99999999', name: 'Empty', parentId: snapshot.rootId },
      ],
    }));
    writeConfig(folder, {
      '  /Acquired: watch ': '  /Empty: weekly\n  # ',
      'deployTo: [/]': 'deployTo: [/Workloads, /Security, /Sandbox, /Acquired]',
    });
    const { status, stderr } = synth();
    expect(status, stderr).toBe(0);
    const warnings = stderr.split('\n').filter((line) => line.startsWith('warning'));
    expect(warnings).toEqual([
      'warning  keysweep.yaml:39:3  "watch" is assigned to nothing, so it sweeps nothing  assign it to an OU, or take it out',
      'warning  keysweep.yaml:59:11  leaves out /, which is assigned weekly: an account that joins there will have no agent  add "/" or an OU above it',
      'warning  keysweep.yaml:59:11  leaves out /Empty, which is assigned weekly: an account that joins there will have no agent  add "/Empty" or an OU above it',
    ]);
  });

  it('a member template over its limit', () => {
    // The CLI as it is installed, with an agent that somebody built without minifying.
    const cli = join(folder, 'apps', 'cli');
    const of = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
    cpSync(of('apps/cli/dist'), join(cli, 'dist'), { recursive: true });
    cpSync(of('apps/cli/package.json'), join(cli, 'package.json'));
    symlinkSync(of('stacksets'), join(folder, 'stacksets'));
    writeFileSync(join(cli, 'dist', 'revoker.cjs'), `exports.handler = () => ${JSON.stringify('x'.repeat(50_000))};`);
    const { status, stderr } = runCliAt(join(cli, 'dist', 'keysweep.js'), ['synth', ...SNAPSHOT], {
      cwd: folder,
      env: QUICK,
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error internal {2}the member template has \d+ bytes of 51200\n {2}hint: .*minify/m);
    expect(existsSync(join(folder, 'keysweep-templates'))).toBe(false);
  });
});

describe('keysweep diff', () => {
  it('of a policy with another group: the aggregator’s configuration, no roll-out', async () => {
    expect(synth().status).toBe(0);
    writeConfig(folder, { 'groups: [Developers, Administrators]': 'groups: [Developers]' });
    const { status, stdout, stderr } = diff('--detailed-exitcode');
    expect(status, stderr).toBe(2);
    await expect(stdout).toMatchFileSnapshot('diff-one-group.golden.txt');
    expect(stdout).toContain('No roll-out needed');
    const found = parse(deploymentDiffSchema, JSON.parse(diff('--output', 'json').stdout));
    expect(found.aggregator).toMatchObject({ code: 'unchanged', functions: { length: 4 } });
    expect(found.rollOut.needed).toBe(false);
    expect(found.stacks.flatMap(({ resources, settings }) => [...resources, ...settings])).toEqual([]);
  });

  it('of the same configuration: nothing, with 0 either way', () => {
    expect(synth().status).toBe(0);
    const { status, stdout } = diff('--detailed-exitcode');
    expect(status).toBe(0);
    expect(stdout).toMatch(/\nNothing changes\.\n$/);
  });

  it.each([
    ['not in a pipe', {}, false],
    ['not in a pipe of CI either', { CI: 'true' }, false],
    ['in a pipe that asks for it', { FORCE_COLOR: '1' }, true],
    ['never where NO_COLOR is set', { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('is in colour: %s', (_where, environment, coloured) => {
    expect(synth().status).toBe(0);
    writeConfig(folder, { 'groups: [Developers, Administrators]': 'groups: [Developers]' });
    const args = ['diff', ...SNAPSHOT, '--against', 'out'];
    expect(runCli(args, folder, { ...QUICK, ...environment }).stdout.includes('\u001b[')).toBe(coloured);
  });

  it('of a change in everything: which stacks, who gets a roll-out, when, and who falls under what', async () => {
    expect(synth().status).toBe(0);
    writeConfig(folder, {
      'cron(55 23 ? * FRI *)': 'cron(0 22 ? * FRI *)',
      'revocations: 400': 'revocations: 500',
      '  /Sandbox: sandbox': '  /Sandbox: weekly',
    });
    await writeOrganization(folder, (snapshot) => ({
      ...snapshot,
      accounts: [
        ...snapshot.accounts.filter(({ name }) => name !== 'Mobile Dev'),
        {
          id: '999988887777',
          name: 'Hostile \u001b[2J\u202Ename',
          email: 'x@example.com',
          state: 'ACTIVE',
          parentId: 'ou-ab12-00000003',
        },
      ],
    }));
    const { status, stdout } = diff();
    expect(status).toBe(0);
    await expect(stdout).toMatchFileSnapshot('diff-everything.golden.txt');
    expect(diff().stdout).toBe(stdout);
    const found = parse(deploymentDiffSchema, JSON.parse(diff('--output', 'json').stdout));
    expect(found.rollOut).toMatchObject({ needed: true, memberTemplate: { change: 'unchanged' } });
    expect(found.schedules.map(({ name }) => name)).toEqual([
      'sweep-careful',
      'sweep-sandbox',
      'sweep-watch',
      'sweep-weekly',
    ]);
  });

  it.each<[string, (out: string) => void, string]>([
    ['there is nothing', (out) => rmSync(out, { recursive: true }), 'out/central.template.json does not exist'],
    [
      'a template is no template',
      (out) => writeFileSync(join(out, 'rollout.template.json'), '[]'),
      'out/rollout.template.json is not what synth writes',
    ],
    [
      'the assignments are of another kind',
      (out) => writeFileSync(join(out, 'assignments.json'), '{"accounts":[]}'),
      'out/assignments.json is not what synth writes',
    ],
    ['the asset is missing', (out) => rmSync(join(out, 'cdk.out'), { recursive: true }), 'does not exist'],
  ])('is refused where %s', (_name, spoil, said) => {
    expect(synth().status).toBe(0);
    spoil(join(folder, 'out'));
    const { status, stdout, stderr } = diff();
    expect({ status, stdout }).toEqual({ status: 78, stdout: '' });
    expect(stderr).toContain(said);
  });

  it('takes no other form of output', () => {
    expect(diff('--output', 'xml').status).toBe(64);
  });
});

describe('an organization read from AWS', () => {
  const NO_CREDENTIALS = { AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent' };

  it('is the same as its snapshot, for validate and synth, and the snapshot is the same every time', async () => {
    const local = await startLocal(EXAMPLE_ORGANIZATION, folder);
    try {
      const environment = { ...QUICK, ...local.exported };
      const written = runCli(['snapshot', '-o', 'organization.json'], folder, environment);
      expect(written).toMatchObject({ status: 0, stdout: '' });
      expect(written.stderr).toContain('o-example1234 has 14 accounts and 9 OUs.');
      const snapshot = readFileSync(join(folder, 'organization.json'), 'utf8');
      expect(runCli(['snapshot'], folder, environment).stdout).toBe(snapshot);
      expect(runCli(['validate', '--live'], folder, environment).stderr).toContain('fits o-example1234');

      expect(synth().status).toBe(0);
      const live = runCli(['synth', '--out', 'live'], folder, environment);
      expect(live.status, live.stderr).toBe(0);
      expect(filesBelow(join(folder, 'live'))).toEqual(filesBelow(join(folder, 'out')));

      const denied = { ...environment, AWS_ACCESS_KEY_ID: 'AKIAAAAAAAAAAAAAAAAA', AWS_SESSION_TOKEN: '' };
      const refused = runCli(['synth', '--out', 'denied'], folder, denied);
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain(
        'the organization could not be read: AWS does not take the credentials: organizations:DescribeOrganization',
      );
      expect(refused.stderr).toContain(
        'hint: name others with --profile, or give a snapshot of it with --organization',
      );
      expect(existsSync(join(folder, 'denied'))).toBe(false);
    } finally {
      await local.stop();
    }
  }, 60_000);

  it.each([['snapshot'], ['synth'], ['diff'], ['validate', '--live']])(
    '%s %s says that there are no credentials',
    (...args) => {
      const { status, stdout, stderr } = runCli(args, folder, { ...NO_CREDENTIALS, AWS_REGION: 'us-east-1' });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain('error organization-unreadable  the organization could not be read: no AWS credentials');
      expect(stderr).toContain('--profile');
    },
  );

  it('says that a profile is not there, and that a Region is missing', () => {
    const { status, stderr } = runCli(
      ['snapshot', '--profile', 'nobody', '--region', 'us-east-1'],
      folder,
      NO_CREDENTIALS,
    );
    expect(status).toBe(1);
    expect(stderr).toContain('no AWS credentials in the profile nobody');
    expect(runCli(['snapshot'], folder, NO_CREDENTIALS).stderr).toContain('no Region is set');
  });

  it.each([
    [['validate', '--live', ...SNAPSHOT], '--live means nothing here'],
    [['validate', '--profile', 'x'], '--profile means nothing here'],
    [['validate', '--region', 'us-east-1'], '--region means nothing here'],
    [['synth', '--profile', 'x', ...SNAPSHOT], '--profile means nothing beside --organization'],
  ])('%j is no command', (args, said) => {
    const { status, stderr } = runCli(args, folder);
    expect(status).toBe(64);
    expect(stderr).toContain(said);
  });
});

/** The configuration in the archive of the central functions, by the directory at the end of the zip. */
function readKeysweepJson(archive: Buffer): string {
  for (
    let at = archive.indexOf('PK\u0001\u0002', 0, 'latin1');
    at >= 0;
    at = archive.indexOf('PK\u0001\u0002', at + 1, 'latin1')
  ) {
    const name = archive.toString('utf8', at + 46, at + 46 + archive.readUInt16LE(at + 28));
    if (name !== 'keysweep.json') continue;
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    return inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(at + 20))).toString('utf8');
  }
  throw new TypeError('there is no keysweep.json in the archive');
}
