import { evidenceKeys, LONGEST_TEXT, type Failure, type Summary } from '@keysweep/core';
import { MemoryEvidenceStore } from '@keysweep/core/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { readPrevious } from './previous-summary.ts';
import { summaryOf } from './render/testing/summary-of.ts';

const OURS = { id: '20261127T235500Z-weekly', organizationId: 'o-exampleorg1' };
const BEFORE = '20261120T235500Z-weekly';
const pathOf = (id: string) => `${evidenceKeys.summary(id)}/summary.json`;
const throttled: Failure = { kind: 'throttled', operation: 's3:GetObject', code: 'SlowDown', message: 'slower' };

describe('the summary before ours', () => {
  let evidence: MemoryEvidenceStore;
  const store = (key: string, value: unknown) => {
    evidence.records.set(key, { body: typeof value === 'string' ? value : JSON.stringify(value), etag: '"1"' });
  };
  const pointTo = (id: string) =>
    store(evidenceKeys.latest, { schema: 'keysweep/latest/1', summary: evidenceKeys.summary(id), at: aSummary(id).at });
  const read = () => readPrevious(OURS, evidence);

  beforeEach(() => {
    evidence = new MemoryEvidenceStore();
    store(pathOf(BEFORE), aSummary(BEFORE));
    pointTo(BEFORE);
  });

  it('is the one that was published last', async () => {
    expect(await read()).toEqual({ state: 'compared', summary: aSummary(BEFORE) });
  });

  it('is none where none was published yet', async () => {
    expect(await readPrevious(OURS, new MemoryEvidenceStore())).toEqual({ state: 'first' });
  });

  it.each<[string, Summary['comparison'], object]>([
    [
      'the one that ours was compared with',
      { state: 'compared', summaryId: BEFORE, at: aSummary(BEFORE).at },
      { state: 'compared', summary: aSummary(BEFORE) },
    ],
    ['none, where ours was the first', { state: 'first' }, { state: 'first' }],
    ['unread, where ours did not read it', { state: 'unread', why: 'no' }, { state: 'unread', why: 'no' }],
  ])('is, when ours is published again, %s', async (_what, comparison, expected) => {
    store(pathOf(OURS.id), { ...aSummary(OURS.id), comparison });
    pointTo(OURS.id);
    expect(await read()).toEqual(expected);
  });

  it.each([
    ['the pointer', evidenceKeys.latest, 'which summary was the last'],
    ['the summary', pathOf(BEFORE), 'the previous summary'],
  ])('is unread where %s cannot be read', async (_what, key, named) => {
    evidence.failing = (_operation, asked) => (asked === key ? throttled : null);
    expect(await read()).toEqual({
      state: 'unread',
      why: `${named} could not be read: s3:GetObject: SlowDown: slower`,
    });
  });

  it.each<[string, () => void, string]>([
    ['the pointer is no JSON', () => store(evidenceKeys.latest, 'latest'), 'it is not JSON'],
    ['the pointer is of another kind', () => store(evidenceKeys.latest, { schema: 'x' }), 'malformed at schema'],
    ['the summary is cut off', () => store(pathOf(BEFORE), JSON.stringify(aSummary(BEFORE)).slice(0, -1)), 'not JSON'],
    ['it lacks a part', () => store(pathOf(BEFORE), { ...aSummary(BEFORE), accounts: 1 }), 'malformed at accounts'],
    ['it is no summary', () => store(pathOf(BEFORE), { schema: 'keysweep/summary/x' }), 'malformed at schema'],
    [
      'it is of an earlier version',
      () => store(pathOf(BEFORE), { ...aSummary(BEFORE), schema: 'keysweep/summary/2' }),
      'the previous summary is keysweep/summary/2, which this version does not read',
    ],
    [
      'it is of another organization',
      () => store(pathOf(BEFORE), { ...aSummary(BEFORE), organizationId: 'o-another' }),
      'its organizationId is o-another, not o-exampleorg1',
    ],
    [
      'it is gone',
      () => evidence.records.delete(pathOf(BEFORE)),
      `the previous summary, summaries/${BEFORE}, is not there any more`,
    ],
    [
      'ours, of an earlier try, cannot be read',
      () => {
        pointTo(OURS.id);
        store(pathOf(OURS.id), '{');
      },
      'the previous summary could not be read: keysweep:ReadRecord: MalformedRecord: it is not JSON',
    ],
  ])('is unread where %s', async (_what, spoil, why) => {
    spoil();
    expect(await read()).toEqual({ state: 'unread', why: expect.stringContaining(why) as string });
  });

  it('is unread in a few words however long the reason is', async () => {
    evidence.failing = () => ({ ...throttled, message: 'x'.repeat(5_000) });
    const previous = await read();
    expect(previous.state === 'unread' && previous.why).toHaveLength(LONGEST_TEXT);
  });
});

function aSummary(id: string): Summary {
  return summaryOf({ id, accounts: [], organizationId: OURS.organizationId });
}
