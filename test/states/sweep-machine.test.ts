import { afterEach, describe, expect, it } from 'vitest';
import {
  accountIds,
  AUDIT,
  accountsKey,
  BUCKET,
  CENTRE,
  RUN,
  stubCentre,
  type Answers,
  type Payload,
  type StubCentre,
} from './stub-centre.ts';

const FRIDAY = new Date('2026-10-02T23:55:00Z');
const DAY = 24 * 3_600_000;

let centre: StubCentre;
afterEach(() => centre.organization.close());

/** Sets the centre up, has the weekly schedule fire once, and gives the execution that it started. */
async function sweepOnce(answers: Partial<Answers> = {}, input?: object) {
  centre = stubCentre(answers);
  await centre.storeAccounts(1, 45);
  await centre.storeAccounts(2, 12);
  centre.schedule('sweep-weekly', 'cron(55 23 ? * FRI *)', input === undefined ? {} : { input });
  await centre.organization.advanceTo(FRIDAY);
  return centre.organization.executions(CENTRE, 'keysweep-sweep').find(({ parentArn }) => parentArn === null);
}

const accountsOf = (payloads: readonly Payload[]) =>
  payloads.flatMap(({ accounts }) => accounts as string[]).toSorted();
const of = (stage: string, pass: number) =>
  centre.payloadsOf('sweep').filter((each) => each['stage'] === stage && each['pass'] === pass);
const called = () => [
  ...new Set(
    centre.calls.map(({ name, payload }) => `${name} ${(payload['stage'] as string | undefined) ?? ''}`.trim()),
  ),
];

class Refused extends Error {
  constructor(name: string) {
    super('as the test wants it');
    this.name = name;
  }
}

describe('a sweep', () => {
  it('plans every account, weighs, sweeps every account, looks for what is left, and summarises', async () => {
    const execution = await sweepOnce();
    expect(execution).toMatchObject({ status: 'SUCCEEDED', startedAt: FRIDAY });
    expect(JSON.parse(execution?.output ?? '')).toEqual({ summary: 'summaries/1' });
    expect(centre.payloadsOf('inventory')).toEqual([
      { policy: 'weekly', scheduledTime: '2026-10-02T23:55:00Z', approval: null, execution: execution?.arn },
    ]);
    expect(accountsOf(of('plan', 1))).toEqual(accountIds(45));
    expect(accountsOf(of('sweep', 1))).toEqual(accountIds(45));
    expect(of('plan', 1).map(({ accounts, ...rest }) => [(accounts as string[]).length, rest])).toEqual(
      [10, 10, 10, 10, 5].map((count) => [count, { stage: 'plan', run: RUN, pass: 1 }]),
    );
    expect(of('sweep', 1)[0]).toMatchObject({ run: RUN, last: false });
    expect(centre.payloadsOf('gate')).toEqual([
      { stage: 'weigh', run: RUN, pass: 1 },
      { stage: 'leftovers', run: RUN, pass: 1 },
    ]);
    expect(centre.payloadsOf('summarise')).toEqual([{ run: RUN, at: '2026-10-02T23:55:00Z', audited: false }]);
    expect(called()).toEqual(['inventory', 'sweep plan', 'gate weigh', 'sweep sweep', 'gate leftovers', 'summarise']);
  });

  it('is run once more over what is left, and not a third time', async () => {
    const gate: Answers['gate'] = ({ stage }) =>
      stage === 'weigh' ? { verdict: 'open' } : { left: 12, accountsKey: accountsKey(2) };
    expect(await sweepOnce({ gate })).toMatchObject({ status: 'SUCCEEDED' });
    expect(accountsOf(of('plan', 2))).toEqual(accountIds(12));
    expect(accountsOf(of('sweep', 2))).toEqual(accountIds(12));
    expect(of('sweep', 2).map(({ last }) => last)).toEqual([true, true]);
    expect(of('plan', 3)).toEqual([]);
    expect(centre.payloadsOf('summarise')).toHaveLength(1);
  });

  it('goes no further than the gate lets it', async () => {
    expect(await sweepOnce({ gate: () => ({ verdict: 'held' }) })).toMatchObject({ status: 'SUCCEEDED' });
    expect(called()).toEqual(['inventory', 'sweep plan', 'gate weigh', 'summarise']);
  });

  it('of no account is weighed all the same', async () => {
    const inventory: Answers['inventory'] = () => ({
      run: RUN,
      accounts: 0,
      batchSize: 10,
      maxConcurrency: 3,
      bucket: BUCKET,
      accountsKey: accountsKey(1),
    });
    expect(await sweepOnce({ inventory })).toMatchObject({ status: 'SUCCEEDED' });
    expect(called()).toEqual(['inventory', 'gate weigh', 'summarise']);
  });

  it('that another execution is at work on ends here, and says nothing', async () => {
    const inventory = () => Promise.reject(new Refused('RunDuplicate'));
    expect(await sweepOnce({ inventory })).toMatchObject({ status: 'SUCCEEDED' });
    expect(called()).toEqual(['inventory']);
  });

  const approve = { runId: '20260925T235500Z', by: 'olivia', reason: 'the first step' };
  it.each<[string, unknown, unknown]>([
    ['an approval as it is', approve, approve],
    ['half an approval as it is', { runId: approve.runId }, { runId: approve.runId }],
    ['a word as it is', 'yes', 'yes'],
    ['false as it is', false, false],
    ['null as an approval of nothing', null, {}],
  ])('hands on %s, for its function to judge: none of them becomes an ordinary sweep', async (_, given, approval) => {
    await sweepOnce({}, { policy: 'weekly', apply: true, approve: given });
    expect(centre.payloadsOf('inventory')).toMatchObject([{ policy: 'weekly', approval }]);
  });

  it('that is not let go on fails at once, and says why: nothing began that could be summarised', async () => {
    const inventory = () => Promise.reject(new Refused('ApprovalRefused'));
    const execution = await sweepOnce({ inventory }, { policy: 'weekly', apply: true, approve });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'ApprovalRefused' });
    expect(execution?.cause).toContain('as the test wants it');
    expect(called()).toEqual(['inventory']);
  });

  it.each([
    ['without a policy', { apply: true, approve }],
    ['that does not say to apply', { policy: 'weekly', approve }],
  ])('is not what an approval %s comes to', async (_, input) => {
    await sweepOnce({}, input);
    expect(called()).toEqual(['inventory', 'sweep audit', 'summarise']);
  });

  it('goes on over batches that fail: their accounts are left over', async () => {
    const sweep: Answers['sweep'] = ({ accounts }) => {
      if ((accounts as string[]).includes('200000000020')) throw new Refused('EvidenceUnreadable');
    };
    const execution = await sweepOnce({ sweep });
    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    const children = centre.organization
      .executions(CENTRE, 'keysweep-sweep')
      .filter(({ parentArn }) => parentArn !== null);
    expect(children).toHaveLength(10);
    const caught = children.flatMap(({ events }) => events.filter(({ what }) => what === 'caught'));
    expect(caught.map(({ error }) => error)).toEqual(['EvidenceUnreadable', 'EvidenceUnreadable']);
    expect(new Set(children.map(({ output }) => output))).toEqual(new Set(['null']));
  });

  it('waits out a Lambda that is throttled, broken or not to be reached', async () => {
    centre = stubCentre();
    const invoke = { operation: 'lambda:Invoke' };
    for (const [index, kind] of (['Throttling', 'InternalFailure', 'drop-connection', 'malformed'] as const).entries())
      centre.organization.faults.add({ ...invoke, kind, calls: [1 + index] });
    await centre.storeAccounts(1, 45);
    centre.schedule('sweep-weekly', 'cron(55 23 ? * FRI *)');
    await centre.organization.advanceTo(FRIDAY);
    const [execution] = centre.organization.executions(CENTRE, 'keysweep-sweep');
    expect(
      execution?.events.filter(({ what }) => what === 'retried').map(({ error, waitSeconds }) => [error, waitSeconds]),
    ).toEqual([
      ['Lambda.TooManyRequestsException', 2],
      ['Lambda.ServiceException', 4],
      ['Lambda.SdkClientException', 8],
      ['Lambda.SdkClientException', 16],
    ]);
    expect(execution?.status).toBe('SUCCEEDED');
  });

  it('reads the accounts again where they could not be read', async () => {
    centre = stubCentre();
    for (const [index, kind] of (['Throttling', 'InternalFailure', 'drop-connection'] as const).entries())
      centre.organization.faults.add({ operation: 's3:GetObject', kind, calls: [1 + index] });
    await centre.storeAccounts(1, 45);
    centre.schedule('sweep-weekly', 'cron(55 23 ? * FRI *)');
    await centre.organization.advanceTo(FRIDAY);
    const [execution] = centre.organization.executions(CENTRE, 'keysweep-sweep');
    expect(execution?.status).toBe('SUCCEEDED');
    expect(execution?.events.filter(({ what }) => what === 'retried').map(({ error }) => error)).toEqual(
      Array(3).fill('States.ItemReaderFailed'),
    );
    expect(accountsOf(of('sweep', 1))).toEqual(accountIds(45));
  });

  const failures: readonly [string, Partial<Answers>, string, unknown][] = [
    ['the inventory', { inventory: () => Promise.reject(new Refused('ConfigInvalid')) }, 'ConfigInvalid', null],
    ['an inventory without its answer', { inventory: () => ({}) }, 'States.QueryEvaluationError', null],
    ['the gate', { gate: () => Promise.reject(new Refused('EvidenceUnreadable')) }, 'EvidenceUnreadable', RUN],
    [
      'the accounts',
      {
        inventory: () => ({
          run: RUN,
          accounts: 1,
          batchSize: 1,
          maxConcurrency: 1,
          bucket: BUCKET,
          accountsKey: accountsKey(9),
        }),
      },
      'States.ItemReaderFailed',
      RUN,
    ],
  ];
  it.each(failures)('fails where %s failed, but not before it has summarised', async (_, answers, error, run) => {
    const execution = await sweepOnce(answers);
    expect(execution).toMatchObject({ status: 'FAILED', error });
    expect(centre.payloadsOf('summarise')).toEqual([{ run, at: '2026-10-02T23:55:00Z', audited: false }]);
  });

  it('fails where it cannot even be summarised', async () => {
    const execution = await sweepOnce({ summarise: () => Promise.reject(new Refused('BucketGone')) });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'BucketGone' });
  });
});

describe('an audit between sweeps', () => {
  const between = { policy: null, apply: false };
  const concluded = { run: null, at: '2026-10-02T23:55:00Z', audited: true };

  it('looks at every account and summarises: nothing is planned, weighed or swept', async () => {
    const execution = await sweepOnce({}, between);
    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect(centre.payloadsOf('inventory')).toEqual([
      { policy: null, scheduledTime: '2026-10-02T23:55:00Z', execution: execution?.arn },
    ]);
    const looks = centre.payloadsOf('sweep');
    expect(accountsOf(looks)).toEqual(accountIds(45));
    expect(looks.map(({ accounts, ...rest }) => [(accounts as string[]).length, rest])).toEqual(
      [10, 10, 10, 10, 5].map((count) => [count, { stage: 'audit', auditId: AUDIT }]),
    );
    expect(centre.payloadsOf('summarise')).toEqual([concluded]);
    expect(called()).toEqual(['inventory', 'sweep audit', 'summarise']);
  });

  it('is what is done where a policy is named but not to be applied', async () => {
    await sweepOnce({}, { policy: 'weekly', apply: false });
    expect(called()).toEqual(['inventory', 'sweep audit', 'summarise']);
  });

  it('of no account is summarised at once', async () => {
    const nobody = { auditId: AUDIT, accounts: 0, batchSize: 1, maxConcurrency: 1, bucket: 'b', accountsKey: 'k' };
    await sweepOnce({ inventory: () => nobody }, between);
    expect(called()).toEqual(['inventory', 'summarise']);
  });

  it('goes on over batches that fail: the summary misses their results', async () => {
    const sweep: Answers['sweep'] = () => Promise.reject(new Refused('EvidenceUnreadable'));
    expect(await sweepOnce({ sweep }, between)).toMatchObject({ status: 'SUCCEEDED' });
    expect(centre.payloadsOf('summarise')).toEqual([concluded]);
  });

  it('that cannot begin fails, after a summary that knows it was due', async () => {
    const inventory = () => Promise.reject(new Refused('OrganizationUnreadable'));
    expect(await sweepOnce({ inventory }, between)).toMatchObject({
      status: 'FAILED',
      error: 'OrganizationUnreadable',
    });
    expect(centre.payloadsOf('summarise')).toEqual([concluded]);
  });
});

describe('its schedules', () => {
  it('are due by the wall clock of their zone: an hour earlier in UTC while summer lasts', async () => {
    centre = stubCentre();
    await centre.storeAccounts(1, 45);
    centre.schedule('sweep-weekly', 'cron(55 23 ? * FRI *)', { timezone: 'Europe/London' });
    centre.schedule('summary', 'cron(0 6 * * ? *)', {
      timezone: 'Europe/London',
      input: { policy: null, apply: false },
    });
    await centre.organization.advanceBy(31 * DAY);
    const due = (name: string) =>
      centre
        .payloadsOf(name === 'sweep' ? 'inventory' : 'summarise')
        .filter(({ policy }) => policy !== null)
        .map((each) => String(each['scheduledTime'] ?? each['at']));
    expect(due('sweep')).toEqual([
      '2026-10-02T22:55:00Z',
      '2026-10-09T22:55:00Z',
      '2026-10-16T22:55:00Z',
      '2026-10-23T22:55:00Z',
      '2026-10-30T23:55:00Z',
    ]);
    const summaries = due('summary').filter((at) => !at.includes('55:00'));
    expect(summaries).toHaveLength(31);
    expect(summaries.filter((at) => at > '2026-10-23').map((at) => at.slice(5, 16))).toEqual([
      '10-23T05:00',
      '10-24T05:00',
      '10-25T06:00',
      '10-26T06:00',
      '10-27T06:00',
      '10-28T06:00',
      '10-29T06:00',
      '10-30T06:00',
      '10-31T06:00',
    ]);
    expect(centre.organization.schedulerDeliveries.every(({ outcome }) => outcome === 'delivered')).toBe(true);
  });
});
