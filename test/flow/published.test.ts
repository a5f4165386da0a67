import { beginRun, conclude, publishSummary, type Centre } from '@keysweep/aggregator';
import {
  evidenceKeys,
  readJsonRecord,
  runIdOf,
  summarisedKeySchema,
  type SummarisedKey,
  type Summary,
} from '@keysweep/core';
import { MemoryClock } from '@keysweep/core/memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setStage, type Stage } from '../stage.ts';
import { deleteEverything, PROD, smallOrganization } from './small-organization.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
});
afterEach(() => stage.organization.close());

async function stored<T>(key: string): Promise<T> {
  const reading = await stage.newCentre().evidence.get(key);
  if (reading.state !== 'known') throw new TypeError(`${key} is ${reading.state}`);
  return JSON.parse(reading.value.body) as T;
}

const centreAt = (instant: string): Centre => ({ ...stage.newCentre(), clock: new MemoryClock(instant) });
/** The summary of a moment, published as the daily one is. */
const summaryAt = async (instant: string): Promise<Summary> =>
  (await conclude(null, new Date(instant), { hashed: stage.hashed, centre: centreAt(instant), outlets: null })).summary;
const prodIn = ({ accounts }: Summary) => accounts.find(({ accountId }) => accountId === PROD);

describe('a published summary', () => {
  it('lies beside those of other runs in five files, and is the latest', async () => {
    await stage.sweep();
    const at = '2026-11-21T06:00:00.000Z';
    await summaryAt(at);
    const { items } = await stage.newCentre().evidence.list('summaries/');
    expect(items).toEqual(
      ['accounts.csv', 'keys.csv', 'keys.jsonl', 'summary.html', 'summary.json'].map(
        (name) => `summaries/audit-20261121T060000Z/${name}`,
      ),
    );
    expect(await stored(evidenceKeys.latest)).toEqual({
      schema: 'keysweep/latest/1',
      summary: 'summaries/audit-20261121T060000Z',
      at,
      audit: null,
    });
  });

  it('is written over by the same run’s next one, and by no earlier one as the latest', async () => {
    const late = await summaryAt('2026-11-21T06:00:00.000Z');
    await summaryAt('2026-11-20T06:00:00.000Z');
    expect(await stored(evidenceKeys.latest)).toMatchObject({ at: late.at });
    const input = { id: late.id, audit: { state: 'absent' }, hashed: stage.hashed } as const;
    await publishSummary(input, centreAt('2026-11-21T06:00:01.000Z'));
    expect(await stored('summaries/audit-20261121T060000Z/summary.json')).toMatchObject({
      at: '2026-11-21T06:00:01.000Z',
    });
  });

  it('is there even where the run could not be ended; then the error is thrown', async () => {
    const run = { policy: 'weekly', runId: runIdOf(new Date()) };
    await beginRun(run, { hashed: stage.hashed, centre: stage.newCentre() });
    stage.organization.faults.add({
      operation: 's3:GetObject',
      kind: 'AccessDenied',
      calls: 'all',
      matches: (input) => String(input['Key']).endsWith('/run.json'),
    });

    const ending = conclude(run, new Date(), { hashed: stage.hashed, centre: stage.newCentre(), outlets: null });

    await expect(ending).rejects.toMatchObject({ code: 'evidence-unreadable' });
    expect(await stored(evidenceKeys.latest)).toMatchObject({ summary: `summaries/${run.runId}-weekly` });
  });
});

describe('a summary of which a file could not be written', () => {
  const BEFORE = '2026-11-20T06:00:00.000Z';
  const NOW = '2026-11-21T06:00:00.000Z';
  const folder = 'summaries/audit-20261121T060000Z';
  const published = (centre: Centre) =>
    publishSummary(
      { id: 'audit-20261121T060000Z', audit: { state: 'absent' }, hashed: stage.hashed },
      { ...centre, clock: new MemoryClock(NOW) },
    );
  const expectTheOldOne = async () =>
    expect(await stored(evidenceKeys.latest)).toMatchObject({ summary: 'summaries/audit-20261120T060000Z' });

  beforeEach(async () => {
    await stage.sweep();
    await summaryAt(BEFORE);
  });

  it.each([
    ...['keys.jsonl', 'keys.csv', 'accounts.csv', 'summary.html', 'summary.json'].map((name) => `${folder}/${name}`),
    evidenceKeys.latest,
  ])('is an error, and not the latest: %s', async (key) => {
    stage.organization.faults.add({
      ...{ operation: 's3:PutObject', kind: 'AccessDenied', calls: 'all' },
      matches: (input) => input['Key'] === key,
    });
    await expect(published(stage.newCentre())).rejects.toMatchObject({
      code: 'evidence-unwritable',
      message: expect.stringContaining(key),
    });
    await expectTheOldOne();
  });

  it.each(['keys.jsonl', 'keys.csv'])('is an error, and not the latest, in the middle of %s too', async (name) => {
    const centre = stage.newCentre();
    const failure = { kind: 'network', operation: 's3:UploadPart', code: 'ECONNRESET', message: 'reset' } as const;
    const pieces: string[] = [];
    const evidence: Centre['evidence'] = {
      ...centre.evidence,
      writeLong: (key) =>
        key === `${folder}/${name}`
          ? { write: async (piece) => void pieces.push(piece), end: async () => failure }
          : centre.evidence.writeLong(key),
    };
    await expect(published({ ...centre, evidence })).rejects.toMatchObject({
      code: 'evidence-unwritable',
      message: expect.stringContaining('s3:UploadPart: ECONNRESET'),
    });
    expect(pieces.length).toBeGreaterThan(1);
    expect((await centre.evidence.list(folder)).items).not.toContain(`${folder}/summary.json`);
    await expectTheOldOne();
  });
});

describe('the lines of keys.jsonl', () => {
  it('are the keys of the summary, each as a reader expects it, in the order of its accounts', async () => {
    await stage.sweep();
    const summary = await summaryAt('2026-11-21T06:00:00.000Z');
    const { evidence } = stage.newCentre();
    const keys: SummarisedKey[] = [];
    await evidence.readLines(`${evidenceKeys.summary(summary.id)}/keys.jsonl`, (line) => {
      const read = readJsonRecord(summarisedKeySchema, line);
      if (read.state === 'known') keys.push(read.value);
      return true;
    });
    expect(keys).toEqual(await stage.keys());
    expect(keys).toHaveLength(summary.keyRecords);
    const order = summary.accounts.map(({ accountId }) => accountId);
    const places = keys.map(({ accountId }) => order.indexOf(accountId));
    expect(places).toEqual(places.toSorted((left, right) => left - right));
  });
});

/** The policy's schedule is the default: Fridays, 23:55 UTC. */
describe('a run that never came', () => {
  const FRIDAY = '2026-11-20T23:55:00.000Z';
  const WEDNESDAY = '2026-11-18T06:00:00.000Z';
  const SATURDAY = '2026-11-21T06:00:00.000Z';
  const SUNDAY = '2026-11-22T06:00:00.000Z';

  it('leaves its accounts incomplete once it should be over, if they were under the policy before', async () => {
    expect(prodIn(await summaryAt(WEDNESDAY))?.state).toBe('pending');
    expect(prodIn(await summaryAt(SATURDAY))?.state).toBe('pending');
    expect(prodIn(await summaryAt(SUNDAY))).toMatchObject({
      state: 'incomplete',
      why: `its run that was due ${FRIDAY} never came`,
      covered: false,
    });
  });

  it('does not concern an account that came to the policy later, nor one that is new to its schedule', async () => {
    await summaryAt(SATURDAY);
    expect(prodIn(await summaryAt(SUNDAY))?.state).toBe('pending');
  });

  it('is not said of a run that came', async () => {
    await summaryAt(WEDNESDAY);
    await stage.sweep({ due: new Date(FRIDAY) });
    expect(prodIn(await summaryAt(SUNDAY))?.state).toBe('compliant');
  });

  it('is said of everybody where nobody can tell who was there before', async () => {
    await stage.newCentre().evidence.putOnce(evidenceKeys.seen('weekly'), '{"schema":"keysweep/seen/9"}');
    const ending = summaryAt(SUNDAY);
    await expect(ending).rejects.toMatchObject({ code: 'evidence-malformed' });
    const summary = await stored<Summary>('summaries/audit-20261122T060000Z/summary.json');
    expect(prodIn(summary)?.state).toBe('incomplete');
  });
});
