import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { MemoryEvidenceStore } from './memory/index.ts';
import { known, type Reading } from './reading.ts';
import { demand, readStored, serialise, storeOnce } from './stored-record.ts';
import { aFailure, unread } from './testing/account.ts';

const check = { schema: v.object({ schema: v.literal('test/1'), accountId: v.string() }), subject: { accountId: '1' } };
const record = { schema: 'test/1', accountId: '1' } as const;
const theirs = { ...record, accountId: '2' };

describe('readStored', () => {
  it.each([
    ['known', serialise(record)],
    ['unknown', serialise(theirs)],
    ['unknown', 'not JSON'],
  ])('a stored record is %s: %j', async (state, body) => {
    const store = new MemoryEvidenceStore();
    await store.putOnce('a', body);
    expect((await readStored(store, 'a', check)).state).toBe(state);
  });

  it('says what the store says of a record that is not there, or cannot be read', async () => {
    const store = new MemoryEvidenceStore();
    expect(await readStored(store, 'a', check)).toEqual({ state: 'absent' });
    store.failing = () => aFailure();
    expect(await readStored(store, 'a', check)).toEqual(unread());
  });
});

describe('storeOnce', () => {
  it('stores a record, as text that reads back the same', async () => {
    const store = new MemoryEvidenceStore();
    expect(await storeOnce(store, { key: 'a', record }, check)).toEqual(known(record));
    expect(await readStored(store, 'a', check)).toEqual(known(record));
  });

  it('gives back what is stored already, which is the record then', async () => {
    const store = new MemoryEvidenceStore();
    const first = { schema: 'test/1', accountId: '1', by: 'another' };
    await store.putOnce('a', serialise(first));
    expect(await storeOnce(store, { key: 'a', record }, check)).toEqual(known(record));
    expect(store.records.get('a')?.body).toBe(serialise(first));
  });

  it('is unknown where nothing could be stored, or what is stored is of somebody else', async () => {
    const store = new MemoryEvidenceStore();
    store.failing = () => aFailure();
    expect(await storeOnce(store, { key: 'a', record }, check)).toEqual(unread());
    store.failing = () => null;
    await store.putOnce('a', serialise(theirs));
    expect((await storeOnce(store, { key: 'a', record }, check)).state).toBe('unknown');
  });
});

describe('demand', () => {
  it('hands a value over', () => {
    expect(demand(known(1), 'it')).toBe(1);
  });

  it.each<[string, Reading<never>, string]>([
    ['evidence-unreadable', { state: 'absent' }, 'it is not there'],
    ['evidence-unreadable', unread(), 'it could not be read: iam:GetGroup: AccessDenied: not authorized'],
    ['evidence-malformed', unread({ kind: 'malformed', message: 'm' }), 'it could not be read'],
  ])('%s where there is none: row %#', (code, reading, message) => {
    expect(() => demand(reading, 'it')).toThrow(expect.objectContaining({ code }));
    expect(() => demand(reading, 'it')).toThrow(message);
  });
});
