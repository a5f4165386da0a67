import type { EvidenceStore, PutResult, StoredRecord } from '../ports.ts';
import { known, unknown, type Failure, type PagedReading, type Reading } from '../reading.ts';

/** An evidence bucket in memory. `failing` makes an operation on a key fail. */
export class MemoryEvidenceStore implements EvidenceStore {
  readonly records = new Map<string, StoredRecord>();
  failing: (operation: 's3:PutObject' | 's3:GetObject' | 's3:ListBucket', key: string) => Failure | null = () => null;
  #writes = 0;

  putOnce(key: string, body: string): Promise<PutResult> {
    return this.replace(key, body, null);
  }

  async replace(key: string, body: string, etag: string | null): Promise<PutResult> {
    const failure = this.failing('s3:PutObject', key);
    if (failure !== null) return { state: 'failed', failure };
    if ((this.records.get(key)?.etag ?? null) !== etag) return { state: 'exists' };
    this.#writes += 1;
    const written = `"${this.#writes}"`;
    this.records.set(key, { body, etag: written });
    return { state: 'written', etag: written };
  }

  async get(key: string): Promise<Reading<StoredRecord>> {
    const failure = this.failing('s3:GetObject', key);
    if (failure !== null) return unknown(failure);
    const record = this.records.get(key);
    return record === undefined ? { state: 'absent' } : known(record);
  }

  async list(prefix: string): Promise<PagedReading<string>> {
    const failure = this.failing('s3:ListBucket', prefix);
    if (failure !== null) return { items: [], end: unknown(failure) };
    return {
      items: [...this.records.keys()].filter((key) => key.startsWith(prefix)).sort(),
      end: { state: 'complete' },
    };
  }
}
