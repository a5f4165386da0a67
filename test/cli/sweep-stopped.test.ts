import { LocalOrganization, type OrganizationDescription } from '@keysweep/local-organization';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteEverything } from '../flow/small-organization.ts';
import { MANAGEMENT } from '../stage.ts';
import { openDesk, type Desk } from './from-here.ts';

/** More than one process works on at a time, so that a stop finds some that were not begun. */
const ACCOUNTS = 25;
const idOf = (index: number): string => String(200_000_000_001 + index);

function manyAccounts(): OrganizationDescription {
  const member = (index: number) => ({
    name: `Member ${index}`,
    id: idOf(index),
    groups: ['Developers', 'Administrators', 'BreakGlass'],
    users: [{ name: 'ann', groups: ['Developers'], password: true, keys: [{ age: '9d' }] }],
  });
  return {
    organization: { id: 'o-stopped0001', managementAccount: 'Management' },
    accounts: [
      { name: 'Management', id: MANAGEMENT },
      ...Array.from({ length: ACCOUNTS }, (_, index) => member(index)),
    ],
  };
}

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk(LocalOrganization.fromDescription(manyAccounts()), deleteEverything);
  // Long enough for a signal to come while keys are being deleted.
  desk.organization.faults.add({ operation: 'iam:DeleteAccessKey', kind: 'delay', delayMilliseconds: 1500 });
});
afterEach(() => desk.close());

const SWEEP = ['sweep', '--from-here', '--yes', '--out', 'out'];
const keysLeft = (): number =>
  Array.from({ length: ACCOUNTS }, (_, index) => desk.organization.accessKeys(idOf(index), 'ann').length).reduce(
    (sum, count) => sum + count,
  );
/** Every key was asked to be deleted once, and is gone. */
const expectEachGoneOnce = (): void => {
  expect(keysLeft()).toBe(0);
  expect(desk.organization.journal.count({ operation: 'iam:DeleteAccessKey', outcome: 'ok' })).toBe(ACCOUNTS);
};
const untilDeleting = async (): Promise<void> => {
  while (desk.organization.journal.count('iam:DeleteAccessKey') === 0)
    await new Promise((resolve) => void setTimeout(resolve, 20));
};

/** The command that a stopped sweep says to go on with. */
const commandIn = (stderr: string): string[] => {
  const [, words = ''] = /keysweep (sweep --from-here .*)$/m.exec(stderr) ?? [];
  return [...words.split(' '), '--yes'];
};

describe('a sweep from here that is told to stop', () => {
  it('finishes what it began, begins nothing more, and goes on where it stopped', async () => {
    const beside = desk.start(SWEEP);
    await untilDeleting();
    beside.signal('SIGINT');
    const stopped = await beside.ended;

    expect(stopped.status, stopped.stderr).toBe(130);
    expect(stopped.stdout).toBe('');
    expect(stopped.stderr).toContain('Stopping: what was begun in an account is finished first.');
    expect(stopped.stderr).toContain('error interrupted  stopped before the next accounts were begun; 20 accounts are');
    expect(keysLeft()).toBe(5);

    const { status, stdout, stderr } = await desk.run(commandIn(stopped.stderr));

    expect(status, stderr).toBe(0);
    expect(stdout).toContain('All 25 accounts in scope were swept and checked.');
    expectEachGoneOnce();
  });

  it('twice, ends at once, and the same run finds out what became of its keys', async () => {
    const beside = desk.start(SWEEP);
    await untilDeleting();
    beside.signal('SIGINT');
    await beside.hears('Stopping');
    beside.signal('SIGINT');
    const stopped = await beside.ended;
    expect(stopped.status).toBe(130);
    const [, run = ''] = /run (\d{8}T\d{6}Z) of weekly/.exec(stopped.stderr) ?? [];

    const { status, stdout, stderr } = await desk.run([...SWEEP, '--run', run]);

    expect(status, stderr).toBe(0);
    expect(stdout).toContain('25 keys deleted.');
    expectEachGoneOnce();
  });

  it('is not gone on with while it is at work', async () => {
    const beside = desk.start(SWEEP);
    await untilDeleting();
    const [, run = ''] = await beside.hears('applying').then(() => /run (\d{8}T\d{6}Z)/.exec(beside.heard()) ?? []);
    const second = await desk.run([...SWEEP, '--run', run]);
    expect(second.status).toBe(1);
    expect(second.stderr).toContain(`error run-duplicate  the run ${run} of weekly is already at work`);
    expect(second.stderr).not.toContain('To go on with it');
    expect((await beside.ended).status).toBe(0);
    expectEachGoneOnce();
  });
});
