import { evidenceKeys, type Failure } from '@keysweep/core';
import { MemoryEvidenceStore } from '@keysweep/core/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { readLatestSummary } from './latest-summary.ts';
import { summaryOf } from './render/testing/summary-of.ts';

const FOLDER = 'summaries/2026-11-20T23-55-00Z-weekly';
const BODY = `${FOLDER}/summary.json`;
const POINTER = JSON.stringify({ schema: 'keysweep/latest/1', summary: FOLDER, at: '2026-11-21T00:10:00.000Z' });
const throttled: Failure = {
  kind: 'throttled',
  operation: 's3:GetObject',
  code: 'SlowDown',
  message: 'reduce your request rate',
};

describe('the summary published last', () => {
  let evidence: MemoryEvidenceStore;
  beforeEach(async () => {
    evidence = new MemoryEvidenceStore();
    await evidence.putOnce(evidenceKeys.latest, POINTER);
    await evidence.putOnce(BODY, JSON.stringify(summaryOf()));
  });

  it('is the one that the pointer names', async () => {
    expect(await readLatestSummary(evidence)).toEqual({ state: 'known', value: summaryOf() });
  });

  it('is absent where none was published yet', async () => {
    expect(await readLatestSummary(new MemoryEvidenceStore())).toEqual({ state: 'absent' });
  });

  it.each([evidenceKeys.latest, BODY])('is unknown where %s cannot be read', async (key) => {
    evidence.failing = (_operation, asked) => (asked === key ? throttled : null);
    expect(await readLatestSummary(evidence)).toEqual({ state: 'unknown', failure: throttled });
  });

  it.each([
    ['the pointer is no JSON', evidenceKeys.latest, 'latest'],
    ['the pointer is of another kind', evidenceKeys.latest, JSON.stringify({ schema: 'keysweep/latest/2' })],
    ['the summary is cut off', BODY, JSON.stringify(summaryOf()).slice(0, -1)],
    ['the summary is not what it should be', BODY, JSON.stringify({ ...summaryOf(), verdict: 'fine' })],
  ])('is refused as malformed where %s', async (_what, key, body) => {
    evidence.records.delete(key);
    await evidence.putOnce(key, body);
    expect(await readLatestSummary(evidence)).toMatchObject({ state: 'unknown', failure: { kind: 'malformed' } });
  });

  it('is not read where another version wrote it, and says so', async () => {
    evidence.records.delete(BODY);
    await evidence.putOnce(BODY, JSON.stringify({ ...summaryOf(), schema: 'keysweep/summary/2' }));
    expect(await readLatestSummary(evidence)).toMatchObject({
      state: 'unknown',
      failure: {
        ...{ kind: 'malformed', code: 'OtherVersion' },
        message:
          'the summary is keysweep/summary/2, which this version of keysweep does not read; the next one it will',
      },
    });
  });

  it('is absent where the pointer names what is not there', async () => {
    evidence.records.delete(BODY);
    expect(await readLatestSummary(evidence)).toEqual({ state: 'absent' });
  });
});
