import { describe, expect, it } from 'vitest';
import { accountAccess, findEvidenceBucket, readCallerIdentity } from '../src/index.ts';
import { iamAnswer, iamError, stub, type StubAnswer } from './wire.ts';

const ACCOUNT = '111122223333';
const session = (accessKeyId = 'ASIA1'): StubAnswer => {
  const credentials = `<AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration>`;
  return iamAnswer('AssumeRole', `<Credentials>${credentials}</Credentials>`);
};
const identity = (account: string, arn = `arn:aws:sts::${account}:assumed-role/r/s`): StubAnswer =>
  iamAnswer('GetCallerIdentity', `<Account>${account}</Account><Arn>${arn}</Arn>`);
const s3Error = (status: number, code: string): StubAnswer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>m</Message></Error>`,
});

describe('the caller identity', () => {
  it('is what AWS says, with the key that the request was signed with', async () => {
    expect(await readCallerIdentity(stub([identity(ACCOUNT)]).connection)).toEqual({
      state: 'known',
      value: { accountId: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/s`, accessKeyId: 'AKIAEXAMPLE' },
    });
  });

  it.each<[string, StubAnswer, string]>([
    ['refuses', iamError(403, 'ExpiredToken'), 'access-denied'],
    ['names no account', identity(''), 'malformed'],
    ['names no caller', identity(ACCOUNT, ''), 'malformed'],
  ])('is unknown where AWS %s', async (_, answer, kind) => {
    const reading = await readCallerIdentity(stub([answer], { maxAttempts: 1 }).connection);
    expect(reading).toMatchObject({ state: 'unknown', failure: { kind, operation: 'sts:GetCallerIdentity' } });
  });
});

describe('access to an account', () => {
  const open = (answers: readonly StubAnswer[], ownAccountId?: string) => {
    const wire = stub(answers, { maxAttempts: 1 });
    const options = { roleName: 'Sweeper', ...(ownAccountId === undefined ? {} : { ownAccountId }) };
    return { ...wire, opened: accountAccess(wire.connection, options)(ACCOUNT, 'keysweep-run') };
  };

  it('is by the role that was named, and says whose it is', async () => {
    const { opened, sent } = open([session(), identity(ACCOUNT), iamAnswer('DeleteAccessKey', '')]);
    const access = await opened;
    if (access.state !== 'known') expect.unreachable();
    expect(access.value).toMatchObject({ accountId: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/s` });
    expect(sent[0]?.parameters).toMatchObject({
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/Sweeper`,
      RoleSessionName: 'keysweep-run',
    });
    await access.value.writer.delete({ userName: 'ann', accessKeyId: 'AKIAANN' });
    expect(sent[1]?.headers['authorization']).toContain('ASIA1');
    expect(sent[2]?.headers['authorization']).toContain('ASIA1');
  });

  it('is by the caller’s own credentials where it is the caller’s own account', async () => {
    const { opened, sent } = open([identity(ACCOUNT)], ACCOUNT);
    expect(await opened).toMatchObject({ state: 'known', value: { accountId: ACCOUNT } });
    expect(sent.map(({ parameters }) => parameters['Action'])).toEqual(['GetCallerIdentity']);
  });

  it.each<[string, readonly StubAnswer[], string]>([
    ['the role lets nobody in', [iamError(403, 'AccessDenied')], 'sts:AssumeRole'],
    ['nobody says whose it is', [session(), iamError(403, 'AccessDenied')], 'sts:GetCallerIdentity'],
  ])('is none where %s', async (_, answers, operation) => {
    expect(await open(answers).opened).toMatchObject({ state: 'unknown', failure: { operation } });
  });
});

describe('the evidence bucket', () => {
  const sought = { bucket: 'keysweep-111122223333-eu-west-1', ownerAccountId: ACCOUNT };
  const listing = { status: 200, body: '<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>' };

  it('is asked for as its owner’s', async () => {
    const wire = stub([listing]);
    expect(await findEvidenceBucket(wire.connection, sought)).toEqual({ state: 'known', value: null });
    expect(wire.sent[0]?.headers['x-amz-expected-bucket-owner']).toBe(ACCOUNT);
  });

  it.each<[string, StubAnswer, object]>([
    ['absent, only by the word of S3', s3Error(404, 'NoSuchBucket'), { state: 'absent' }],
    [
      'unknown where S3 refuses',
      s3Error(403, 'AccessDenied'),
      { state: 'unknown', failure: { kind: 'access-denied' } },
    ],
    ['unknown after a bare 404', { status: 404, body: '' }, { state: 'unknown' }],
    ['unknown in another Region', s3Error(301, 'PermanentRedirect'), { state: 'unknown' }],
  ])('is %s', async (_, answer, reading) => {
    const { connection } = stub([answer], { maxAttempts: 1 });
    expect(await findEvidenceBucket(connection, sought)).toMatchObject(reading);
  });
});
