import { Readable } from 'node:stream';
import { LONGEST_LINE } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { evidenceStore } from '../src/index.ts';
import { networkError, stub, type SentRequest, type StubAnswer } from './wire.ts';

const KEY = 'summaries/a/accounts.csv';
const MIB = 1024 * 1024;

const s3Error = (status: number, code: string): StubAnswer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>m</Message></Error>`,
});

/** The operation of a request, as S3 tells it: by its method and query. */
function operationOf({ method, query }: SentRequest): string {
  if (method === 'POST') return 'uploads' in query ? 'CreateMultipartUpload' : 'CompleteMultipartUpload';
  return String(query['x-id']);
}

const GOOD: Readonly<Record<string, StubAnswer>> = {
  PutObject: { status: 200, body: '', headers: { etag: '"e"' } },
  CreateMultipartUpload: {
    status: 200,
    body: '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>',
  },
  UploadPart: { status: 200, body: '', headers: { etag: '"p"', 'x-amz-checksum-crc32': 'AAAAAA==' } },
  CompleteMultipartUpload: {
    status: 200,
    body: '<CompleteMultipartUploadResult><ETag>"e-2"</ETag></CompleteMultipartUploadResult>',
  },
  AbortMultipartUpload: { status: 204, body: '' },
};

/** A store on an S3 in which all goes well but what is said. */
function storing(bad: Readonly<Record<string, StubAnswer>> = {}) {
  const answers = { ...GOOD, ...bad };
  const { connection, sent } = stub((request) => answers[operationOf(request)] ?? new TypeError('no answer'), {
    maxAttempts: 1,
  });
  const store = evidenceStore(connection, { bucket: 'evidence' });
  return { store, sent, operations: () => sent.map(operationOf) };
}

describe('a long record', () => {
  it('is one object, written in one piece, as long as it fits into one', async () => {
    const { store, sent, operations } = storing();
    const long = store.writeLong(KEY);
    for (const piece of ['ä', '\uD83D', '\uDE00\n']) await long.write(piece);
    expect(sent).toEqual([]);
    expect(await long.end()).toBe(null);
    expect(operations()).toEqual(['PutObject']);
    expect(sent[0]).toMatchObject({ body: 'ä😀\n', headers: { 'content-type': 'text/csv; charset=utf-8' } });
    expect(sent[0]?.headers).not.toHaveProperty('if-none-match');
  });

  it('may be empty', async () => {
    const { store, sent } = storing();
    expect(await store.writeLong(KEY).end()).toBe(null);
    expect(sent[0]).toMatchObject({ body: '' });
  });

  it('is uploaded in parts beyond that, in order, whole, with their checksums', async () => {
    const { store, sent, operations } = storing();
    const long = store.writeLong(KEY);
    const text = '😀'.repeat(4 * MIB + 1);
    // Nobody has to wait for their turn.
    await Promise.all([long.write('a'), long.write(text), long.write('z')]);
    expect(operations()).toEqual(['CreateMultipartUpload', 'UploadPart', 'UploadPart']);
    expect(await long.end()).toBe(null);
    expect(operations().slice(3)).toEqual(['UploadPart', 'CompleteMultipartUpload']);
    const [begin, first, second, third, end] = sent;
    expect(begin?.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'x-amz-checksum-algorithm': 'CRC32',
    });
    expect([first, second, third].map((part) => part?.query['partNumber'])).toEqual(['1', '2', '3']);
    expect([first, second, third].map((part) => part?.body).join('') === `a${text}z`).toBe(true);
    expect(Buffer.byteLength(first?.body ?? '')).toBe(8 * MIB - 3);
    expect(end?.body.match(/<ChecksumCRC32>AAAAAA==<\/ChecksumCRC32><PartNumber>\d/g)).toHaveLength(3);
    expect(end?.headers).not.toHaveProperty('if-none-match');
  });

  it.each([
    ['PutObject', 'a', []],
    ['CreateMultipartUpload', 'a'.repeat(9 * MIB), []],
    ['UploadPart', 'a'.repeat(9 * MIB), ['AbortMultipartUpload']],
    ['CompleteMultipartUpload', 'a'.repeat(9 * MIB), ['AbortMultipartUpload']],
  ])('whose %s fails is given up, and says so in the end', async (operation, text, after) => {
    const failures: readonly (readonly [StubAnswer, object])[] = [
      [s3Error(403, 'AccessDenied'), { kind: 'access-denied', code: 'AccessDenied' }],
      [s3Error(503, 'SlowDown'), { kind: 'throttled' }],
      [networkError('ECONNRESET'), { kind: 'network' }],
    ];
    for (const [answer, failure] of failures) {
      const { store, operations } = storing({
        [operation]: answer,
        AbortMultipartUpload: s3Error(500, 'InternalError'),
      });
      const long = store.writeLong(KEY);
      await long.write(text);
      await long.write(text);
      expect(await long.end()).toMatchObject({ ...failure, operation: `s3:${operation}` });
      expect(operations().slice(operations().indexOf(operation) + 1)).toEqual(after);
    }
  });

  it('is not ended where S3 begins its answer well and then finds that it failed', async () => {
    const { store, operations } = storing({ CompleteMultipartUpload: s3Error(200, 'InternalError') });
    const long = store.writeLong(KEY);
    await long.write('a'.repeat(9 * MIB));
    expect(await long.end()).toMatchObject({ operation: 's3:CompleteMultipartUpload', kind: 'service-error' });
    expect(operations().at(-1)).toBe('AbortMultipartUpload');
  });

  it.each([
    ['CreateMultipartUpload', '<InitiateMultipartUploadResult/>'],
    ['UploadPart', ''],
  ])('needs what the answer to %s promises', async (operation, body) => {
    const { store } = storing({ [operation]: { status: 200, body } });
    const long = store.writeLong(KEY);
    await long.write('a'.repeat(9 * MIB));
    expect(await long.end()).toMatchObject({ operation: `s3:${operation}`, kind: 'malformed' });
  });
});

describe('reading by lines', () => {
  /** What is read of a body, and what the reading came to. */
  async function reading(body: StubAnswer, enough = Infinity) {
    const { store } = storing({ GetObject: body });
    const lines: string[] = [];
    const read = await store.readLines(KEY, (line) => lines.push(line) < enough);
    return { lines, read };
  }
  const streamed = (chunks: Iterable<Uint8Array>) => ({
    status: 200,
    body: Readable.from(chunks),
  });

  it('puts together what the network cuts apart', async () => {
    const text = '\u{FEFF}ä€😀\n\nende';
    for (const size of [1, 2, 3, 5]) {
      const bytes = Buffer.from(text);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      expect(await reading(streamed(chunks))).toEqual({
        lines: ['\u{FEFF}ä€😀', '', 'ende'],
        read: { state: 'known', value: null },
      });
    }
  });

  it('stops where it is told to, and leaves the rest where it is', async () => {
    const body = Readable.from(endless());
    expect(await reading({ status: 200, body }, 3)).toEqual({
      lines: ['line', 'line', 'line'],
      read: { state: 'known', value: null },
    });
    expect(body.destroyed).toBe(true);
  });

  it('is unknown where the network fails in the middle', async () => {
    const { lines, read } = await reading(streamed(breaking(networkError('ECONNRESET'))));
    expect(lines).toEqual(['one']);
    expect(read).toMatchObject({ state: 'unknown', failure: { kind: 'network', operation: 's3:GetObject' } });
  });

  it.each([
    ['is no UTF-8', [0xff, 0x0a]],
    ['ends within a character', [0xf0, 0x9f]],
  ])('is unknown where the record %s', async (_, bytes) => {
    const { lines, read } = await reading(streamed([Buffer.from(bytes)]));
    expect(lines).toEqual([]);
    expect(read).toMatchObject({ state: 'unknown', failure: { kind: 'malformed' } });
  });

  it('keeps no line that is too long', async () => {
    const body = Readable.from(without('\n'));
    const { lines, read } = await reading({ status: 200, body });
    expect(lines).toEqual([]);
    expect(read).toMatchObject({ state: 'unknown', failure: { kind: 'too-large', operation: 's3:GetObject' } });
    expect(body.destroyed).toBe(true);
  });

  it('says what is absent, and what could not be asked', async () => {
    expect((await reading(s3Error(404, 'NoSuchKey'))).read).toEqual({ state: 'absent' });
    expect((await reading(s3Error(404, 'NoSuchBucket'))).read).toMatchObject({ failure: { kind: 'not-found' } });
    expect((await reading(s3Error(403, 'AccessDenied'))).read).toMatchObject({ failure: { kind: 'access-denied' } });
    expect((await reading(networkError('ECONNREFUSED'))).read).toMatchObject({ failure: { kind: 'network' } });
  });

  it('lets a visitor fail in its own way', async () => {
    const { store } = storing({ GetObject: { status: 200, body: 'line\n' } });
    const visit = () => {
      throw new RangeError('of the visitor');
    };
    await expect(store.readLines(KEY, visit)).rejects.toThrow('of the visitor');
  });

  function* endless() {
    for (;;) yield Buffer.from('line\n');
  }

  function* breaking(error: Error) {
    yield Buffer.from('one\ntw');
    throw error;
  }

  function* without(end: string) {
    const chunk = Buffer.alloc(MIB, 'a');
    for (let length = 0; length <= 4 * LONGEST_LINE; length += MIB) yield chunk;
    yield Buffer.from(end);
  }
});
