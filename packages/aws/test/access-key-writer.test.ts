import { KeysweepError } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { accessKeyWriter, createIamClient } from '../src/iam/index.ts';
import { iamError, networkError, stub, type StubAnswer } from './wire.ts';

const KEY = { userName: 'ann', accessKeyId: 'AKIAEXAMPLE1' };
const DONE: StubAnswer = { status: 200, body: '<R><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></R>' };

function writing(answers: readonly StubAnswer[], maxAttempts = 3) {
  const wire = stub(answers, { maxAttempts });
  return { ...wire, writer: accessKeyWriter(createIamClient(wire.connection)) };
}

it('deactivates and deletes by explicit user and key, and sets no status but Inactive', async () => {
  const { writer, sent } = writing([DONE]);
  expect(await writer.deactivate(KEY)).toEqual({ state: 'done', attempts: 1 });
  expect(await writer.delete(KEY)).toEqual({ state: 'done', attempts: 1 });
  expect(sent.map(({ parameters }) => parameters)).toEqual([
    {
      Action: 'UpdateAccessKey',
      Version: '2010-05-08',
      UserName: 'ann',
      AccessKeyId: 'AKIAEXAMPLE1',
      Status: 'Inactive',
    },
    { Action: 'DeleteAccessKey', Version: '2010-05-08', UserName: 'ann', AccessKeyId: 'AKIAEXAMPLE1' },
  ]);
});

it.each([
  { userName: '', accessKeyId: 'AKIA' },
  { userName: '  ', accessKeyId: 'AKIA' },
  { userName: 'ann', accessKeyId: '' },
])('refuses %o before anything is sent', (key) => {
  const { writer, sent } = writing([DONE]);
  expect(() => writer.deactivate(key)).toThrow(KeysweepError);
  expect(() => writer.delete(key)).toThrow(KeysweepError);
  expect(sent).toEqual([]);
});

describe('attempts', () => {
  it.each<[string, readonly StubAnswer[], object]>([
    [
      'a lost answer and then absence',
      [networkError('ECONNRESET'), iamError(404, 'NoSuchEntity')],
      { state: 'absent', attempts: 2 },
    ],
    ['absence at once', [iamError(404, 'NoSuchEntity')], { state: 'absent', attempts: 1 }],
    [
      'throttling that passes',
      [iamError(400, 'Throttling'), iamError(400, 'Throttling'), DONE],
      { state: 'done', attempts: 3 },
    ],
    [
      'a network that stays down',
      [networkError('ECONNRESET')],
      { state: 'failed', attempts: 3, failure: { kind: 'network', code: 'ECONNRESET' } },
    ],
    [
      'a refusal',
      [iamError(403, 'AccessDenied')],
      { state: 'failed', attempts: 1, failure: { kind: 'access-denied' } },
    ],
    [
      'IAM failing',
      [iamError(500, 'ServiceFailure')],
      { state: 'failed', attempts: 3, failure: { kind: 'service-error' } },
    ],
    [
      'an answer nobody can read',
      [{ status: 200, body: '<html>' }],
      { state: 'failed', attempts: 1, failure: { kind: 'malformed' } },
    ],
  ])('are counted on the wire through %s', async (_, answers, expected) => {
    const { writer, sent } = writing(answers);
    const result = await writer.delete(KEY);
    expect(result).toMatchObject(expected);
    expect(result.attempts).toBe(sent.length);
  });

  it('are none where the request never left', async () => {
    const wire = stub([DONE], {
      credentials: () => Promise.reject(Object.assign(new TypeError('none'), { name: 'CredentialsProviderError' })),
    });
    const result = await accessKeyWriter(createIamClient(wire.connection)).delete(KEY);
    expect(result).toMatchObject({
      state: 'failed',
      attempts: 0,
      failure: { kind: 'access-denied', operation: 'iam:DeleteAccessKey' },
    });
  });
});

it('presents itself as keysweep', async () => {
  const { writer, sent } = writing([DONE]);
  await writer.delete(KEY);
  expect(sent[0]?.headers['user-agent']).toContain('keysweep');
});

it("gets every key deleted under a limit of 20 a second, with the SDK's own pauses", { timeout: 60_000 }, async () => {
  const window: number[] = [];
  const wire = stub(() => {
    const now = Date.now();
    while (window[0] !== undefined && now - window[0] >= 1000) window.shift();
    if (window.length >= 20) return iamError(400, 'Throttling');
    window.push(now);
    return DONE;
  });
  const { retryDelayMs: _, ...connection } = wire.connection;
  const writer = accessKeyWriter(createIamClient(connection));
  const keys = Array.from({ length: 60 }, (_unused, index) => ({
    userName: 'ann',
    accessKeyId: `AKIA${String(index)}`,
  }));
  const queue = [...keys];
  const results: string[] = [];
  const worker = async () => {
    for (let key = queue.shift(); key !== undefined; key = queue.shift())
      results.push((await writer.delete(key)).state);
  };
  await Promise.all(Array.from({ length: 5 }, worker));
  expect(results).toEqual(keys.map(() => 'done'));
});
