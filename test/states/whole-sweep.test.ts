import { startApprovedSweep, startSweep } from '@keysweep/aws';
import { runIdOf, type AccountReport, type History } from '@keysweep/core';
import { afterEach, expect, it } from 'vitest';
import { deployCentralFunctions, type CentralFunctions } from '../flow/central-functions.ts';
import { heldByLimit } from '../flow/held-run.ts';
import { deleteEverything, DEV, PROD, smallOrganization, UNTOUCHABLE } from '../flow/small-organization.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { createSweepMachine } from './sweep-machine-here.ts';

let stage: Stage;
let functions: CentralFunctions;
async function setUp(config: unknown): Promise<void> {
  stage = await setStage({ organization: smallOrganization(), config });
  functions = await deployCentralFunctions(stage);
}
afterEach(async () => {
  functions.close();
  await stage.organization.close();
});

const roleArn = (name: string) => `arn:aws:iam::${MANAGEMENT}:role/${name}`;

async function stored<T>(key: string): Promise<T> {
  const reading = await stage.newCentre().evidence.get(key);
  if (reading.state !== 'known') throw new TypeError(`${key} is ${reading.state}`);
  return JSON.parse(reading.value.body) as T;
}

it('from a schedule that is due to a published summary: the state machine, the centre’s bundle, the agents', async () => {
  await setUp(deleteEverything);
  const { organization } = stage;
  const stateMachineArn = createSweepMachine(stage.organization);
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

it('from a held run to its approval: an execution that a person starts', async () => {
  await setUp(heldByLimit);
  const { organization } = stage;
  const stateMachineArn = createSweepMachine(stage.organization);
  const asOperator = {
    region: 'us-east-1',
    requestHandler: organization.requestHandler(),
    credentials: organization.credentials(),
  };
  await startSweep(asOperator, stateMachineArn, 'weekly');
  await organization.settled();
  const [held] = (await stored<History>('history/policy=weekly.json')).runs;
  expect(held).toMatchObject({ state: 'held', reasons: ['4 revocations are planned; this run may do at most 1'] });
  const approval = { runId: held?.runId ?? '', by: 'olivia', reason: 'the first step' };

  const executions = [];
  for (const each of [{ ...approval, reason: '' }, approval, { ...approval, by: 'sam' }]) {
    // The id of a run knows seconds.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const started = await startApprovedSweep(asOperator, stateMachineArn, { policy: 'weekly', approval: each });
    await organization.settled();
    const arn = started.state === 'known' ? started.value : '';
    executions.push(organization.executions(MANAGEMENT, 'keysweep-sweep').find((execution) => execution.arn === arn));
  }

  expect(executions).toMatchObject([
    { status: 'FAILED', error: 'PayloadInvalid' },
    { status: 'SUCCEEDED', cause: null },
    { status: 'FAILED', error: 'ApprovalRefused', cause: expect.stringContaining('was approved by olivia') },
  ]);
  expect(JSON.parse(executions[1]?.output ?? '')).toMatchObject({ verdict: 'compliant' });
  expect(stage.keysOf(PROD, 'alice')).toEqual([]);
  for (const name of UNTOUCHABLE) expect(stage.keysOf(PROD, name)).toHaveLength(1);
  const [approved] = (await stored<History>('history/policy=weekly.json')).runs;
  expect(approved).toMatchObject({ state: 'finished', revocations: 4, approves: approval });
});
