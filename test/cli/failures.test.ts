import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { LocalOrganization } from '@keysweep/local-organization';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteEverything, DEV, PROD, smallOrganization, UNTOUCHABLE } from '../flow/small-organization.ts';
import { MANAGEMENT } from '../stage.ts';
import { ACCOUNT_ROLE, openDesk, type Desk } from './from-here.ts';
import { cli, startCli, type CliRun } from './run-cli.ts';

const PLAN = ['plan', '--role-name', ACCOUNT_ROLE];
const AUDIT = ['audit', '--role-name', ACCOUNT_ROLE];
const SWEEP = ['sweep', '--from-here', '--yes', '--out', 'out'];
const DEPLOY = ['deploy', '--check'];
const SNAPSHOT = ['snapshot', '--region', 'us-east-1'];
/** Every command that begins with AWS, in the words that change nothing where there are any. */
const COMMANDS = [PLAN, AUDIT, SWEEP, DEPLOY, SNAPSHOT];
/** And every one that works with what is deployed. */
const WITH_THE_CENTRE = [
  ['summary'],
  ['explain', `alice@${PROD}`],
  ['pause', '--yes', '--reason', 'a test'],
  ['sweep', '--policy', 'weekly', '--yes'],
];
const OPERATOR = `arn:aws:iam::${MANAGEMENT}:role/operator` as const;
const MINUTE = 60_000;

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk(LocalOrganization.fromDescription(smallOrganization()), deleteEverything);
});
afterEach(() => desk.close());

/** How often AWS is asked again is the SDK's business, and takes its time. */
function hurried(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { ...desk.environment(), AWS_MAX_ATTEMPTS: '1', ...more };
}

/** Runs the CLI as a line of a shell, in which `keysweep` is the built one. */
async function inShell(line: string): Promise<CliRun> {
  const script = `keysweep() { "$node" "$cli" "$@"; }\n${line}`;
  const env = { ...desk.environment(), node: process.execPath, cli };
  const child = spawn('bash', ['-c', script], { cwd: desk.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout, stderr };
}

const errorsIn = (stderr: string): string[] => stderr.match(/^error .*$/gm) ?? [];
const keysOf = (accountId: string, userName: string) => desk.organization.accessKeys(accountId, userName);
const expectNothingRevoked = (): void => {
  expect(keysOf(PROD, 'alice')).toHaveLength(2);
  expect(keysOf(DEV, 'dave')).toHaveLength(1);
};

interface Trouble {
  readonly bring: () => Record<string, string> | Promise<Record<string, string>>;
  readonly words: string;
  readonly hint: string;
}

const TROUBLES: Readonly<Record<string, Trouble>> = {
  'there are no credentials': {
    bring: () => ({ ...desk.environment(null), AWS_MAX_ATTEMPTS: '1' }),
    words: 'no AWS credentials: ',
    hint: 'name a profile with --profile, sign in (aws login, aws sso login)',
  },
  'the credentials have expired': {
    bring: async () => {
      const credentials = desk.organization.credentials({ roleArn: OPERATOR, durationSeconds: 900 });
      await desk.organization.advanceBy(16 * MINUTE);
      return desk.environment(credentials);
    },
    words: 'the AWS credentials have expired: ',
    hint: 'sign in again (aws login, aws sso login)',
  },
  'they are of a member account': {
    bring: () => desk.environment(desk.organization.credentials(`arn:aws:iam::${DEV}:role/${ACCOUNT_ROLE}`)),
    words: 'the organization could not be read: organizations:',
    hint: 'the management account or a delegated administrator may',
  },
  'they may not read the organization': {
    bring: () => {
      desk.organization.faults.add({ operation: 'organizations:*', kind: 'AccessDenied' });
      return hurried();
    },
    words: 'the organization could not be read: organizations:DescribeOrganization: AccessDenied',
    hint: 'with organizations:DescribeOrganization, ListRoots,',
  },
  'AWS is throttling': {
    bring: () => {
      desk.organization.faults.add({ operation: 'organizations:*', kind: 'Throttling' });
      return hurried();
    },
    words: 'the organization could not be read: organizations:DescribeOrganization: ',
    hint: 'try again in a few minutes',
  },
  'nothing listens where AWS should be': {
    bring: () => hurried({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }),
    words: 'ECONNREFUSED',
    hint: 'look at the network, the Region and AWS_ENDPOINT_URL',
  },
};

/** One message with what to do about it, on stderr; nothing else, and nothing done. */
function expectOneMessage({ status, stdout, stderr }: CliRun, { words, hint }: Pick<Trouble, 'words' | 'hint'>): void {
  expect({ status, stdout }, stderr).toEqual({ status: 1, stdout: '' });
  const [error = '', ...more] = errorsIn(stderr);
  expect(more).toEqual([]);
  expect(error).toContain(words);
  expect(/^ {2}hint: .*$/m.exec(stderr)?.[0]).toContain(hint);
  expect(stderr).not.toMatch(/^ {4}at /m);
}

describe('every command that begins with AWS says in one message what is wrong', { timeout: MINUTE }, () => {
  it.each(Object.entries(TROUBLES))('where %s', async (_, trouble) => {
    const environment = await trouble.bring();
    for (const args of COMMANDS) expectOneMessage(await startCli(args, desk.folder, environment).ended, trouble);
    expect(desk.writes()).toEqual([]);
    expect(readdirSync(desk.folder)).toEqual(['keysweep.yaml']);
  });

  it.each(['there are no credentials', 'the credentials have expired', 'nothing listens where AWS should be'])(
    'where %s, also of what is deployed',
    async (name) => {
      const trouble = TROUBLES[name] ?? expect.unreachable();
      const environment = await trouble.bring();
      for (const args of WITH_THE_CENTRE)
        expectOneMessage(await startCli(args, desk.folder, environment).ended, trouble);
      expect(desk.writes()).toEqual([]);
    },
  );

  it('where something listens that never answers, after half a minute', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const environment = hurried({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
    const runs = await Promise.all([PLAN, DEPLOY].map((args) => startCli(args, desk.folder, environment).ended));
    silent.close();
    for (const run of runs) expectOneMessage(run, { words: 'Timeout', hint: 'look at the network' });
  });
});

describe('where there is no room to write', { timeout: MINUTE }, () => {
  it.skipIf(!existsSync('/dev/full'))('on stdout, the command fails, however it went', async () => {
    const { status, stderr } = await inShell(`keysweep ${SNAPSHOT.join(' ')} > /dev/full`);
    expect(status).toBe(1);
    expect(errorsIn(stderr)).toEqual(['error output-unwritable  stdout could not be written: ENOSPC']);
  });

  it.skipIf(!existsSync('/dev/full'))('in the file that was named, it says which', async () => {
    const { status, stderr } = await inShell(`keysweep ${SNAPSHOT.join(' ')} --out /dev/full`);
    expect(status).toBe(1);
    expect(errorsIn(stderr)).toEqual(['error output-unwritable  /dev/full could not be written: ENOSPC']);
    expect(stderr).toContain('hint: make room, or name another file with --out');
  });

  it.each([
    ['plan', `${PLAN.join(' ')} --out plan.json`, 'error output-unwritable  plan.json could not be written: EFBIG'],
    ['audit', `${AUDIT.join(' ')} --out out`, 'EFBIG'],
  ])('%s leaves no half of a file behind', async (_, line, words) => {
    const { status, stderr } = await inShell(`ulimit -f 1\nkeysweep ${line}`);
    expect(status, stderr).toBe(1);
    expect(errorsIn(stderr)).toEqual([expect.stringContaining(words)]);
    const files = readdirSync(desk.folder, { recursive: true }).map(String);
    expect(files.filter((path) => /draft|plan\.json|summary\.html/.test(path))).toEqual([]);
  });

  it('for a plan, a sweep revokes nothing', async () => {
    const { status, stderr } = await inShell(`ulimit -f 1\nkeysweep ${SWEEP.join(' ')}`);
    expect(status, stderr).toBe(1);
    expect(errorsIn(stderr)).toEqual([expect.stringContaining('EFBIG')]);
    expectNothingRevoked();
  });
});

describe('a sweep', { timeout: MINUTE }, () => {
  it('does to its end what was confirmed, where nobody reads what it prints', async () => {
    const { status, stderr } = await inShell(`keysweep ${SWEEP.join(' ')} | true; exit \${PIPESTATUS[0]}`);
    expect(status, stderr).toBe(0);
    expect(errorsIn(stderr)).toEqual([]);
    expect([keysOf(PROD, 'alice'), keysOf(DEV, 'dave')]).toEqual([[], []]);
    expect(readdirSync(join(desk.folder, 'out'))).toContain('summary.json');
  });

  it('that is gone on with under another configuration says so, and keeps to the one that it began with', async () => {
    const slow = { operation: 'iam:GetAccountAuthorizationDetails', kind: 'delay', delayMilliseconds: 1500 } as const;
    desk.organization.faults.add(slow);
    const first = desk.start(SWEEP);
    await expect
      .poll(() => desk.organization.journal.count(slow.operation), { timeout: MINUTE / 2 })
      .toBeGreaterThan(0);
    first.signal('SIGINT');
    const stopped = await first.ended;
    expect(stopped.status, stopped.stderr).toBe(130);
    expectNothingRevoked();

    desk.organization.faults.clear();
    const { weekly } = deleteEverything.policies;
    const observing = { ...deleteEverything, policies: { weekly: { ...weekly, action: 'observe' } } };
    writeFileSync(join(desk.folder, 'keysweep.yaml'), JSON.stringify(observing));
    const [, words = ''] = /keysweep (sweep --from-here .*)$/m.exec(stopped.stderr) ?? [];
    const { status, stderr } = await desk.run([...words.split(' '), '--yes']);
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(
      /^warning {2}the configuration, or a place that it names, has changed since the run \d{8}T/m,
    );
    expect([keysOf(PROD, 'alice'), keysOf(DEV, 'dave')]).toEqual([[], []]);
    for (const name of UNTOUCHABLE) expect(keysOf(PROD, name)).toHaveLength(1);
  });
});
