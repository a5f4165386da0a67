import type { EvidenceStore, LongRecord, PagedReading, PutResult } from '@keysweep/core';

/** The evidence there is, and where what is written goes instead. */
export interface EvidenceLayers {
  /** Read, and never written to. */
  readonly base: EvidenceStore;
  /** Takes every write. What lies in it from earlier is not seen, and gives way. */
  readonly own: EvidenceStore;
}

/** Evidence that is read from one place and written to another, as if both were one: for looking without leaving a trace. */
export function overlayEvidence({ base, own }: EvidenceLayers): EvidenceStore {
  const ours = new Set<string>();
  const placeOf = (key: string): EvidenceStore => (ours.has(key) ? own : base);
  const replace = async (key: string, body: string, etag: string | null): Promise<PutResult> => {
    if (ours.has(key)) return own.replace(key, body, etag);
    const stored = await base.get(key);
    if (stored.state === 'unknown') return { state: 'failed', failure: stored.failure };
    if ((stored.state === 'known' ? stored.value.etag : null) !== etag) return { state: 'exists' };
    const put = await writeOver(own, key, body);
    // Whoever was faster is in this process: nobody else writes to these layers.
    if (put.state !== 'failed') ours.add(key);
    return put;
  };
  return {
    putOnce: (key, body) => replace(key, body, null),
    replace,
    get: (key) => placeOf(key).get(key),
    list: async (prefix) => withOurs(await base.list(prefix), ours, prefix),
    writeLong: (key) => noted(own.writeLong(key), () => ours.add(key)),
    readLines: (key, visit) => placeOf(key).readLines(key, visit),
  };
}

/** What an earlier process left there is replaced, whatever it is. */
async function writeOver(own: EvidenceStore, key: string, body: string): Promise<PutResult> {
  const left = await own.get(key);
  if (left.state === 'unknown') return { state: 'failed', failure: left.failure };
  return own.replace(key, body, left.state === 'known' ? left.value.etag : null);
}

function withOurs({ items, end }: PagedReading<string>, ours: ReadonlySet<string>, prefix: string) {
  const added = [...ours].filter((key) => key.startsWith(prefix));
  return { items: [...new Set([...items, ...added])].sort(), end };
}

function noted(record: LongRecord, whenStored: () => void): LongRecord {
  return {
    write: (text) => record.write(text),
    end: async () => {
      const failure = await record.end();
      if (failure === null) whenStored();
      return failure;
    },
  };
}
