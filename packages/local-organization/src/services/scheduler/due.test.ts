import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../../index.ts';
import { MANAGEMENT } from '../../testing/acme.ts';
import { central, put } from '../../testing/central.ts';
import { centralWithMachine, FUNCTION, scheduleOf, type Told } from '../../testing/scheduling.ts';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;

let organization: LocalOrganization;
beforeEach(() => {
  organization = centralWithMachine();
});
afterEach(() => organization.close());

const schedule = (told?: Told) => organization.createSchedule(MANAGEMENT, scheduleOf(told));
const fired = () =>
  organization.schedulerDeliveries.map(
    ({ scheduleName, scheduledTime }) => `${scheduleName} ${scheduledTime.toISOString()}`,
  );

describe('what is due fires', () => {
  it('in order, each at its own instant, whatever it started ended before the clock goes on', async () => {
    const seen: string[] = [];
    put(organization, 'standalone', async (event) => {
      await new Promise((done) => setTimeout(done, 2));
      seen.push(`${(event as { at: string }).at} ${organization.now().toISOString()}`);
    });
    const Target = { Arn: FUNCTION, Input: '{"at":"<aws.scheduler.scheduled-time>"}' };
    schedule({ Name: 'b', ScheduleExpression: 'cron(30 weekly)', Target });
    schedule({ Name: 'a', ScheduleExpression: 'rate(1 day)', Target });
    schedule({ Name: 'once', ScheduleExpression: 'at(2026-11-22T06:00:00)', Target });
    await organization.advanceTo(new Date('2026-11-23T12:00:00Z'));
    const dues = [
      '2026-11-20T23:55:00',
      '2026-11-21T23:55:00',
      '2026-11-22T05:55:00',
      '2026-11-22T06:00:00',
      '2026-11-22T23:55:00',
    ];
    expect(seen).toEqual(dues.map((due) => `${due}Z ${due}.000Z`));
    expect(fired().map((each) => each.split(' ')[0])).toEqual(['a', 'a', 'b', 'once', 'a']);
    expect(organization.now()).toEqual(new Date('2026-11-23T12:00:00Z'));
    await organization.advanceBy(WEEK);
    expect(organization.schedulerDeliveries.filter(({ scheduleName }) => scheduleName === 'once')).toHaveLength(1);
  });

  it('up to the instant the clock is moved to, that one included, and never twice', async () => {
    schedule();
    await organization.advanceBy(WEEK - 1);
    expect(fired()).toEqual([]);
    await organization.advanceBy(1);
    await organization.advanceBy(0);
    await organization.advanceBy(WEEK - 1);
    expect(fired()).toEqual(['sweep-weekly 2026-11-27T23:55:00.000Z']);
  });

  it('with its expression and time zone as they were written: cron is the business of whoever made the organization', async () => {
    const asked: unknown[] = [];
    organization = central({
      nextScheduledTime: (expression, timezone, after) => {
        asked.push([expression, timezone, after.toISOString()]);
        return asked.length > 2 ? null : new Date(after.getTime() + HOUR);
      },
    });
    schedule({ ScheduleExpression: 'cron(55 23 ? * FRI *)', ScheduleExpressionTimezone: 'Europe/London' });
    await organization.advanceBy(WEEK);
    expect(asked).toEqual(
      ['2026-11-20T23:55:00.000Z', '2026-11-21T00:55:00.000Z', '2026-11-21T01:55:00.000Z'].map((after) => [
        'cron(55 23 ? * FRI *)',
        'Europe/London',
        after,
      ]),
    );
    expect(fired()).toHaveLength(2);
  });

  it('together where it is due together', async () => {
    let [under, most] = [0, 0];
    put(organization, 'standalone', async () => {
      most = Math.max(most, (under += 1));
      await new Promise((done) => setTimeout(done, 5));
      under -= 1;
    });
    for (const Name of ['x', 'y', 'z']) schedule({ Name, Target: { Arn: FUNCTION } });
    await organization.advanceBy(WEEK);
    expect(most).toBe(3);
  });

  it('unless it is disabled', async () => {
    schedule({ State: 'DISABLED' });
    await organization.advanceBy(WEEK);
    expect(fired()).toEqual([]);
  });

  it('in a year with one schedule and nothing to do, in less than a second', async () => {
    schedule();
    const before = performance.now();
    await organization.advanceBy(365 * 24 * HOUR);
    expect(performance.now() - before).toBeLessThan(1000);
    expect(fired()).toHaveLength(52);
  });
});

it('a clock that runs is stopped for what fires, and goes on from there', async () => {
  organization = central({ clock: 'runs', now: () => new Date() });
  const seen: number[] = [];
  put(organization, 'standalone', async () => {
    seen.push(organization.now().getTime());
    await new Promise((done) => setTimeout(done, 5));
    seen.push(organization.now().getTime());
  });
  schedule({ ScheduleExpression: 'at(2099-01-01T00:00:00)', Target: { Arn: FUNCTION } });
  await organization.advanceTo(new Date('2099-01-02T00:00:00Z'));
  expect(seen).toEqual([Date.parse('2099-01-01T00:00:00Z'), Date.parse('2099-01-01T00:00:00Z')]);
  const then = organization.now().getTime();
  await new Promise((done) => setTimeout(done, 5));
  expect(organization.now().getTime()).toBeGreaterThan(then);
});
