import { describe, expect, it } from 'vitest';
import { readAccountOfKey } from '../src/index.ts';
import { reactivateAccessKey } from '../src/restore/index.ts';
import { iamAnswer, iamError, networkError, stub, type StubAnswer } from './wire.ts';

const KEY = { userName: 'ann', accessKeyId: 'AKIAANN' };

describe('reactivating an access key', () => {
  const reactivate = (answer: StubAnswer) => reactivateAccessKey(stub([answer], { maxAttempts: 1 }).connection, KEY);

  it('names the user, the key, and nothing but Active', async () => {
    const wire = stub([iamAnswer('UpdateAccessKey', '')]);
    expect(await reactivateAccessKey(wire.connection, KEY)).toEqual({ state: 'known', value: null });
    expect(wire.sent[0]?.parameters).toMatchObject({
      Action: 'UpdateAccessKey',
      UserName: 'ann',
      AccessKeyId: 'AKIAANN',
      Status: 'Active',
    });
  });

  it.each<[string, StubAnswer, object]>([
    ['there is no such key', iamError(404, 'NoSuchEntity'), { state: 'absent' }],
    ['it is refused', iamError(403, 'AccessDenied'), { state: 'unknown', failure: { kind: 'access-denied' } }],
    ['the line breaks', networkError('ECONNRESET'), { state: 'unknown', failure: { kind: 'network' } }],
  ])('is not done where %s', async (_, answer, reading) => {
    expect(await reactivate(answer)).toMatchObject(reading);
  });

  it.each([
    { userName: ' ', accessKeyId: 'AKIAANN' },
    { userName: 'ann', accessKeyId: '' },
  ])('is never asked for without a name: %o', async (key) => {
    const wire = stub([iamAnswer('UpdateAccessKey', '')]);
    await expect(reactivateAccessKey(wire.connection, key)).rejects.toMatchObject({ code: 'internal' });
    expect(wire.sent).toEqual([]);
  });
});

describe('the account of a key', () => {
  const read = (answer: StubAnswer) => readAccountOfKey(stub([answer], { maxAttempts: 1 }).connection, 'AKIAANN');

  it('is what AWS says', async () => {
    const answer = iamAnswer('GetAccessKeyInfo', '<Account>111122223333</Account>');
    expect(await read(answer)).toEqual({ state: 'known', value: '111122223333' });
  });

  it.each<[string, StubAnswer, string]>([
    ['names none', iamAnswer('GetAccessKeyInfo', ''), 'malformed'],
    ['refuses', iamError(403, 'AccessDenied'), 'access-denied'],
  ])('is not known where AWS %s', async (_, answer, kind) => {
    expect(await read(answer)).toMatchObject({ state: 'unknown', failure: { kind } });
  });
});
