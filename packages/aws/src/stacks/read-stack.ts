import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { known, unknown, type Failure, type Reading } from '@keysweep/core';
import { clientSettings, type Connection } from '../connection.ts';
import { failureOf, malformed } from '../iam/failure.ts';

/** A stack as CloudFormation describes it. */
export interface DeployedStack {
  /** Its ARN, by which it is found even when it is deleted. */
  readonly id: string;
  readonly status: string;
  readonly statusReason: string | null;
}

/**
 * A stack by its name, or by its id, deleted ones too then. `absent` where there is none: CloudFormation has no error code of its own for that.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export async function readStack(connection: Connection, nameOrId: string): Promise<Reading<DeployedStack>> {
  const operation = 'cloudformation:DescribeStacks';
  const client = new CloudFormationClient(clientSettings(connection));
  try {
    const { Stacks: stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: nameOrId }));
    const [{ StackId: id, StackStatus: status, StackStatusReason: statusReason = null } = {}] = stacks;
    if (id === undefined || status === undefined) return unknown(malformed(operation, 'the answer names no stack'));
    return known({ id, status, statusReason });
  } catch (error) {
    return absentOrUnknown(failureOf(operation, error));
  }
}

/** The text of a stack's template as it was handed in. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html */
export async function readStackTemplate(connection: Connection, nameOrId: string): Promise<Reading<string>> {
  const operation = 'cloudformation:GetTemplate';
  const client = new CloudFormationClient(clientSettings(connection));
  try {
    const request = { StackName: nameOrId, TemplateStage: 'Original' } as const;
    const { TemplateBody: body } = await client.send(new GetTemplateCommand(request));
    return body === undefined ? unknown(malformed(operation, 'the answer has no template')) : known(body);
  } catch (error) {
    return absentOrUnknown(failureOf(operation, error));
  }
}

/**
 * What a stack holds: physical ids by logical ids, of up to 100 resources.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
 */
export async function readStackResources(
  connection: Connection,
  nameOrId: string,
): Promise<Reading<ReadonlyMap<string, string>>> {
  const client = new CloudFormationClient(clientSettings(connection));
  try {
    const { StackResources: held = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: nameOrId }));
    const pairs = held.map(({ LogicalResourceId: id = '', PhysicalResourceId: physicalId = '' }) => [id, physicalId]);
    return known(new Map(pairs as [string, string][]));
  } catch (error) {
    return absentOrUnknown(failureOf('cloudformation:DescribeStackResources', error));
  }
}

/** What CloudFormation says of a stack that is not there: a ValidationError, told from others by its words alone. */
function absentOrUnknown(failure: Failure): Reading<never> {
  const isAbsent = failure.code === 'ValidationError' && failure.message.includes('does not exist');
  return isAbsent ? { state: 'absent' } : unknown(failure);
}
