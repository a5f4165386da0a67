import { MemoryEvidenceStore } from '@keysweep/core/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { overlayEvidence } from './overlay-evidence.ts';

const DENIED = { kind: 'access-denied', operation: 's3:GetObject', code: 'AccessDenied', message: 'denied' } as const;

let base: MemoryEvidenceStore;
let own: MemoryEvidenceStore;
let overlay: ReturnType<typeof overlayEvidence>;
beforeEach(async () => {
  base = new MemoryEvidenceStore();
  own = new MemoryEvidenceStore();
  overlay = overlayEvidence({ base, own });
  await base.putOnce('history/policy=weekly.json', 'of the centre');
  await own.putOnce('history/policy=weekly.json', 'of an earlier audit');
});

const bodyOf = async (key: string): Promise<string | null> => {
  const stored = await overlay.get(key);
  return stored.state === 'known' ? stored.value.body : null;
};
const linesOf = async (key: string): Promise<string[]> => {
  const lines: string[] = [];
  await overlay.readLines(key, (line) => lines.push(line) > 0);
  return lines;
};

describe('evidence over a bucket', () => {
  it('reads the bucket, whatever an earlier process left beside it', async () => {
    expect(await bodyOf('history/policy=weekly.json')).toBe('of the centre');
    expect(await linesOf('history/policy=weekly.json')).toEqual(['of the centre']);
  });

  it('writes nothing to the bucket, and reads back what it wrote', async () => {
    const before = new Map(base.records);
    const stored = await base.get('history/policy=weekly.json');
    if (stored.state !== 'known') expect.unreachable();
    await overlay.replace('history/policy=weekly.json', 'of this audit', stored.value.etag);
    await overlay.putOnce('runs/audit=x/audit.json', 'new');
    const long = overlay.writeLong('summaries/x/keys.csv');
    await long.write('a\nb\n');
    expect(await long.end()).toBeNull();
    expect(base.records).toEqual(before);
    expect(await bodyOf('history/policy=weekly.json')).toBe('of this audit');
    expect(await linesOf('summaries/x/keys.csv')).toEqual(['a', 'b']);
    expect((await overlay.list('')).items).toEqual([
      'history/policy=weekly.json',
      'runs/audit=x/audit.json',
      'summaries/x/keys.csv',
    ]);
  });

  it('holds writes to the tags of the bucket', async () => {
    expect(await overlay.putOnce('history/policy=weekly.json', 'x')).toEqual({ state: 'exists' });
    expect(await overlay.replace('history/policy=weekly.json', 'x', '"other"')).toEqual({ state: 'exists' });
    expect(await bodyOf('history/policy=weekly.json')).toBe('of the centre');
  });

  it.each([
    ['the bucket', () => base],
    ['what lies beside it', () => own],
  ])('does not write where %s cannot be read', async (_, broken) => {
    broken().failing = (operation) => (operation === 's3:GetObject' ? DENIED : null);
    expect(await overlay.putOnce('seen/policy=weekly.json', 'x')).toEqual({ state: 'failed', failure: DENIED });
  });

  it('says that a list is not whole where that of the bucket is not', async () => {
    base.failing = () => DENIED;
    expect((await overlay.list('runs/')).end).toEqual({ state: 'unknown', failure: DENIED });
  });

  it('does not take a long record for its own that was not stored', async () => {
    own.failing = (operation) => (operation === 's3:PutObject' ? DENIED : null);
    const long = overlay.writeLong('history/policy=weekly.json');
    expect(await long.end()).toEqual(DENIED);
    expect(await bodyOf('history/policy=weekly.json')).toBe('of the centre');
  });
});
