import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LocalOrganization } from '@keysweep/local-organization';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteEverything, DEV, smallOrganization } from '../flow/small-organization.ts';
import { MANAGEMENT } from '../stage.ts';
import { openDesk, type Desk } from './from-here.ts';

const cli = fileURLToPath(new URL('../../apps/cli/dist/keysweep.js', import.meta.url));
/** util-linux's, which gives a program a terminal of its own; that of BSD takes other arguments. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;
if (!hasScript) process.stderr.write('script (util-linux) is not on PATH: what asks at a terminal is not run.\n');

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk(LocalOrganization.fromDescription(smallOrganization()), deleteEverything);
});
afterEach(() => desk.close());

/** Runs a command at a terminal, and types something once it is asked. */
async function atTerminal(
  typed: string,
  args = 'sweep --from-here --out out',
): Promise<{ readonly status: number | null; readonly shown: string }> {
  const command = `'${process.execPath}' '${cli}' ${args}`;
  const started = spawn('script', ['-qec', command, '/dev/null'], { cwd: desk.folder, env: desk.environment() });
  let shown = '';
  started.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    if (text.includes('Only "yes" does: ')) started.stdin.write(typed);
  });
  const [status] = (await once(started, 'close')) as [number | null];
  return { status, shown };
}

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

describe.runIf(hasScript)('a sweep from here at a terminal', () => {
  it('asks, and goes on after a yes', async () => {
    const { status, shown } = await atTerminal('yes\n');
    expect(status, shown).toBe(0);
    expect(shown).toContain('Revoke 4 keys? Only "yes" does: ');
    expect(desk.organization.accessKeys(DEV, 'dave')).toEqual([]);
  });

  it.each([
    ['no', 'no\n'],
    ['nothing', '\n'],
    ['y', 'y\n'],
    ['Ctrl-C', CTRL_C],
    ['the end of the input', CTRL_D],
  ])('takes %s for a no: the run is held, and nothing is revoked', async (_, typed) => {
    const { status, shown } = await atTerminal(typed);
    expect(status, shown).toBe(5);
    expect(shown).toContain(
      'was held, and is for good: not confirmed by arn:aws:sts::111111111111:assumed-role/operator',
    );
    expect(desk.organization.journal.count('iam:DeleteAccessKey')).toBe(0);
  });

  it('draws its progress over one line', async () => {
    const { shown } = await atTerminal('yes\n');
    expect(shown).toContain('\r\u001B[2Kapplying and auditing: 2 of 2 accounts');
    expect(shown).not.toContain('\nplanning: 0 of');
  });
});

describe.runIf(hasScript)('whatever else acts, at a terminal', () => {
  const deactivated = (): number => desk.organization.journal.count('iam:UpdateAccessKey');
  const here = 'sweep --here --groups Admins';

  it.each([
    ['yes', 'yes\n', 0, 'is paused by', 1],
    ['no', 'no\n', 130, 'error interrupted  not confirmed: nothing was done', 0],
    ['Ctrl-C', CTRL_C, 130, 'error interrupted  not confirmed: nothing was done', 0],
  ])('a pause takes %s for what it is', async (_, typed, code, words, writes) => {
    desk.organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value: 'enabled' });
    const { status, shown } = await atTerminal(typed, 'pause --reason incident');
    expect(status, shown).toBe(code);
    expect(shown).toContain('Pause all sweeps? Only "yes" does: ');
    expect(shown).toContain(words);
    expect(desk.organization.journal.count('ssm:PutParameter')).toBe(writes);
  });

  it.each([
    ['yes', 'yes\n', 0, 1],
    ['no', 'no\n', 130, 0],
  ])('a sweep of one’s own account takes %s for what it is', async (_, typed, code, changes) => {
    desk.organization.addGroup(MANAGEMENT, 'Admins');
    desk.organization.addUser(MANAGEMENT, {
      name: 'olivia',
      groups: ['Admins'],
      password: true,
      keys: [{ age: '9d' }],
    });
    const { status, shown } = await atTerminal(typed, here);
    expect(status, shown).toBe(code);
    expect(shown).toContain('Deactivate it? Only "yes" does: ');
    expect(deactivated()).toBe(changes);
  });
});
