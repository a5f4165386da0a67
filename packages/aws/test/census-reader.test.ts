import { describe, expect, it } from 'vitest';
import { censusReader } from '../src/iam/census-reader.ts';
import { createIamClient } from '../src/iam/index.ts';
import { iamAnswer, iamError, networkError, stub, type StubAnswer } from './wire.ts';

function reading(...answers: StubAnswer[]) {
  const wire = stub(answers, { maxAttempts: 1 });
  return { ...wire, reader: censusReader(createIamClient(wire.connection)) };
}

const REFUSALS: readonly (readonly [string, StubAnswer, string])[] = [
  ['refuses', iamError(403, 'AccessDenied'), 'access-denied'],
  ['throttles', iamError(400, 'Throttling'), 'throttled'],
  ['cannot be reached', networkError('ECONNRESET'), 'network'],
  ['answers with somebody else’s page', { status: 200, body: '<html><body>Welcome</body></html>' }, 'malformed'],
];

describe('the access keys of the root user', () => {
  const summary = (...entries: (readonly [string, string])[]) =>
    iamAnswer(
      'GetAccountSummary',
      `<SummaryMap>${entries.map(([key, value]) => `<entry><key>${key}</key><value>${value}</value></entry>`).join('')}</SummaryMap>`,
    );

  it('are counted by the account’s summary, whatever else stands in it', async () => {
    const { reader, sent } = reading(
      summary(['Users', '12'], ['AccountAccessKeysPresent', '1'], ['AccountMFAEnabled', '0']),
    );
    expect(await reader.rootAccessKeys()).toEqual({ state: 'known', value: 1 });
    expect(sent.map(({ parameters }) => parameters['Action'])).toEqual(['GetAccountSummary']);
  });

  it.each([
    ['says nothing of them', summary(['Users', '12'])],
    ['is empty', summary()],
    ['counts them below nothing', summary(['AccountAccessKeysPresent', '-1'])],
  ])('are unknown, and not none, where the summary %s', async (_what, answer) => {
    const failure = { kind: 'malformed', operation: 'iam:GetAccountSummary' };
    expect(await reading(answer).reader.rootAccessKeys()).toMatchObject({ state: 'unknown', failure });
  });

  it.each(REFUSALS)('are unknown where IAM %s', async (_what, answer, kind) => {
    const failure = { kind, operation: 'iam:GetAccountSummary' };
    expect(await reading(answer).reader.rootAccessKeys()).toMatchObject({ state: 'unknown', failure });
  });
});

describe('service-specific credentials', () => {
  const credential = (user: string, status = 'Active') =>
    `<member><UserName>${user}</UserName><ServiceName>codecommit.amazonaws.com</ServiceName><Status>${status}</Status></member>`;
  const page = (members: string, end = '<IsTruncated>false</IsTruncated>') =>
    iamAnswer(
      'ListServiceSpecificCredentials',
      `<ServiceSpecificCredentials>${members}</ServiceSpecificCredentials>${end}`,
    );
  const more = (marker: string) => `<IsTruncated>true</IsTruncated><Marker>${marker}</Marker>`;
  const read = (user: string, status = 'Active') => ({
    ...{ userName: user, status },
    serviceName: 'codecommit.amazonaws.com',
  });

  it('are those of all users, page by page', async () => {
    const { reader, sent } = reading(
      page(credential('ann') + credential('bob', 'Inactive'), more('m1')),
      page(credential('cat', 'Expired')),
    );
    expect(await reader.serviceSpecificCredentials()).toEqual({
      items: [read('ann'), read('bob', 'Inactive'), read('cat', 'Expired')],
      end: { state: 'complete' },
    });
    expect(
      sent.map(({ parameters }) => [parameters['AllUsers'], parameters['UserName'], parameters['Marker']]),
    ).toEqual([
      ['true', undefined, undefined],
      ['true', undefined, 'm1'],
    ]);
  });

  it('are all there where the page says nothing of more', async () => {
    expect(await reading(page(credential('ann'), '')).reader.serviceSpecificCredentials()).toEqual({
      items: [read('ann')],
      end: { state: 'complete' },
    });
  });

  it.each([
    ...REFUSALS,
    ['names a marker and does not say whether there is more', page('', '<Marker>m2</Marker>'), 'malformed'],
    ['says there is more, and not where', page('', '<IsTruncated>true</IsTruncated>'), 'malformed'],
    ['repeats its marker', page('', more('m1')), 'malformed'],
    ['lists a credential of nobody', page('<member><Status>Active</Status></member>'), 'malformed'],
    ['has no list', iamAnswer('ListServiceSpecificCredentials', '<IsTruncated>false</IsTruncated>'), 'malformed'],
  ] as const)('are never taken for fewer where IAM %s on the second page', async (_what, second, kind) => {
    const { reader } = reading(page(credential('ann'), more('m1')), second);
    expect(await reader.serviceSpecificCredentials()).toMatchObject({
      items: [read('ann')],
      end: { state: 'unknown', failure: { kind, operation: 'iam:ListServiceSpecificCredentials' } },
    });
  });
});
