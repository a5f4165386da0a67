import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { accountPlanSchema } from './account-plan.ts';
import { LONGEST_RECORD, readJsonRecord, readRecord } from './read-record.ts';
import { ACCOUNT, ORGANIZATION, planOf, RUN } from './testing/plan.ts';

const subject = { organizationId: ORGANIZATION, accountId: ACCOUNT, runId: RUN, policy: 'weekly' };

/** The message of a reading that failed, or its state. */
function refusalOf(reading: ReturnType<typeof readRecord>): string {
  return reading.state === 'unknown' ? reading.failure.message : reading.state;
}

describe('readRecord', () => {
  it('believes a record that is what its schema says, about the subject it was read for', () => {
    const plan = planOf([]);
    expect(readRecord(accountPlanSchema, plan, subject)).toEqual({ state: 'known', value: plan });
    expect(readRecord(accountPlanSchema, plan)).toEqual({ state: 'known', value: plan });
  });

  it.each([
    ['account', { accountId: '999999999999' }, `its accountId is 999999999999, not ${ACCOUNT}`],
    ['run', { runId: '20261113T235500Z' }, `its runId is 20261113T235500Z, not ${RUN}`],
    ['policy', { policy: 'careful' }, 'its policy is careful, not weekly'],
    ['organization', { organizationId: 'o-other' }, `its organizationId is o-other, not ${ORGANIZATION}`],
  ])('refuses the record of another %s', (_what, overrides, message) => {
    const reading = readRecord(accountPlanSchema, planOf([], overrides), subject);
    expect(reading).toEqual({
      state: 'unknown',
      failure: { kind: 'malformed', operation: 'keysweep:ReadRecord', code: 'MalformedRecord', message },
    });
  });

  it('refuses a record that does not say what it is about', () => {
    expect(refusalOf(readRecord(v.object({}), {}, { accountId: ACCOUNT }))).toBe(
      `its accountId is undefined, not ${ACCOUNT}`,
    );
  });

  it.each([
    ['no record', null, /^malformed at its top: /],
    ['another schema', { ...planOf([]), schema: 'keysweep/plan/2' }, /^malformed at schema: /],
    ['a hole', { ...planOf([]), users: [{}] }, /^malformed at users\.0\.userName: /],
  ])('says where %s is malformed', (_what, value, message) => {
    expect(refusalOf(readRecord(accountPlanSchema, value, subject))).toMatch(message);
  });

  it('looks no further than the first thing that is wrong', () => {
    const looked: number[] = [];
    const holes = Array.from({ length: 1000 }, (_, index) => ({
      get userName() {
        return looked.push(index);
      },
    }));
    const reading = readRecord(accountPlanSchema, { ...planOf([]), users: holes }, subject);
    expect(refusalOf(reading)).toMatch(/^malformed at users\.0\.userName: /);
    expect(new Set(looked)).toEqual(new Set([0]));
  });

  it('never repeats more than 300 characters of a stranger’s text', () => {
    const reading = readRecord(accountPlanSchema, { ...planOf([]), schema: 'x'.repeat(9999) });
    expect(refusalOf(reading)).toHaveLength(300);
  });
});

describe('readJsonRecord', () => {
  it('does not parse what no honest record comes near', () => {
    const tooLong = ' '.repeat(LONGEST_RECORD + 1);
    expect(readJsonRecord(accountPlanSchema, tooLong)).toMatchObject({
      state: 'unknown',
      failure: { kind: 'malformed', message: `it has ${LONGEST_RECORD + 1} characters` },
    });
  });

  it('reads the text of a record', () => {
    const plan = planOf([]);
    expect(readJsonRecord(accountPlanSchema, JSON.stringify(plan), subject)).toEqual({ state: 'known', value: plan });
    expect(readJsonRecord(accountPlanSchema, JSON.stringify(plan))).toEqual({ state: 'known', value: plan });
  });

  it.each([
    ['', 'it is not JSON'],
    ['{"schema":', 'it is not JSON'],
    ['<html>', 'it is not JSON'],
  ])('refuses %j', (body, message) => {
    expect(refusalOf(readJsonRecord(accountPlanSchema, body, subject))).toBe(message);
  });
});
