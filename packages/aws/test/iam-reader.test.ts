import { KeysweepError } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { createIamClient, iamReader } from '../src/iam/index.ts';
import { iamAnswer, iamError, networkError, stub, type StubAnswer } from './wire.ts';

const MEMBER = (name: string) =>
  `<member><UserName>${name}</UserName><UserId>AID${name}</UserId><Path>/</Path></member>`;
const GROUP = '<Group><GroupName>Developers</GroupName><Path>/</Path></Group>';
const groupPage = (users: string, end = '<IsTruncated>false</IsTruncated>') =>
  iamAnswer('GetGroup', `${GROUP}<Users>${users}</Users>${end}`);
const more = (marker: string) => `<IsTruncated>true</IsTruncated><Marker>${marker}</Marker>`;
const KEY = (id: string, extra = '') =>
  `<member><AccessKeyId>${id}</AccessKeyId><Status>Active</Status><CreateDate>2020-01-02T03:04:05Z</CreateDate>${extra}</member>`;
const keyPage = (keys: string, end = '<IsTruncated>false</IsTruncated>') =>
  iamAnswer('ListAccessKeys', `<AccessKeyMetadata>${keys}</AccessKeyMetadata>${end}`);

function reading(...answers: StubAnswer[]) {
  const wire = stub(answers, { maxAttempts: 2 });
  return { ...wire, reader: iamReader(createIamClient(wire.connection)) };
}

describe('pages', () => {
  it('follows markers to the last page, a thousand items at a time', async () => {
    const { reader, sent } = reading(
      groupPage(MEMBER('a'), more('m1')),
      groupPage('', more('m2')),
      groupPage(MEMBER('b')),
    );
    expect(await reader.groupMembers('developers')).toEqual({
      items: [
        { userName: 'a', userId: 'AIDa' },
        { userName: 'b', userId: 'AIDb' },
      ],
      end: { state: 'complete' },
    });
    expect(sent.map(({ parameters }) => [parameters['MaxItems'], parameters['Marker']])).toEqual([
      ['1000', undefined],
      ['1000', 'm1'],
      ['1000', 'm2'],
    ]);
  });

  it.each<[string, StubAnswer, string]>([
    ['is denied', iamError(403, 'AccessDenied'), 'access-denied'],
    ['is throttled', iamError(400, 'Throttling'), 'throttled'],
    ['fails inside AWS', iamError(500, 'ServiceFailure'), 'service-error'],
    ['loses its connection', networkError('ECONNRESET'), 'network'],
    ['is cut off in the middle', { status: 200, body: '<GetGroupResponse><GetGroupResult><Users><mem' }, 'malformed'],
    ["is somebody else's page", { status: 200, body: '<html><body>Welcome</body></html>' }, 'malformed'],
    ['is empty', { status: 200, body: '' }, 'malformed'],
    [
      'is of another group',
      iamAnswer('GetGroup', '<Group><GroupName>Other</GroupName></Group><Users/><IsTruncated>false</IsTruncated>'),
      'malformed',
    ],
    ['has no list of users', iamAnswer('GetGroup', `${GROUP}<IsTruncated>false</IsTruncated>`), 'malformed'],
    ['does not say whether it is the last', groupPage(MEMBER('b'), ''), 'malformed'],
    ['is truncated without a marker', groupPage(MEMBER('b'), '<IsTruncated>true</IsTruncated>'), 'malformed'],
    ['is truncated with an empty marker', groupPage(MEMBER('b'), more('')), 'malformed'],
    [
      'names a marker and says it is the last',
      groupPage(MEMBER('b'), '<IsTruncated>perhaps</IsTruncated><Marker>m</Marker>'),
      'malformed',
    ],
    ['repeats its marker', groupPage(MEMBER('b'), more('m1')), 'malformed'],
    ['has a member without an id', groupPage('<member><UserName>b</UserName></member>'), 'malformed'],
    ['says that the group has just gone', iamError(404, 'NoSuchEntity'), 'not-found'],
  ])('keeps the first page and ends unknown where the second %s', async (_, second, kind) => {
    const { reader } = reading(groupPage(MEMBER('a'), more('m1')), second);
    const { items, end } = await reader.groupMembers('Developers');
    expect(items).toEqual([{ userName: 'a', userId: 'AIDa' }]);
    expect(end).toMatchObject({ state: 'unknown', failure: { kind, operation: 'iam:GetGroup' } });
  });

  it('takes NoSuchEntity on the first page for absence, and a nameless 404 for nothing', async () => {
    expect(await reading(iamError(404, 'NoSuchEntity')).reader.groupMembers('Developers')).toEqual({
      items: [],
      end: { state: 'absent' },
    });
    const nameless = await reading({ status: 404, body: '<html><body>404</body></html>' }).reader.groupMembers(
      'Developers',
    );
    expect(nameless.end).toMatchObject({ state: 'unknown', failure: { operation: 'iam:GetGroup' } });
  });
});

describe('access keys', () => {
  it('carries a status it does not know, and dates as ISO instants', async () => {
    const page = keyPage(`${KEY('AKIA1')}<member><AccessKeyId>AKIA2</AccessKeyId><Status>Expired</Status></member>`);
    expect(await reading(page).reader.accessKeys('ann')).toEqual({
      state: 'known',
      value: [
        { accessKeyId: 'AKIA1', status: 'Active', createdAt: '2020-01-02T03:04:05.000Z' },
        { accessKeyId: 'AKIA2', status: 'Expired', createdAt: null },
      ],
    });
  });

  it('is absent for a user who is gone and known for one without keys', async () => {
    expect(await reading(iamError(404, 'NoSuchEntity')).reader.accessKeys('ann')).toEqual({ state: 'absent' });
    expect(await reading(keyPage('')).reader.accessKeys('ann')).toEqual({ state: 'known', value: [] });
  });

  it.each([
    ['page two fails', [keyPage(KEY('AKIA1'), more('m')), iamError(403, 'AccessDenied')]],
    ["a key is another user's", [keyPage(KEY('AKIA1', '<UserName>bob</UserName>'))]],
    ['a key has no id', [keyPage('<member><Status>Active</Status></member>')]],
    ['a key has no status', [keyPage('<member><AccessKeyId>AKIA1</AccessKeyId></member>')]],
    [
      'a date is no date',
      [
        keyPage(
          '<member><AccessKeyId>AKIA1</AccessKeyId><Status>Active</Status><CreateDate>soon</CreateDate></member>',
        ),
      ],
    ],
  ])('is unknown, never a shorter list, where %s', async (_, answers) => {
    expect(await reading(...answers).reader.accessKeys('ann')).toMatchObject({ state: 'unknown' });
  });

  it("accepts the user's name in IAM's own spelling", async () => {
    expect(await reading(keyPage(KEY('AKIA1', '<UserName>Ann</UserName>'))).reader.accessKeys('ann')).toMatchObject({
      state: 'known',
    });
  });
});

describe('login profile', () => {
  const profile = '<LoginProfile><UserName>ann</UserName><CreateDate>2020-01-02T03:04:05Z</CreateDate></LoginProfile>';

  it('knows whether there is a password', async () => {
    expect(await reading(iamAnswer('GetLoginProfile', profile)).reader.loginProfile('ann')).toEqual({
      state: 'known',
      value: true,
    });
    expect(await reading(iamError(404, 'NoSuchEntity')).reader.loginProfile('ann')).toEqual({ state: 'absent' });
  });

  it('is unknown where IAM refuses or answers for somebody else', async () => {
    expect(await reading(iamError(403, 'AccessDenied')).reader.loginProfile('ann')).toMatchObject({ state: 'unknown' });
    expect(await reading(iamAnswer('GetLoginProfile', profile)).reader.loginProfile('bob')).toMatchObject({
      state: 'unknown',
    });
  });
});

describe('authorization details', () => {
  const page = (users: string, groups: string, end = '<IsTruncated>false</IsTruncated>') =>
    iamAnswer('GetAccountAuthorizationDetails', `${users}${groups}${end}`);
  const user = (inside: string) => `<UserDetailList><member>${inside}</member></UserDetailList>`;

  it('reads users with groups and tags, and group names, over pages that hold one of the two lists', async () => {
    const ann = user(
      `<UserName>ann</UserName><UserId>AIDann</UserId><CreateDate>2020-01-02T03:04:05Z</CreateDate><GroupList><member>Developers</member></GroupList><Tags><member><Key>keysweep-exempt</Key><Value></Value></member></Tags>`,
    );
    const { reader, sent } = reading(
      page(ann, '', more('m')),
      page('', '<GroupDetailList><member><GroupName>Developers</GroupName></member></GroupDetailList>'),
    );
    expect(await reader.authorizationDetails()).toEqual({
      items: [
        {
          kind: 'user',
          user: {
            userName: 'ann',
            userId: 'AIDann',
            createdAt: '2020-01-02T03:04:05.000Z',
            groups: ['Developers'],
            tags: [{ key: 'keysweep-exempt', value: '' }],
          },
        },
        { kind: 'group', groupName: 'Developers' },
      ],
      end: { state: 'complete' },
    });
    expect(sent[0]?.parameters).toMatchObject({
      'Filter.member.1': 'User',
      'Filter.member.2': 'Group',
      MaxItems: '1000',
    });
  });

  it.each([
    ['a user has no id', user('<UserName>ann</UserName>')],
    [
      'a tag has no key',
      user('<UserName>ann</UserName><UserId>A</UserId><Tags><member><Value>v</Value></member></Tags>'),
    ],
    [
      'a tag has no value',
      user('<UserName>ann</UserName><UserId>A</UserId><Tags><member><Key>k</Key></member></Tags>'),
    ],
    ['there is neither list', ''],
  ])('is unknown where %s', async (_, users) => {
    expect((await reading(page(users, '')).reader.authorizationDetails()).end).toMatchObject({
      state: 'unknown',
      failure: { kind: 'malformed' },
    });
  });
});

it('never asks IAM about nobody', () => {
  const { reader, sent } = reading(keyPage(''));
  const asks: (() => Promise<unknown>)[] = [
    () => reader.accessKeys(''),
    () => reader.loginProfile(' '),
    () => reader.groupMembers(''),
  ];
  for (const ask of asks) expect(ask).toThrow(KeysweepError);
  expect(sent).toEqual([]);
});

it('names the user or group in every request that IAM would otherwise take for the caller', async () => {
  const { reader, sent } = reading(iamError(404, 'NoSuchEntity'));
  await reader.accessKeys('ann');
  await reader.loginProfile('ann');
  await reader.groupMembers('Developers');
  expect(sent.map(({ parameters }) => parameters['UserName'] ?? parameters['GroupName'])).toEqual([
    'ann',
    'ann',
    'Developers',
  ]);
});
