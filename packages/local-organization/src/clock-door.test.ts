import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from './local-organization.ts';
import { MANAGEMENT } from './testing/acme.ts';
import { central, definitionOf, SCHEDULER_ROLE, START, STATES_ROLE } from './testing/central.ts';

const HOUR = 3_600_000;
const after = (hours: number): string => new Date(START.getTime() + hours * HOUR).toISOString();

describe('the clock over HTTP', () => {
  let organization: LocalOrganization;
  let url: string;
  beforeEach(async () => {
    organization = central();
    url = `${(await organization.listen()).url}/_local/clock`;
  });
  afterEach(() => organization.close());
  const moveTo = async (body: string) => {
    const response = await fetch(url, { method: 'POST', body });
    return { status: response.status, said: await response.json() };
  };

  it('says what time it is', async () => {
    expect(await (await fetch(url)).json()).toEqual({ now: START.toISOString() });
  });

  it('moves on, and says what became due on the way', async () => {
    const definition = definitionOf({ Done: { Type: 'Succeed' } });
    organization.createStateMachine(MANAGEMENT, { name: 'sweep', definition, roleArn: STATES_ROLE });
    organization.createSchedule(MANAGEMENT, {
      Name: 'often',
      ScheduleExpression: 'rate(2 hours)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: `arn:aws:states:us-east-1:${MANAGEMENT}:stateMachine:sweep`,
        RoleArn: SCHEDULER_ROLE,
        Input: '{}',
      },
    });
    const { status, said } = await moveTo(after(3));
    expect(status).toBe(200);
    expect(said).toMatchObject({ now: after(3) });
    const { fired } = said as { readonly fired: readonly object[] };
    expect(fired.length).toBeGreaterThan(0);
    for (const each of fired) expect(each).toMatchObject({ schedule: 'often', outcome: 'delivered' });
    expect(organization.executions(MANAGEMENT, 'sweep').map(({ status: ended }) => ended)).not.toContain('RUNNING');
  });

  it.each([
    ['what is no instant', 'friday', 400, 'is no instant'],
    ['a day without a time', '2026-11-20', 400, 'is no instant'],
    ['the past', after(-1), 409, 'the clock cannot go to'],
  ])('does not go to %s', async (_, body, expected, words) => {
    const { status, said } = await moveTo(body);
    expect({ status, said }).toEqual({ status: expected, said: { error: expect.stringContaining(words) } });
    expect(organization.now()).toEqual(START);
  });

  it('is only read and moved', async () => {
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(405);
  });
});
