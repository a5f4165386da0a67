import { runIdOf, type AccountReport } from '@keysweep/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweepDefinition } from '../../stacksets/src/state-machine.ts';
import { deployCentralFunctions, type CentralFunctions } from '../flow/central-functions.ts';
import { deleteEverything, DEV, PROD, smallOrganization, UNTOUCHABLE } from '../flow/small-organization.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';

let stage: Stage;
let functions: CentralFunctions;
beforeEach(async () => {
  stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
  functions = await deployCentralFunctions(stage);
});
afterEach(async () => {
  functions.close();
  await stage.organization.close();
});

const roleArn = (name: string) => `arn:aws:iam::${MANAGEMENT}:role/${name}`;
const functionArn = (name: string) => `arn:aws:lambda:us-east-1:${MANAGEMENT}:function:keysweep-${name}`;

async function stored<T>(key: string): Promise<T> {
  const reading = await stage.newCentre().evidence.get(key);
  if (reading.state !== 'known') throw new TypeError(`${key} is ${reading.state}`);
  return JSON.parse(reading.value.body) as T;
}

it('from a schedule that is due to a published summary: the state machine, the centre’s bundle, the agents', async () => {
  const { organization } = stage;
  const functionArns = {
    inventory: functionArn('inventory'),
    sweep: functionArn('sweep'),
    gate: functionArn('gate'),
    summarise: functionArn('summarise'),
  };
  const { stateMachineArn } = organization.createStateMachine(MANAGEMENT, {
    name: 'keysweep-sweep',
    definition: JSON.stringify(sweepDefinition({ partition: 'aws', functionArns })),
    roleArn: roleArn('keysweep-states'),
  });
  organization.createSchedule(MANAGEMENT, {
    Name: 'sweep-weekly',
    // Due as soon as it is made.
    ScheduleExpression: 'rate(7 days)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: stateMachineArn,
      RoleArn: roleArn('keysweep-scheduler'),
      Input: '{"policy":"weekly","apply":true,"scheduledTime":"<aws.scheduler.scheduled-time>"}',
    },
  });

  await organization.advanceBy(0);

  const [delivery] = organization.schedulerDeliveries;
  const [execution] = organization.executions(MANAGEMENT, 'keysweep-sweep');
  expect(execution).toMatchObject({ arn: delivery?.executionArn, status: 'SUCCEEDED', cause: null });
  const runId = runIdOf(delivery?.scheduledTime ?? new Date(0));
  const folder = `summaries/${runId}-weekly`;
  expect(JSON.parse(execution?.output ?? '')).toMatchObject({ summary: folder, verdict: 'compliant' });
  expect(await stored('latest.json')).toMatchObject({ summary: folder });
  expect(stage.keysOf(PROD, 'alice')).toEqual([]);
  for (const name of UNTOUCHABLE) expect(stage.keysOf(PROD, name)).toHaveLength(1);
  for (const id of [PROD, DEV]) {
    const report = await stored<AccountReport>(`runs/policy=weekly/run=${runId}/reports/account=${id}.json`);
    expect(report.complete, id).toBe(true);
  }
});
