import { createHash } from 'node:crypto';
import { KeysweepError } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import {
  auditAccess,
  evidenceStore,
  orderSigner,
  readOrderVerificationKey,
  startApprovedSweep,
  startSweep,
  sweepSwitch,
} from '../src/index.ts';
import { iamAnswer, iamError, jsonAnswer, networkError, stub, type StubAnswer } from './wire.ts';

const KEY = 'runs/policy=weekly/run=20261120T235500Z/plans/account=111122223333.json';
const s3Error = (status: number, code: string): StubAnswer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>m</Message></Error>`,
});

describe('the evidence store', () => {
  function storing(answers: readonly StubAnswer[]) {
    const wire = stub(answers, { maxAttempts: 2 });
    const pauses: number[] = [];
    const sleep = (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds));
    return {
      ...wire,
      pauses,
      store: evidenceStore(wire.connection, { bucket: 'keysweep-111122223333-eu-west-1', sleep }),
    };
  }
  const written: StubAnswer = { status: 200, body: '', headers: { etag: '"e1"' } };

  it('writes once with If-None-Match, and replaces with If-Match or If-None-Match', async () => {
    const { store, sent } = storing([written]);
    expect(await store.putOnce(KEY, '{}')).toEqual({ state: 'written', etag: '"e1"' });
    await store.replace(KEY, '{}', '"e0"');
    await store.replace(KEY, '{}', null);
    expect(sent.map(({ headers }) => [headers['if-none-match'], headers['if-match']])).toEqual([
      ['*', undefined],
      [undefined, '"e0"'],
      ['*', undefined],
    ]);
  });

  it('says of a page and of a table what they are, and of everything else that it is JSON', async () => {
    const { store, sent } = storing([written]);
    for (const key of [KEY, 'summaries/a/summary.html', 'summaries/a/keys.csv']) await store.putOnce(key, 'x');
    expect(sent.map(({ headers }) => headers['content-type'])).toEqual([
      'application/json',
      'text/html; charset=utf-8',
      'text/csv; charset=utf-8',
    ]);
  });

  it.each<[string, readonly StubAnswer[], object, number]>([
    ['412', [s3Error(412, 'PreconditionFailed')], { state: 'exists' }, 0],
    [
      '412 after a lost answer',
      [networkError('ECONNRESET'), s3Error(412, 'PreconditionFailed')],
      { state: 'exists' },
      0,
    ],
    ['one 409', [s3Error(409, 'ConditionalRequestConflict'), written], { state: 'written' }, 1],
    [
      '409 for ever',
      [s3Error(409, 'ConditionalRequestConflict')],
      { state: 'failed', failure: { kind: 'conflict' } },
      4,
    ],
    ['403', [s3Error(403, 'AccessDenied')], { state: 'failed', failure: { kind: 'access-denied' } }, 0],
    [
      'a record to replace that is gone',
      [s3Error(404, 'NoSuchKey')],
      { state: 'failed', failure: { kind: 'not-found' } },
      0,
    ],
    ['a broken line', [networkError('ECONNRESET')], { state: 'failed', failure: { kind: 'network' } }, 0],
    ['an answer without ETag', [{ status: 200, body: '' }], { state: 'failed', failure: { kind: 'malformed' } }, 0],
  ])('answers %s as data', async (_, answers, expected, pauses) => {
    const wired = storing(answers);
    expect(await wired.store.replace(KEY, '{}', '"e0"')).toMatchObject(expected);
    expect(wired.pauses).toHaveLength(pauses);
  });

  it.each<[string, StubAnswer, object]>([
    [
      'a record',
      { status: 200, body: '{"a":"ä"}', headers: { etag: '"e1"' } },
      { state: 'known', value: { body: '{"a":"ä"}', etag: '"e1"' } },
    ],
    ['no record', s3Error(404, 'NoSuchKey'), { state: 'absent' }],
    ['no bucket', s3Error(404, 'NoSuchBucket'), { state: 'unknown', failure: { kind: 'not-found' } }],
    ['a refusal', s3Error(403, 'AccessDenied'), { state: 'unknown', failure: { kind: 'access-denied' } }],
    ['a bare 404', { status: 404, body: '' }, { state: 'unknown' }],
  ])('reads %s', async (_, answer, expected) => {
    expect(await storing([answer]).store.get(KEY)).toMatchObject(expected);
  });

  const page = (keys: readonly string[], end: string): StubAnswer => ({
    status: 200,
    body: `<ListBucketResult><KeyCount>${String(keys.length)}</KeyCount>${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')}${end}</ListBucketResult>`,
  });
  const last = '<IsTruncated>false</IsTruncated>';
  const truncated = '<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>';

  it('lists all pages, empty ones included', async () => {
    const { store, sent } = storing([
      page(['a'], truncated),
      page([], truncated.replace('>t<', '>u<')),
      page(['b'], last),
    ]);
    expect(await store.list('runs/')).toEqual({ items: ['a', 'b'], end: { state: 'complete' } });
    expect(sent.map(({ query }) => query['continuation-token'])).toEqual([undefined, 't', 'u']);
    expect(await storing([page([], last)]).store.list('runs/')).toEqual({ items: [], end: { state: 'complete' } });
  });

  it.each<[string, StubAnswer]>([
    ['is truncated without a token', page(['b'], '<IsTruncated>true</IsTruncated>')],
    ['repeats its token', page(['b'], truncated)],
    ['lost its contents', { status: 200, body: `<ListBucketResult><KeyCount>3</KeyCount>${last}</ListBucketResult>` }],
    ['does not say whether it is the last', page(['b'], '')],
    ['is denied', s3Error(403, 'AccessDenied')],
  ])('keeps page one and ends unknown where page two %s', async (_, second) => {
    expect(await storing([page(['a'], truncated), second]).store.list('runs/')).toMatchObject({
      items: ['a'],
      end: { state: 'unknown' },
    });
  });
});

describe('the switch', () => {
  const read = (answer: StubAnswer) => sweepSwitch(stub([answer], { maxAttempts: 1 }).connection).read();
  const holding = (Value: string) => jsonAnswer(200, { Parameter: { Name: '/keysweep/state', Value } });

  it.each([
    ['enabled', { state: 'enabled' }],
    ['{"state":"enabled"}', { state: 'enabled' }],
    [' enabled\n', { state: 'enabled' }],
    ['paused', { state: 'paused', reason: 'not stated', by: 'not stated' }],
    ['{"state":"paused","reason":"incident","by":"ann"}', { state: 'paused', reason: 'incident', by: 'ann' }],
    ['{"state":"paused","reason":7}', { state: 'paused', reason: 'not stated', by: 'not stated' }],
  ])('reads %s', async (value, position) => {
    expect(await read(holding(value))).toEqual({ state: 'known', value: position });
  });

  it.each(['', 'Enabled', '"enabled"', 'true', '{}', '[]', 'null', '{"state":"ENABLED"}', '{"state":'])(
    'does not guess at %j',
    async (value) => {
      expect(await read(holding(value))).toMatchObject({ state: 'unknown', failure: { kind: 'malformed' } });
    },
  );

  it('tells absence from refusal', async () => {
    expect(await read(jsonAnswer(400, {}, 'ParameterNotFound'))).toEqual({ state: 'absent' });
    expect(await read(jsonAnswer(400, {}, 'AccessDeniedException'))).toMatchObject({
      state: 'unknown',
      failure: { kind: 'access-denied' },
    });
  });
});

describe('audit access', () => {
  const session = iamAnswer(
    'AssumeRole',
    '<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>',
  );

  it('reads with the credentials of the role it assumed', async () => {
    const wire = stub([session, iamError(404, 'NoSuchEntity')]);
    const opened = await auditAccess(wire.connection).open('111122223333', 'weekly 2026/11/20 ö');
    expect(opened.state === 'known' && (await opened.value.accessKeys('ann'))).toEqual({ state: 'absent' });
    expect(wire.sent[0]?.parameters).toMatchObject({
      RoleArn: 'arn:aws:iam::111122223333:role/keysweep-audit',
      RoleSessionName: 'weekly-2026-11-20--',
    });
    expect(wire.sent[1]?.headers['authorization']).toContain('Credential=ASIAEXAMPLE/');
  });

  it.each<[string, StubAnswer, string]>([
    ['is refused', iamError(403, 'AccessDenied'), 'access-denied'],
    ['answers without credentials', iamAnswer('AssumeRole', ''), 'malformed'],
  ])('is unknown where STS %s', async (_, answer, kind) => {
    expect(await auditAccess(stub([answer]).connection).open('111122223333', 'x')).toMatchObject({
      state: 'unknown',
      failure: { kind, operation: 'sts:AssumeRole' },
    });
  });

  it("reads the caller's own account without a role where that is asked for", async () => {
    const wire = stub([iamError(404, 'NoSuchEntity')]);
    const opened = await auditAccess(wire.connection, { ownAccountId: '111122223333' }).open('111122223333', 'x');
    expect(opened.state === 'known' && (await opened.value.accessKeys('ann'))).toEqual({ state: 'absent' });
    expect(wire.sent.map(({ parameters }) => parameters['Action'])).toEqual(['ListAccessKeys']);
  });

  it('opens accounts and nothing else', async () => {
    await expect(auditAccess(stub([session]).connection).open('1111/../role', 'x')).rejects.toThrow(KeysweepError);
  });
});

describe('the order signer', () => {
  it('has KMS sign the SHA-256 digest of the exact text', async () => {
    const wire = stub([
      jsonAnswer(200, {
        KeyId: 'k',
        Signature: Buffer.from('sig').toString('base64'),
        SigningAlgorithm: 'ECDSA_SHA_256',
      }),
    ]);
    const signature = Buffer.from('sig').toString('base64');
    expect(await orderSigner(wire.connection, 'alias/keysweep').sign('{"a":"ä"}')).toEqual({
      state: 'known',
      value: { order: '{"a":"ä"}', signature },
    });
    expect(JSON.parse(wire.sent[0]?.body ?? '')).toEqual({
      KeyId: 'alias/keysweep',
      Message: createHash('sha256').update('{"a":"ä"}').digest('base64'),
      MessageType: 'DIGEST',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
  });

  it.each<[string, StubAnswer, string]>([
    ['refuses', jsonAnswer(400, {}, 'AccessDeniedException'), 'access-denied'],
    ['says nothing', jsonAnswer(200, {}), 'malformed'],
  ])('gives no order where KMS %s', async (_, answer, kind) => {
    const reading = await orderSigner(stub([answer], { maxAttempts: 1 }).connection, 'k').sign('{}');
    expect(reading).toMatchObject({ state: 'unknown', failure: { kind, operation: 'kms:Sign' } });
  });
});

describe('the order verification key', () => {
  const key = (KeySpec: string) => jsonAnswer(200, { PublicKey: Buffer.from('der').toString('base64'), KeySpec });

  it('is the public half in base64, as kms get-public-key prints it', async () => {
    const wire = stub([key('ECC_NIST_P256')]);
    expect(await readOrderVerificationKey(wire.connection, 'alias/keysweep-orders')).toEqual({
      state: 'known',
      value: Buffer.from('der').toString('base64'),
    });
    expect(JSON.parse(wire.sent[0]?.body ?? '')).toEqual({ KeyId: 'alias/keysweep-orders' });
  });

  it.each<[string, StubAnswer, object]>([
    ['there is none', jsonAnswer(400, {}, 'NotFoundException'), { state: 'absent' }],
    ['it is of another kind', key('RSA_2048'), { state: 'unknown', failure: { kind: 'malformed' } }],
    [
      'KMS refuses',
      jsonAnswer(400, {}, 'AccessDeniedException'),
      { state: 'unknown', failure: { kind: 'access-denied' } },
    ],
  ])('is not known where %s', async (_, answer, reading) => {
    expect(await readOrderVerificationKey(stub([answer], { maxAttempts: 1 }).connection, 'k')).toMatchObject(reading);
  });
});

describe('a sweep by hand', () => {
  const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:keysweep-sweep';

  it('is an execution that applies a policy, as of when it starts', async () => {
    const wire = stub([jsonAnswer(200, { executionArn: 'arn:execution', startDate: 1 })]);
    expect(await startSweep(wire.connection, MACHINE, 'weekly')).toEqual({ state: 'known', value: 'arn:execution' });
    const { input, ...rest } = JSON.parse(wire.sent[0]?.body ?? '') as { input: string };
    expect(rest).toMatchObject({ stateMachineArn: MACHINE });
    expect(JSON.parse(input)).toEqual({ policy: 'weekly', apply: true });
  });

  it('has a name, so that it is started once where the first answer is lost', async () => {
    const wire = stub([networkError('ECONNRESET'), jsonAnswer(200, { executionArn: 'arn:execution', startDate: 1 })]);
    expect(await startSweep(wire.connection, MACHINE, 'weekly')).toMatchObject({ state: 'known' });
    const names = wire.sent.map(({ body }) => (JSON.parse(body) as { name: string }).name);
    expect(names[0]).toMatch(/^by-hand-[\da-f-]{36}$/);
    expect(names[1]).toBe(names[0]);
  });

  it('lets a held run go on where it is told by whom and why', async () => {
    const wire = stub([jsonAnswer(200, { executionArn: 'arn:execution', startDate: 1 })]);
    const approval = { runId: '20261120T235500Z', by: 'olivia', reason: 'the first step' };
    const started = await startApprovedSweep(wire.connection, MACHINE, { policy: 'weekly', approval });
    expect(started).toEqual({ state: 'known', value: 'arn:execution' });
    const { input } = JSON.parse(wire.sent[0]?.body ?? '') as { input: string };
    expect(JSON.parse(input)).toEqual({ policy: 'weekly', apply: true, approve: approval });
  });

  it.each<[string, StubAnswer, object]>([
    ['there is no state machine', jsonAnswer(400, {}, 'StateMachineDoesNotExist'), { state: 'absent' }],
    [
      'it is refused',
      jsonAnswer(400, {}, 'AccessDeniedException'),
      { state: 'unknown', failure: { kind: 'access-denied' } },
    ],
    ['nobody says which', jsonAnswer(200, {}), { state: 'unknown', failure: { kind: 'malformed' } }],
  ])('is not started where %s', async (_, answer, reading) => {
    expect(await startSweep(stub([answer], { maxAttempts: 1 }).connection, MACHINE, 'weekly')).toMatchObject(reading);
  });
});
