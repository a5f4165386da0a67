import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalOrganization } from './local-organization.ts';
import { MANAGEMENT } from './testing/acme.ts';
import { awsCli, isAwsCliInstalled } from './testing/aws-cli.ts';
import { central, definitionOf, SCHEDULER_ROLE, STATES_ROLE } from './testing/central.ts';

const MACHINE = `arn:aws:states:us-east-1:${MANAGEMENT}:stateMachine:sweep`;

describe.skipIf(!isAwsCliInstalled)('the AWS CLI', { timeout: 60_000 }, () => {
  let organization: LocalOrganization;
  let folder: string;
  let url: string;
  beforeAll(async () => {
    organization = central();
    const definition = definitionOf({ Done: { Type: 'Succeed', Output: { swept: '{% $states.input.policy %}' } } });
    organization.createStateMachine(MANAGEMENT, { name: 'sweep', definition, roleArn: STATES_ROLE });
    organization.createSchedule(MANAGEMENT, {
      Name: 'weekly',
      ScheduleExpression: 'rate(7 days)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: MACHINE, RoleArn: SCHEDULER_ROLE, Input: '{}' },
    });
    ({ url } = await organization.listen());
    folder = await mkdtemp(join(tmpdir(), 'aws-cli-'));
  });
  afterAll(async () => {
    await organization.close();
    await rm(folder, { recursive: true });
  });
  const aws = (...words: string[]) => awsCli({ url, folder }, organization.credentials(), words);

  it('looks at a schedule', async () => {
    expect(await aws('scheduler', 'get-schedule', '--name', 'weekly')).toMatchObject({
      ScheduleExpression: 'rate(7 days)',
      Target: { Arn: MACHINE },
    });
    await expect(aws('scheduler', 'get-schedule', '--name', 'monthly')).rejects.toThrow('(ResourceNotFoundException)');
  });

  it('starts an execution, and looks at it', async () => {
    const start = ['stepfunctions', 'start-execution', '--state-machine-arn', MACHINE, '--name', 'by-hand'];
    const { executionArn } = await aws(...start, '--input', '{"policy":"weekly"}');
    const described = await aws('stepfunctions', 'describe-execution', '--execution-arn', executionArn);
    expect(described).toMatchObject({ status: 'SUCCEEDED', output: '{"swept":"weekly"}' });
    await expect(aws(...start, '--input', '{}')).rejects.toThrow('(ExecutionAlreadyExists)');
  });
});
