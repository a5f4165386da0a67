import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../local-organization.ts';
import { clientConfig, MANAGEMENT } from '../testing/acme.ts';
import { central } from '../testing/central.ts';

const HOUR = 3_600_000;
let organization: LocalOrganization;
afterEach(() => organization.close());

async function answerOf(source: string) {
  const code = { source: `exports.handler = async (event, context) => { ${source} }` };
  await organization.deployFunction({
    accountId: MANAGEMENT,
    functionName: 'watch',
    roleName: 'function',
    code,
    timeoutSeconds: 20,
  });
  return askAgain();
}

async function askAgain() {
  const lambda = new LambdaClient(clientConfig(organization));
  const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: 'watch' }));
  expect(FunctionError).toBeUndefined();
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

describe('a function process', () => {
  it('sees the organization’s clock, at each invocation anew', async () => {
    organization = central();
    const source = `const asked = [Date.now(), +new Date(), Date.parse(Date())];
      return { asked, pid: process.pid, left: context.getRemainingTimeInMillis() };`;
    const first = await answerOf(source);
    for (const seen of first.asked) expect(Math.abs(seen - organization.now().getTime())).toBeLessThan(2000);
    await organization.advanceBy(5 * HOUR);
    const second = await askAgain();
    expect(second.pid).toBe(first.pid);
    for (const seen of second.asked) expect(Math.abs(seen - organization.now().getTime())).toBeLessThan(2000);
    // Time limits are real.
    expect(second.left).toBeGreaterThan(15_000);
    expect(second.left).toBeLessThanOrEqual(20_000);
  });

  it('sees a clock that stands stand still', async () => {
    organization = central({ clock: 'stands' });
    const source = `const began = Date.now(); const real = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 30));
      return { began, passed: Date.now() - began, really: performance.now() - real > 20 };`;
    const at = organization.now().getTime();
    expect(await answerOf(source)).toEqual({ began: at, passed: 0, really: true });
    await organization.advanceBy(HOUR);
    expect(await askAgain()).toMatchObject({ began: at + HOUR, passed: 0 });
  });

  it('does not think its clock is wrong: a refusal is a refusal, and is not asked for again', async () => {
    organization = central();
    await organization.advanceBy(1000 * HOUR);
    const seen = await answerOf(`
      const { IAMClient, ListUsersCommand } = require('@aws-sdk/client-iam');
      const refused = await new IAMClient({}).send(new ListUsersCommand({})).catch((error) => error);
      return [refused.name, refused.$metadata.attempts];`);
    expect(seen).toEqual(['AccessDenied', 1]);
    expect(organization.journal.count('iam:ListUsers')).toBe(1);
  });

  it('has a Date that is a Date in every other way', async () => {
    organization = central();
    const seen = await answerOf(`
      class Day extends Date { name() { return 'day'; } }
      const stat = require('node:fs').statSync('/');
      return {
        instances: [new Date(), new Date(0), new Day(), stat.mtime].map((each) => each instanceof Date),
        subclass: [new Day().name(), new Day(2020, 0, 1).getFullYear(), Math.abs(new Day() - Date.now()) < 1000],
        given: [new Date(86400000).toISOString(), new Date('2020-02-03').getTime(), new Date(2020, 1).getMonth()],
        statics: [Date.UTC(2020, 0, 1), Date.parse('2020-01-01T00:00:00Z'), Date.length, Date.name],
        cloned: structuredClone(new Date(5)).getTime(),
        json: JSON.stringify({ at: new Date(5) }),
        text: [typeof Date(), typeof Date, Object.prototype.toString.call(new Date()), new Date(NaN) + ''],
        constructor: new Date().constructor === Date,
        copied: new Date(new Date(7)).getTime(),
      };`);
    expect(seen).toEqual({
      instances: [true, true, true, true],
      subclass: ['day', 2020, true],
      given: ['1970-01-02T00:00:00.000Z', 1_580_688_000_000, 1],
      statics: [1_577_836_800_000, 1_577_836_800_000, 7, 'Date'],
      cloned: 5,
      json: '{"at":"1970-01-01T00:00:00.005Z"}',
      text: ['string', 'function', '[object Date]', 'Invalid Date'],
      constructor: true,
      copied: 7,
    });
  });
});
