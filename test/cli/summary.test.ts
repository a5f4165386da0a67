import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { conclude, publishSummary } from '@keysweep/aggregator';
import { runIdOf } from '@keysweep/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deactivateFirst, deleteEverything, PROD, smallOrganization } from '../flow/small-organization.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { openDesk, type Desk } from './from-here.ts';
import { startCli, type CliRun } from './run-cli.ts';

const DUE = new Date('2026-11-20T23:55:00Z');
const RUN = runIdOf(DUE);
const FOLDER = `summaries/${RUN}-weekly`;

let stage: Stage;
let desk: Desk;
beforeEach(async () => {
  stage = await setStage({ organization: smallOrganization(), config: deactivateFirst });
  desk = await openDesk(stage.organization, deactivateFirst);
});
afterEach(() => desk.close());

async function publish(): Promise<void> {
  const centre = stage.newCentre();
  await stage.sweep({ due: DUE, centre });
  await conclude({ policy: 'weekly', runId: RUN }, DUE, { hashed: stage.hashed, centre, outlets: null });
}
/** With the rights of the operators' role, and no more. */
const asOperator = (args: readonly string[]): Promise<CliRun> =>
  desk.run(args, stage.organization.credentials({ roleArn: `arn:aws:iam::${MANAGEMENT}:role/keysweep-operator` }));
async function stored(name: string): Promise<string> {
  const record = await stage.newCentre().evidence.get(`${FOLDER}/${name}`);
  return record.state === 'known' ? record.value.body : '';
}

describe('keysweep summary', () => {
  it('shows the one published last, as an operator, and ends with its verdict', async () => {
    await publish();
    stage.organization.journal.clear();
    const { status, stdout, stderr } = await asOperator(['summary']);
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('All 2 accounts in scope were swept and checked.');
    expect(stderr).toBe(`From s3://${stage.bucket}/${FOLDER}/\n`);
    expect(desk.writes()).toEqual([]);
  });

  it.each([
    [['--output', 'json'], 'summary.json'],
    [['--output', 'csv'], 'accounts.csv'],
    [['--output', 'html'], 'summary.html'],
    [['--output', 'csv', '--keys'], 'keys.csv'],
    [['--output', 'json', '--keys'], 'keys.jsonl'],
  ])('with %j prints the file as it is stored, and nothing else', async (args, name) => {
    await publish();
    const { stdout } = await asOperator(['summary', '--quiet', ...args]);
    const file = await stored(name);
    expect(file).not.toBe('');
    expect(stdout.trimEnd()).toBe(file.trimEnd());
  });

  it('ends with 4 where somebody was not covered', async () => {
    stage.stackInstances.statuses = new Map([[PROD, 'CURRENT']]);
    await publish();
    expect((await asOperator(['summary'])).status).toBe(4);
  });

  it('ends with 3 where somebody does not comply', async () => {
    await desk.close();
    const policies = { weekly: { ...deleteEverything.policies.weekly, maximumRevocations: 1 } };
    stage = await setStage({ organization: smallOrganization(), config: { ...deleteEverything, policies } });
    desk = await openDesk(stage.organization, deactivateFirst);
    await publish();
    expect((await asOperator(['summary'])).status).toBe(3);
  });

  it('lists what there is, the newest first, and shows an older one by the id of its run', async () => {
    await publish();
    const order = { id: 'audit-20261121T060000Z', audit: { state: 'absent' } as const, hashed: stage.hashed };
    await publishSummary(order, stage.newCentre());
    const { stdout } = await asOperator(['summary', '--list']);
    expect(stdout).toBe(`audit-20261121T060000Z\n${RUN}-weekly\n`);
    const older = await asOperator(['summary', '--run', RUN]);
    expect(older.stderr).toBe(`From s3://${stage.bucket}/${FOLDER}/\n`);
    const wrong = await asOperator(['summary', '--run', `${RUN}-wekly`]);
    expect(wrong.status).toBe(64);
    expect(wrong.stderr).toContain(`did you mean "${RUN}-weekly"?`);
  });

  it('finds the bucket by its name as well, without a configuration', async () => {
    await publish();
    const { status, stderr } = await asOperator(['summary', '-c', 'no.yaml', '--bucket', stage.bucket]);
    expect(status, stderr).toBe(0);
    expect((await asOperator(['summary', '--bucket', 'evidence'])).status).toBe(64);
  });

  it.each([
    ['there is none yet', [], 1, 'no summary has been published yet'],
    ['there is no such form', ['--keys'], 64, '--keys has no form table'],
  ])('where %s, says so', async (_, args, code, words) => {
    const { status, stdout, stderr } = await asOperator(['summary', ...args]);
    expect({ status, stdout }).toEqual({ status: code, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).toContain('hint: ');
  });

  it('where there is no such bucket, says so', async () => {
    const { status, stderr } = await desk.run(['summary', '--bucket', 'keysweep-999999999999-us-east-1']);
    expect(status).toBe(1);
    expect(stderr).toContain('there is no evidence bucket keysweep-999999999999-us-east-1');
    expect(stderr).toContain('hint: nothing of keysweep is deployed in 999999999999 (us-east-1)');
  });

  it.each(['s3:ListObjectsV2', 's3:GetObject'])('where %s is denied, says so', async (operation) => {
    await publish();
    stage.organization.faults.add({ operation, kind: 'AccessDenied' });
    const { status, stderr } = await asOperator(['summary']);
    expect(status).toBe(1);
    expect(stderr).toContain('error evidence-unreadable');
    expect(stderr).toContain(`${operation}: AccessDenied`);
  });

  it('says that a summary is not what it should be', async () => {
    await publish();
    const body = Buffer.from('{"schema":"keysweep/summary/2"}');
    stage.organization.putObject({ bucket: stage.bucket, key: `${FOLDER}/summary.json`, body });
    const { status, stderr } = await asOperator(['summary']);
    expect(status).toBe(1);
    expect(stderr).toContain('error evidence-malformed');
    expect(stderr).toContain('which this version of keysweep does not read');
  });
});

describe('keysweep summary --open', () => {
  const open = (environment: Record<string, string>): Promise<CliRun> =>
    startCli(['summary', '--open'], desk.folder, { ...desk.environment(), ...environment }).ended;

  it('without a screen, says where the page is', async () => {
    await publish();
    const { status, stdout, stderr } = await open({ TMPDIR: desk.folder });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    const [, path = ''] = /no screen to open it on: (.*\.html)/.exec(stderr) ?? [];
    expect(path.startsWith(desk.folder)).toBe(true);
    expect(readFileSync(path, 'utf8').trimEnd()).toBe((await stored('summary.html')).trimEnd());
  });

  it.runIf(process.platform === 'linux')('with one, has the browser opened', async () => {
    await publish();
    const opener = join(desk.folder, 'xdg-open');
    writeFileSync(opener, `#!/bin/sh\nprintf %s "$1" > '${join(desk.folder, 'opened')}'\n`);
    chmodSync(opener, 0o755);
    const path = `${desk.folder}${delimiter}${process.env['PATH'] ?? ''}`;
    const { stderr } = await open({ TMPDIR: desk.folder, DISPLAY: ':0', PATH: path });
    const [, page = ''] = /Opened (.*\.html)/.exec(stderr) ?? [];
    await expect.poll(() => readFileSync(join(desk.folder, 'opened'), 'utf8')).toBe(page);
  });

  it.runIf(process.platform === 'linux')('with one and no browser, says where the page is', async () => {
    await publish();
    const { status, stderr } = await open({ TMPDIR: desk.folder, DISPLAY: ':0', PATH: desk.folder });
    expect(status).toBe(0);
    expect(stderr).toContain('There is no screen to open it on');
  });
});
