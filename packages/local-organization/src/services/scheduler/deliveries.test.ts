import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, LocalOrganization } from '../../index.ts';
import { MANAGEMENT } from '../../testing/acme.ts';
import { put, START } from '../../testing/central.ts';
import { centralWithMachine, FUNCTION, MACHINE, scheduleOf, type Told } from '../../testing/scheduling.ts';

const WEEK = 7 * 24 * 3_600_000;

let organization: LocalOrganization;
beforeEach(() => {
  organization = centralWithMachine();
});
afterEach(() => organization.close());

const schedule = (told?: Told) => organization.createSchedule(MANAGEMENT, scheduleOf(told));

describe('a target', () => {
  it('that is a state machine is started under the schedule’s role', async () => {
    schedule();
    await organization.advanceBy(WEEK);
    const [delivery] = organization.schedulerDeliveries;
    expect(delivery).toMatchObject({ outcome: 'delivered', attempts: 1, targetArn: MACHINE, deadLetterArn: null });
    const [execution] = organization.executions(MANAGEMENT, 'sweep');
    expect(execution).toMatchObject({
      arn: delivery?.executionArn,
      status: 'SUCCEEDED',
      input: '{"policy":"weekly","scheduledTime":"2026-11-27T23:55:00Z"}',
      startedAt: new Date(START.getTime() + WEEK),
    });
    expect(organization.journal.entries('states:StartExecution')).toMatchObject([
      { principalArn: `arn:aws:sts::${MANAGEMENT}:assumed-role/scheduler/sweep-weekly`, outcome: 'ok' },
    ]);
  });

  it('that is a function is invoked as an event, again where it fails, and lost for all to see', async () => {
    let tries = 0;
    put(organization, 'standalone', () => {
      tries += 1;
      throw new RangeError('no');
    });
    schedule({ Target: { Arn: FUNCTION, Input: '{"a":1}' } });
    await organization.advanceBy(WEEK);
    expect(organization.schedulerDeliveries).toMatchObject([{ outcome: 'delivered', executionArn: null }]);
    expect(tries).toBe(3);
    expect(organization.lostEvents).toMatchObject([{ functionArn: FUNCTION, event: '{"a":1}' }]);
    expect(organization.lostEvents[0]?.failure).toContain('RangeError');
  });

  it('gets the context attributes of its attempt', async () => {
    const attributes = ['schedule-arn', 'scheduled-time', 'execution-id', 'attempt-number'];
    const Input = JSON.stringify(attributes.map((name) => `<aws.scheduler.${name}>`));
    schedule({ Target: { Input } });
    organization.faults.add({ operation: 'states:StartExecution', kind: 'Throttling', calls: [1] });
    await organization.advanceBy(WEEK);
    const sent = organization.journal
      .entries('states:StartExecution')
      .map(({ input }) => JSON.parse(String(input['input'])));
    const arn = `arn:aws:scheduler:us-east-1:${MANAGEMENT}:schedule/default/sweep-weekly`;
    expect(sent).toEqual(
      ['1', '2'].map((number) => [arn, '2026-11-27T23:55:00Z', expect.stringMatching(/^[0-9a-f]{16}$/), number]),
    );
    expect(sent[0][2]).not.toBe(sent[1][2]);
  });
});

describe('a delivery that fails', () => {
  const passing: readonly [Fault['kind'], string][] = [
    ['Throttling', 'ThrottlingException'],
    ['InternalFailure', 'InternalFailure'],
    ['drop-connection', 'no-answer'],
  ];
  it.each(passing)('with %s is tried again as often as its retry policy says', async (kind, outcome) => {
    organization.faults.add({ operation: 'states:StartExecution', kind });
    schedule({
      Target: { RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:1:dlq' } },
    });
    await organization.advanceBy(WEEK);
    expect(organization.schedulerDeliveries).toMatchObject([
      { attempts: 3, outcome, deadLetterArn: 'arn:aws:sqs:us-east-1:1:dlq' },
    ]);
  });

  it('is given up when its event is too old', async () => {
    organization.faults.add({ operation: 'states:StartExecution', kind: 'Throttling' });
    schedule({ Target: { RetryPolicy: { MaximumEventAgeInSeconds: 60 } } });
    await organization.advanceBy(WEEK);
    // After 1, 2, 4, 8 and 16 seconds; another 32 would be too late.
    expect(organization.schedulerDeliveries[0]?.attempts).toBe(6);
  });

  it('for good, is not tried again, and the next one is delivered', async () => {
    organization.faults.add({ operation: 'states:StartExecution', kind: 'AccessDenied', calls: [1] });
    schedule();
    await organization.advanceBy(2 * WEEK);
    expect(organization.schedulerDeliveries.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
      ['AccessDeniedException', 1],
      ['delivered', 1],
    ]);
  });

  it('says so where the role may not, no longer trusts the scheduler, or is gone', async () => {
    schedule();
    const role = { accountId: MANAGEMENT, roleName: 'scheduler' };
    organization.putRole({ ...role, trusts: ['scheduler.amazonaws.com'], allows: ['lambda:*'] });
    await organization.advanceBy(WEEK);
    organization.putRole({ ...role, trusts: ['states.amazonaws.com'], allows: ['*'] });
    await organization.advanceBy(WEEK);
    organization.deleteRole(MANAGEMENT, 'scheduler');
    await organization.advanceBy(WEEK);
    expect(organization.schedulerDeliveries.map(({ outcome, message }) => `${outcome}: ${message}`)).toEqual([
      expect.stringMatching(
        /^AccessDeniedException: User: arn:.*scheduler\/sweep-weekly is not authorized to perform: states:StartExecution/,
      ),
      expect.stringMatching(
        /^AccessDeniedException: User: scheduler.amazonaws.com is not authorized to perform: sts:AssumeRole/,
      ),
      expect.stringMatching(
        /^AccessDeniedException: User: scheduler.amazonaws.com is not authorized to perform: sts:AssumeRole/,
      ),
    ]);
    expect(organization.executions(MANAGEMENT, 'sweep')).toEqual([]);
  });
});
