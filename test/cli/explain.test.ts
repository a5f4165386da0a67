import { conclude, runAudit } from '@keysweep/aggregator';
import { keyStorySchema, maskAccessKeyId, runIdOf, type KeyStory } from '@keysweep/core';
import { parse } from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { deactivateFirst, deleteEverything, DEV, PROD, smallOrganization } from '../flow/small-organization.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { openDesk, type Desk } from './from-here.ts';
import type { CliRun } from './run-cli.ts';

const HOUR = 3_600_000;

let stage: Stage;
let desk: Desk;
afterEach(() => desk.close());

async function sitDown(config: unknown): Promise<void> {
  stage = await setStage({ organization: smallOrganization(), config });
  desk = await openDesk(stage.organization, config);
}
/** A run that was due so many hours ago, and the summary that it left. */
async function sweep(hoursAgo: number): Promise<string> {
  const due = new Date(Date.now() - hoursAgo * HOUR);
  const run = { policy: 'weekly', runId: runIdOf(due) };
  const centre = stage.newCentre();
  await stage.sweep({ due, centre });
  await conclude(run, due, { hashed: stage.hashed, centre, outlets: null });
  return run.runId;
}
/** With the rights of the operators' role, and no more. */
const explain = (...args: readonly string[]): Promise<CliRun> =>
  desk.run(
    ['explain', ...args],
    stage.organization.credentials({ roleArn: `arn:aws:iam::${MANAGEMENT}:role/keysweep-operator` }),
  );
const stories = async (words: string): Promise<KeyStory[]> => {
  const { status, stdout, stderr } = await explain(words, '--output', 'json');
  expect(status, stderr).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => parse(keyStorySchema, JSON.parse(line)));
};
const stepsOf = ({ steps }: KeyStory): string[] => steps.map(({ step }) => step);
const textOf = ({ steps }: KeyStory, wanted: string): string => steps.find(({ step }) => step === wanted)?.text ?? '';
/** Instants of the real clock become words: a transcript is the same tomorrow. */
const timeless = (text: string): string =>
  text
    .replaceAll(/\b\d{1,2} [A-Z][a-z]{2,3} 20\d\d, \d\d:\d\d UTC */g, '<instant>  ')
    .replaceAll(/\d{8}T\d{6}Z/g, '<run>');

describe('keysweep explain', () => {
  it('tells how a key was deleted, from first to last', async () => {
    await sitDown(deleteEverything);
    const [key = ''] = stage.keysOf(DEV, 'dave');
    await sweep(1);
    const { status, stdout, stderr } = await explain(key);
    expect(status, stderr).toBe(0);
    await expect(timeless(stdout)).toMatchFileSnapshot('explain-deleted.golden.txt');
    expect(stdout).not.toContain(key);
    const [story] = await stories(key);
    expect(story?.key).toMatchObject({ accessKeyId: key, ending: 'deleted', verified: true });
    expect(stepsOf(story as KeyStory)).toEqual([
      'last-used',
      'made',
      'run-due',
      'planned',
      'weighed',
      'attempted',
      'audited',
      'ended',
      'next-run',
    ]);
    expect(desk.writes().filter((call) => call.startsWith('iam:Create'))).toEqual([]);
  });

  it('tells when a key was deactivated, and from when on it is deleted', async () => {
    await sitDown(deactivateFirst);
    await sweep(1);
    const [story] = await stories('dave@Dev');
    expect(story?.key.ending).toBe('deactivated');
    expect(textOf(story as KeyStory, 'deletable-from')).toContain('inactive for 7 days: the first run after this');
    const [inactive, deletable] = ['inactive-since', 'deletable-from'].map((wanted) =>
      Date.parse(story?.steps.find(({ step }) => step === wanted)?.at ?? ''),
    );
    expect(((deletable ?? 0) - (inactive ?? 0)) / (24 * HOUR)).toBe(7);
  });

  it('tells who is exempt, and why', async () => {
    await sitDown(deleteEverything);
    await sweep(1);
    const [story] = await stories(`carol@${PROD}`);
    expect(textOf(story as KeyStory, 'planned')).toBe(
      'exempt: the user carries the tag keysweep-exempt; by tag: on call',
    );
    expect(stepsOf(story as KeyStory)).not.toContain('attempted');
  });

  it('tells every key of a user', async () => {
    await sitDown(deleteEverything);
    await sweep(1);
    expect((await stories(`ALICE@${PROD}`)).map(({ key }) => key.ending)).toEqual(['deleted', 'deleted']);
  });

  it('takes the end of an id, and lists what it may mean', async () => {
    await sitDown(deleteEverything);
    await sweep(1);
    const [story] = await stories(`carol@${PROD}`);
    const end = maskAccessKeyId(story?.key.accessKeyId ?? '');
    expect((await stories(end)).map(({ key }) => key.userName)).toEqual(['carol']);
    await publishTwins(end);
    const { status, stdout, stderr } = await explain(end);
    expect(status).toBe(1);
    expect(stdout.trim().split('\n')).toEqual([`${end}  carol@${PROD}  Prod`, `${end}  twin@${DEV}  Dev`]);
    expect(stderr).toContain('2 keys may be meant.');
  });

  /** Another key that ends alike, as the newest summary would have it. */
  async function publishTwins(end: string): Promise<void> {
    const { evidence } = stage.newCentre();
    const { items } = await evidence.list('summaries/');
    const record = items.find((item) => item.endsWith('keys.jsonl')) ?? '';
    const stored = await evidence.get(record);
    const body = stored.state === 'known' ? stored.value.body : '';
    const carol = JSON.parse(body.split('\n').find((line) => line.includes('"carol"')) ?? '') as object;
    const accessKeyId = `AKIATWINTWINTWIN${end.slice(-4)}`;
    const twin = JSON.stringify({ ...carol, accountId: DEV, userName: 'twin', accessKeyId });
    stage.organization.putObject({ bucket: stage.bucket, key: record, body: Buffer.from(`${body}${twin}\n`) });
  }

  it('tells what a look between runs saw', async () => {
    await sitDown(deactivateFirst);
    await sweep(2);
    const [key = ''] = stage.keysOf(DEV, 'dave');
    stage.organization.setKeyStatus({ accountId: DEV, userName: 'dave' }, key, 'Active');
    await runAudit(new Date(), { hashed: stage.hashed, centre: stage.newCentre(), outlets: null });
    const [story] = await stories(key);
    expect(story?.key.standing).toBe('overdue');
    expect(textOf(story as KeyStory, 'looked-at')).toBe('the look between runs: it should be gone and is active');
  });

  it('finds a key that the newest summary has no more, in older runs', async () => {
    await sitDown(deleteEverything);
    const [key = ''] = stage.keysOf(DEV, 'dave');
    const first = await sweep(30);
    await sweep(1);
    expect(stage.keysOf(DEV, 'dave')).toEqual([]);
    expect((await stories(key))[0]?.key.run?.runId).toBe(first);
    expect((await stories('dave@Dev'))[0]?.key.run?.runId).toBe(first);
  });

  it('tells what a run would have done that was held, and why it was', async () => {
    await sitDown({ ...deleteEverything, maximumRevocationsOrganization: 1 });
    await sweep(1);
    const [story] = await stories('dave@Dev');
    expect(story?.key.ending).toBeNull();
    expect(textOf(story as KeyStory, 'planned')).toBe('delete: the policy deletes keys of this group');
    expect(textOf(story as KeyStory, 'held')).toContain('4 revocations are planned; this run may do at most 1');
    expect(stepsOf(story as KeyStory)).not.toContain('attempted');
  });

  it.each([
    ['AKIANOBODYNOBODYNOBO', 'There is no ****NOBO in the newest summary, '],
    [`nobody@${PROD}`, 'nor in the last 1 run of weekly, back to '],
  ])('where there is no %s, says where it looked', async (words, said) => {
    await sitDown(deleteEverything);
    await sweep(1);
    const { status, stdout, stderr } = await explain(words);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(said);
  });

  it.each([
    ['alice', 'alice is neither a key nor a user of an account'],
    ['alice@Prd', 'there is no account Prd in the newest summary'],
  ])('refuses %s with 64', async (words, said) => {
    await sitDown(deleteEverything);
    await sweep(1);
    const { status, stderr } = await explain(words);
    expect(status).toBe(64);
    expect(stderr).toContain(said);
    expect(stderr).toContain('hint: ');
  });

  it('tells what it can where a record cannot be read, and names it', async () => {
    await sitDown(deleteEverything);
    const runId = await sweep(1);
    const record = `runs/policy=weekly/run=${runId}/reports/account=${DEV}.json`;
    stage.organization.putObject({ bucket: stage.bucket, key: record, body: Buffer.from('{}') });
    const { status, stdout } = await explain('dave@Dev');
    expect(status).toBe(0);
    expect(stdout).toContain('Could not be read, so the story may have gaps');
    expect(stdout).toContain(`${record}: `);
    expect(stdout).toContain('delete: the policy deletes keys of this group');
  });

  it.each(['s3:GetObject', 's3:ListObjectsV2'])('where %s is denied, says so', async (operation) => {
    await sitDown(deleteEverything);
    await sweep(1);
    stage.organization.faults.add({ operation, kind: 'AccessDenied' });
    const { status, stderr } = await explain('dave@Dev');
    expect(status).toBe(1);
    expect(stderr).toContain(`${operation}: AccessDenied`);
  });
});
