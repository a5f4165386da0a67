import { LONGEST_LINE, type EvidenceStore, type Reading } from '@keysweep/core';
import { expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';

const KEY = 'summaries/20261120T235500Z/accounts.csv';
const MIB = 1024 * 1024;
/** Enough for more than two parts of any store. */
const LONG = 17 * MIB;

/** What `EvidenceStore` promises of records that are too long to be held whole. */
export function describeLongRecords(backend: Backend): void {
  describeWriting(backend);
  describeReplacing(backend);
  describeReading(backend);
}

function describeWriting(backend: Backend): void {
  const line = `{"name":"=cmd|ä€😀","rest":"${'x'.repeat(50)}"}\n`;
  const examples: readonly (readonly [name: string, pieces: () => readonly string[]])[] = [
    ['in one piece of many parts', () => ['ä€😀\n'.repeat(LONG / 8)]],
    ['in many small writes', () => Array.from({ length: LONG / 85 }, () => line)],
    ['cut within characters', () => inPieces(`a${'😀'.repeat(LONG / 4)}`, 999_999)],
    ['of a single part', () => [line, 'ende']],
    ['of nothing', () => []],
  ];
  for (const [name, pieces] of examples) {
    contractTest(backend, `a long record is read back as it was written: ${name}`, {
      world: {},
      holds: async (made) => {
        const store = made.evidenceStore();
        const written = pieces();
        expect(await writeAll(store, written)).toBe(null);
        expect((await bodyOf(store)) === written.join('')).toBe(true);
        const { lines, read } = await linesOf(store);
        expect(read).toEqual({ state: 'known', value: null });
        expect(sameLines(lines, written.join(''))).toBe(true);
      },
    });
  }
}

function describeReplacing(backend: Backend): void {
  contractTest(backend, 'a long record is not to be seen before it is ended, and then replaces what was there', {
    world: {},
    holds: async (made) => {
      const store = made.evidenceStore();
      for (const [before, pieces] of [
        ['old', ['x'.repeat(LONG), 'long']],
        [`${'x'.repeat(LONG)}long`, ['short']],
      ] as const) {
        if (before === 'old') await store.putOnce(KEY, before);
        const record = store.writeLong(KEY);
        for (const piece of pieces) await record.write(piece);
        expect((await bodyOf(store)) === before).toBe(true);
        expect(await record.end()).toBe(null);
        expect((await bodyOf(store)) === pieces.join('')).toBe(true);
      }
      expect(await store.list('summaries/')).toEqual({ items: [KEY], end: { state: 'complete' } });
    },
  });

  contractTest(backend, 'a long record that fails in the middle says so in the end, and leaves what was there', {
    world: {},
    holds: async (made) => {
      const store = made.evidenceStore();
      await store.putOnce(KEY, 'old');
      made.addFault({ operation: 's3:UploadPart', calls: [2], kind: 'AccessDenied' });
      const failure = await writeAll(store, ['x'.repeat(LONG), 'more', 'x'.repeat(LONG)]);
      expect(failure).toMatchObject({ kind: 'access-denied' });
      expect(await bodyOf(store)).toBe('old');
      expect(await store.list('summaries/')).toEqual({ items: [KEY], end: { state: 'complete' } });
    },
  });
}

function describeReading(backend: Backend): void {
  contractTest(backend, 'a record is read line by line, until one has enough', {
    world: {},
    holds: async (made) => {
      const store = made.evidenceStore();
      await store.putOnce(KEY, '1\n\n3\n4');
      expect(await linesOf(store)).toEqual({ lines: ['1', '', '3', '4'], read: { state: 'known', value: null } });
      await writeAll(store, [`${'line\n'.repeat(LONG / 5)}last`]);
      expect(await linesOf(store, 2)).toEqual({ lines: ['line', 'line'], read: { state: 'known', value: null } });
      expect((await linesOf(store)).lines.at(-1)).toBe('last');
    },
  });

  contractTest(backend, 'a record that does not exist has no lines, and is absent', {
    world: {},
    holds: async (made) => {
      expect(await linesOf(made.evidenceStore())).toEqual({ lines: [], read: { state: 'absent' } });
    },
  });

  contractTest(backend, 'a line that is longer than it may be is not read', {
    world: {},
    holds: async (made) => {
      const store = made.evidenceStore();
      await writeAll(store, ['1\n', 'x'.repeat(LONGEST_LINE), '\n2\n', 'x'.repeat(LONGEST_LINE + 1), '\n4\n']);
      const { lines, read } = await linesOf(store);
      expect(lines.map(({ length }) => length)).toEqual([1, LONGEST_LINE, 1]);
      expect(read).toMatchObject({ state: 'unknown', failure: { kind: 'too-large' } });
    },
  });
}

async function writeAll(store: EvidenceStore, pieces: readonly string[]) {
  const record = store.writeLong(KEY);
  for (const piece of pieces) await record.write(piece);
  return record.end();
}

async function bodyOf(store: EvidenceStore): Promise<string | null> {
  const stored = await store.get(KEY);
  return stored.state === 'known' ? stored.value.body : null;
}

async function linesOf(
  store: EvidenceStore,
  enough = Infinity,
): Promise<{ readonly lines: readonly string[]; readonly read: Reading<null> }> {
  const lines: string[] = [];
  const read = await store.readLines(KEY, (line) => lines.push(line) < enough);
  return { lines, read };
}

/** Compared without printing them: they are long. */
function sameLines(lines: readonly string[], text: string): boolean {
  const expected = text.split('\n');
  if (expected.at(-1) === '') expected.pop();
  return lines.length === expected.length && lines.every((line, index) => line === expected[index]);
}

function inPieces(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, at) => text.slice(at * length, (at + 1) * length));
}
