import { LineReader, lineTooLong } from '../line-reader.ts';
import type { EvidenceStore, LongRecord, PutResult, StoredRecord } from '../ports.ts';
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
    return { state: 'written', etag: this.#store(key, body) };
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

  writeLong(key: string): LongRecord {
    let body = '';
    let failure: Failure | null = null;
    return {
      write: async (text) => {
        failure ??= this.failing('s3:PutObject', key);
        if (failure === null) body += text;
      },
      end: async () => {
        failure ??= this.failing('s3:PutObject', key);
        if (failure === null) this.#store(key, body);
        return failure;
      },
    };
  }

  async readLines(key: string, visit: (line: string) => boolean): Promise<Reading<null>> {
    const record = await this.get(key);
    if (record.state !== 'known') return record;
    const reader = new LineReader(visit);
    const read = reader.read(record.value.body);
    if (read === 'too-long') return unknown(lineTooLong('s3:GetObject'));
    if (read === 'more') reader.end();
    return known(null);
  }

  #store(key: string, body: string): string {
    this.#writes += 1;
    const etag = `"${this.#writes}"`;
    this.records.set(key, { body, etag });
    return etag;
  }
}
