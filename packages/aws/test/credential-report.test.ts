import { describe, expect, it } from 'vitest';
import { createIamClient, iamReader } from '../src/iam/index.ts';
import { parseCredentialReport } from '../src/iam/credential-report-csv.ts';
import { iamAnswer, iamError, stub, type StubAnswer } from './wire.ts';

const HEADER =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active';
const row = (user: string, password = 'true') =>
  `${user},arn:aws:iam::111122223333:user/${user},2020-01-02T03:04:05+00:00,${password},no_information,N/A,N/A,false,true,2021-01-01T00:00:00+00:00,2021-02-01T10:00:00+00:00,us-east-1,s3,false,N/A,N/A,N/A,N/A,false`;
const ROOT =
  '<root_account>,arn:aws:iam::111122223333:root,2019-01-02T03:04:05+00:00,not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false';

describe('parsing', () => {
  it('reads rows by column name, dates as ISO instants, and leaves the root user out', () => {
    expect(parseCredentialReport([HEADER, ROOT, row('ann')].join('\n'))).toEqual([
      {
        userName: 'ann',
        userCreatedAt: '2020-01-02T03:04:05.000Z',
        passwordEnabled: true,
        mfaActive: false,
        slots: [
          {
            active: true,
            lastRotated: '2021-01-01T00:00:00.000Z',
            lastUsedAt: '2021-02-01T10:00:00.000Z',
            lastUsedService: 's3',
            lastUsedRegion: 'us-east-1',
          },
          { active: false, lastRotated: null, lastUsedAt: null, lastUsedService: null, lastUsedRegion: null },
        ],
      },
    ]);
  });

  it.each([['=cmd+1@x'], ['a,b'], ['a,b,c'], ['+-.@_,=']])('gives the user name %s back', (name) => {
    expect(parseCredentialReport(`${HEADER}\r\n${row(name)}\r\n`)?.map(({ userName }) => userName)).toEqual([name]);
  });

  it('reads quoted fields', () => {
    const quoted = row('ann').replace(/^ann/, '"a,""n""\nn"');
    expect(parseCredentialReport(`${HEADER}\n${quoted}`)?.[0]?.userName).toBe('a,"n"\nn');
  });

  it.each(['N/A', 'no_information', 'not_supported', ''])(
    'takes a password column of "%s" for "not said"',
    (password) => {
      expect(parseCredentialReport(`${HEADER}\n${row('ann', password)}`)?.[0]?.passwordEnabled).toBeNull();
    },
  );

  it.each([
    ['nothing', ''],
    ['a page of HTML', '<html>\n<body>'],
    ['a header without a column', `${HEADER.replace('access_key_2_active', 'other')}\n${row('ann')}`],
    ['a row that is short', `${HEADER}\n${row('ann').slice(0, 60)}`],
    ['a row that is long', `${HEADER}\n${row('ann')},x,y`],
    ['a flag that is neither', `${HEADER}\n${row('ann', 'perhaps')}`],
    ['a slot that does not say whether it is active', `${HEADER}\n${row('ann').replace('false,true', 'false,N/A')}`],
    ['a date that is none', `${HEADER}\n${row('ann').replace('2021-01-01T00:00:00+00:00', 'yesterday')}`],
    ['a quote that never ends', `${HEADER}\n"${row('ann')}`],
  ])('refuses %s as a whole', (_, csv) => {
    expect(parseCredentialReport(csv)).toBeNull();
  });
});

describe('waiting for the report', () => {
  const generated = (state: string) => iamAnswer('GenerateCredentialReport', `<State>${state}</State>`);
  const content = Buffer.from(`${HEADER}\n${row('ann')}`).toString('base64');
  const report = iamAnswer(
    'GetCredentialReport',
    `<Content>${content}</Content><ReportFormat>text/csv</ReportFormat><GeneratedTime>2026-11-20T00:00:00Z</GeneratedTime>`,
  );

  async function read(generate: readonly StubAnswer[], get: readonly StubAnswer[]) {
    const [toGenerate, toGet, pauses] = [[...generate], [...get], [] as number[]];
    const next = (answers: StubAnswer[]) =>
      (answers.length > 1 ? answers.shift() : answers[0]) ?? new TypeError('no answer');
    const wire = stub(
      ({ parameters }) => next(parameters['Action'] === 'GenerateCredentialReport' ? toGenerate : toGet),
      { maxAttempts: 1 },
    );
    const sleep = (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds));
    const reader = iamReader(createIamClient(wire.connection), { sleep, reportPolls: 4, reportPauseMs: 7 });
    return { reading: await reader.credentialReport(), pauses, calls: wire.sent.length };
  }

  it('takes a report that exists with two calls', async () => {
    const { reading, pauses, calls } = await read([generated('COMPLETE')], [report]);
    expect(reading).toMatchObject({
      state: 'known',
      value: { generatedAt: '2026-11-20T00:00:00.000Z', rows: [{ userName: 'ann' }] },
    });
    expect([calls, pauses]).toEqual([2, []]);
  });

  it('asks again while AWS is making it', async () => {
    const answers = [generated('STARTED'), generated('INPROGRESS'), generated('COMPLETE')];
    expect(await read(answers, [report])).toMatchObject({ reading: { state: 'known' }, pauses: [7, 7] });
  });

  it.each(['ReportInProgress', 'ReportNotPresent', 'ReportExpired'])('asks again after %s', async (code) => {
    expect(await read([generated('COMPLETE')], [iamError(410, code), report])).toMatchObject({
      reading: { state: 'known' },
      pauses: [7],
    });
  });

  it('asks again soon at first, then less and less often', async () => {
    const pauses: number[] = [];
    const sleep = (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds));
    const wire = stub([generated('INPROGRESS')], { maxAttempts: 1 });
    await iamReader(createIamClient(wire.connection), { sleep, reportPolls: 5 }).credentialReport();
    expect(pauses).toEqual([500, 1000, 2000, 2000]);
  });

  it('gives up after its polls', async () => {
    const { reading, pauses } = await read([generated('INPROGRESS')], [report]);
    expect(reading).toMatchObject({ state: 'unknown', failure: { kind: 'timeout' } });
    expect(pauses).toHaveLength(3);
  });

  it.each<[string, StubAnswer, StubAnswer, string]>([
    ['generating is denied', iamError(403, 'AccessDenied'), report, 'access-denied'],
    ['reading is denied', generated('COMPLETE'), iamError(403, 'AccessDenied'), 'access-denied'],
    [
      'it is not a report',
      generated('COMPLETE'),
      iamAnswer(
        'GetCredentialReport',
        '<Content>aGVsbG8=</Content><GeneratedTime>2026-11-20T00:00:00Z</GeneratedTime>',
      ),
      'malformed',
    ],
    [
      'it is not UTF-8',
      generated('COMPLETE'),
      iamAnswer(
        'GetCredentialReport',
        '<Content>/////w==</Content><GeneratedTime>2026-11-20T00:00:00Z</GeneratedTime>',
      ),
      'malformed',
    ],
    [
      'it has no date',
      generated('COMPLETE'),
      iamAnswer('GetCredentialReport', `<Content>${content}</Content>`),
      'malformed',
    ],
  ])('is unknown where %s', async (_, generate, get, kind) => {
    expect((await read([generate], [get])).reading).toMatchObject({ state: 'unknown', failure: { kind } });
  });
});
