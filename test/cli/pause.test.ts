import { turnedSwitchSchema } from '@keysweep/core';
import { LocalOrganization } from '@keysweep/local-organization';
import { parse } from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteEverything, smallOrganization } from '../flow/small-organization.ts';
import { putCentre } from '../keysweep-roles.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { openDesk, type Desk } from './from-here.ts';

const PAUSE = ['pause', '--reason', 'incident 7', '--yes'];
const UNPAUSE = ['unpause', '--yes'];
const PAUSED = '{"state":"paused","reason":"incident 6","by":"kim"}';
const config = {
  ...deleteEverything,
  policies: { weekly: { ...deleteEverything.policies.weekly, schedule: 'cron(0 6 1 1 ? 2099)' } },
};

let stage: Stage;
let desk: Desk;
let olivia: ReturnType<typeof stage.organization.credentials>;
beforeEach(async () => {
  stage = await setStage({ organization: smallOrganization(), config });
  desk = await openDesk(stage.organization, config);
  olivia = stage.organization.credentials({ roleArn: `arn:aws:iam::${MANAGEMENT}:role/keysweep-operator` });
});
afterEach(() => desk.close());

const BY = /^arn:aws:sts::111111111111:assumed-role\/keysweep-operator\//;
const turn = (value: string): void =>
  stage.organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value });
const position = () => stage.newCentre().sweepSwitch.read();
const writes = (): number => stage.organization.journal.count('ssm:PutParameter');

describe('keysweep pause and unpause', () => {
  it('turn the switch, and say what was before, what holds now, and what that means', async () => {
    const paused = await desk.run(PAUSE, olivia);
    expect(paused.status, paused.stderr).toBe(0);
    const told = (text: string): string => text.replaceAll(/arn:aws:sts:\S+?(?=[,:] )/g, '<olivia>');
    expect(told(paused.stderr)).toBe(
      `You are <olivia>, in 111111111111 (us-east-1).
The switch is enabled.
Paused, no sweep revokes anything in any account. Plans are made and stored all the same.
  weekly  held from 1 Jan 2099, 06:00 UTC
A run at work now stops before its next batch of accounts.
`,
    );
    expect(told(paused.stdout)).toBe('Before, it was enabled.\nThe switch is paused by <olivia>: incident 7.\n');
    expect(await position()).toMatchObject({
      value: { state: 'paused', reason: 'incident 7', by: expect.stringMatching(BY) },
    });
    expect(await stage.sweep()).toMatchObject({ state: 'held', reasons: [expect.stringContaining('incident 7')] });

    const enabled = await desk.run(UNPAUSE, olivia);
    expect(enabled.status, enabled.stderr).toBe(0);
    expect(told(enabled.stdout)).toBe('Before, it was paused by <olivia>: incident 7.\nThe switch is enabled.\n');
    expect(enabled.stderr).toContain('weekly  due 1 Jan 2099, 06:00 UTC');
    expect(await position()).toEqual({ state: 'known', value: { state: 'enabled' } });
  });

  it('write nothing where it stands there, and print JSON by its schema', async () => {
    turn(PAUSED);
    const again = await desk.run(['pause', '--reason', 'incident 6', '--yes', '--output', 'json', '--quiet'], olivia);
    expect(again).toMatchObject({ status: 0, stderr: '' });
    expect(parse(turnedSwitchSchema, JSON.parse(again.stdout))).toMatchObject({
      before: { by: 'kim' },
      now: { by: 'kim' },
      changed: false,
      policies: [{ policy: 'weekly', nextDue: '2099-01-01T06:00:00.000Z' }],
    });
    expect(writes()).toBe(0);
    const other = await desk.run([...PAUSE, '--output', 'json'], olivia);
    expect(parse(turnedSwitchSchema, JSON.parse(other.stdout))).toMatchObject({
      before: { reason: 'incident 6' },
      now: { reason: 'incident 7' },
      changed: true,
    });
  });

  it('need no configuration where the bucket is named, and turn what says neither', async () => {
    turn('perhaps');
    const { status, stderr } = await desk.run([...UNPAUSE, '--config', 'none.yaml', '--bucket', stage.bucket], olivia);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('The switch is not known: ssm:GetParameter: MalformedAnswer');
    expect(await position()).toEqual({ state: 'known', value: { state: 'enabled' } });
  });

  it('take a lost answer for what it was', async () => {
    stage.organization.faults.add({ operation: 'ssm:PutParameter', kind: 'drop-answer' });
    const { status, stdout, stderr } = await desk.run(PAUSE, olivia);
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('is paused by');
  }, 60_000);
});

describe('keysweep pause and unpause, where that cannot be', () => {
  it.each<[string, string[], () => void, number, string]>([
    ['without a reason', ['pause', '--yes'], () => undefined, 64, "required option '--reason <text>'"],
    ['with a blank one', ['pause', '--yes', '--reason', ' '], () => undefined, 64, 'the reason is empty'],
    ['with a long one', ['pause', '--yes', '--reason', 'é'.repeat(512)], () => undefined, 64, 'longer than 1 KB'],
    ['without a yes', ['unpause'], () => undefined, 64, 'there is no terminal to ask at'],
    ['with --no-input', ['pause', '--reason', 'x', '--no-input'], () => undefined, 64, '--no-input forbids to ask'],
    ['of no configuration', [...UNPAUSE, '-c', 'none.yaml'], () => undefined, 78, 'none.yaml'],
    ['of a bucket that is none', [...UNPAUSE, '--bucket', 'mine'], () => undefined, 64, 'keysweep-<account>-<region>'],
    [
      'of another account',
      [...UNPAUSE, '--bucket', 'keysweep-222222222222-us-east-1'],
      () => undefined,
      64,
      'use keysweep-operator of 222222222222',
    ],
    [
      'that cannot be read, and is not turned on unseen',
      UNPAUSE,
      () => stage.organization.faults.add({ operation: 'ssm:GetParameter', kind: 'AccessDenied' }),
      1,
      'is not turned on unseen: ssm:GetParameter: AccessDenied',
    ],
    [
      'that may not be turned',
      PAUSE,
      () => stage.organization.faults.add({ operation: 'ssm:PutParameter', kind: 'AccessDenied' }),
      1,
      'error switch-unturned  the switch could not be turned: ssm:PutParameter: AccessDenied',
    ],
  ])('%s', async (_, args, trouble, code, words) => {
    trouble();
    const { status, stdout, stderr } = await desk.run(args, olivia);
    expect(status, stderr).toBe(code);
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(stage.organization.journal.count({ operation: 'ssm:PutParameter', outcome: 'ok' })).toBe(0);
  });

  it('that does not exist is not made', async () => {
    await desk.close();
    const organization = LocalOrganization.fromDescription(smallOrganization());
    putCentre(organization);
    desk = await openDesk(organization, config);
    const { status, stderr } = await desk.run(PAUSE);
    expect(status).toBe(1);
    expect(stderr).toContain('error not-deployed  there is no switch /keysweep/state in 111111111111 (us-east-1)');
    expect(desk.writes()).toEqual([]);
  });

  it('that cannot be read can be paused all the same, and says that nobody could look', async () => {
    stage.organization.faults.add({ operation: 'ssm:GetParameter', kind: 'AccessDenied' });
    const { status, stderr } = await desk.run(PAUSE, olivia);
    expect(status).toBe(1);
    expect(stderr).toContain('the switch was turned, and could not be read again: ssm:GetParameter: AccessDenied');
    stage.organization.faults.clear();
    expect(await position()).toMatchObject({ value: { state: 'paused', reason: 'incident 7' } });
  });
});
