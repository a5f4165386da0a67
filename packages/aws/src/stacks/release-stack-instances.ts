import {
  CloudFormationClient,
  DeleteStackInstancesCommand,
  DescribeStackSetOperationCommand,
} from '@aws-sdk/client-cloudformation';
import type { Failure } from '@keysweep/core';
import { clientSettings, type Connection } from '../connection.ts';
import { failureOf } from '../iam/failure.ts';
import type { StackInstance, StackSetAddress } from './list-stack-instances.ts';
import { pauseOf, type Patience } from './patience.ts';

const PAUSE_MS = 2000;

/**
 * Takes instances out of their StackSet and leaves their stacks in the accounts: the one way for accounts that are suspended,
 * without which the StackSet cannot be deleted. Waits until that is done, then returns null.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStackInstances.html
 */
export async function releaseStackInstances(
  connection: Connection,
  { name, callAs }: StackSetAddress,
  { instances, ...patience }: Patience & { readonly instances: readonly StackInstance[] },
): Promise<Failure | null> {
  const client = new CloudFormationClient(clientSettings(connection));
  const distinct = (values: readonly string[]): string[] => [...new Set(values)];
  const stackSet = { StackSetName: name, CallAs: callAs };
  try {
    const { OperationId: id } = await client.send(
      new DeleteStackInstancesCommand({
        ...stackSet,
        RetainStacks: true,
        Regions: distinct(instances.map(({ region }) => region)),
        DeploymentTargets: {
          OrganizationalUnitIds: distinct(instances.flatMap(({ organizationalUnitId: id }) => id ?? [])),
          Accounts: distinct(instances.map(({ accountId }) => accountId)),
          AccountFilterType: 'INTERSECTION',
        },
      }),
    );
    return await ended(client, { ...stackSet, OperationId: id }, patience);
  } catch (error) {
    return failureOf('cloudformation:DeleteStackInstances', error);
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackSetOperation.html */
async function ended(
  client: CloudFormationClient,
  operation: {
    readonly StackSetName: string;
    readonly CallAs: 'SELF' | 'DELEGATED_ADMIN';
    readonly OperationId: string | undefined;
  },
  patience: Patience,
): Promise<Failure | null> {
  const pause = pauseOf(patience);
  for (;;) {
    const { StackSetOperation: found } = await client.send(new DescribeStackSetOperationCommand(operation));
    const { Status: status = 'UNKNOWN', StatusReason: reason } = found ?? {};
    if (status === 'SUCCEEDED') return null;
    if (status !== 'RUNNING' && status !== 'QUEUED' && status !== 'STOPPING') {
      const what = { kind: 'service-error', operation: 'cloudformation:DeleteStackInstances', code: status } as const;
      return { ...what, message: reason ?? `the operation ended as ${status}` };
    }
    await pause(PAUSE_MS);
  }
}
