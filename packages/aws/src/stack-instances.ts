import {
  CloudFormationClient,
  ListStackInstancesCommand,
  type StackInstanceSummary,
} from '@aws-sdk/client-cloudformation';
import type { Reading, StackInstances, StackInstanceStatus } from '@keysweep/core';
import { known, unknown } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { malformed } from './iam/failure.ts';
import { readPages } from './iam/paging.ts';
import { nextOfToken } from './organization-walk.ts';

/** Which StackSet carries the agent, and as whom it is asked about. */
export interface StackInstancesOptions {
  /** `DELEGATED_ADMIN` where the centre is in a delegated administrator's account; default `SELF`. */
  readonly callAs?: 'SELF' | 'DELEGATED_ADMIN';
  /** Default `keysweep`. */
  readonly stackSetName?: string;
}

const OPERATION = 'cloudformation:ListStackInstances';
const PAGE_SIZE = 100;

/**
 * The stack instances in the connection's Region, which is where the agents are; others do not count. All pages, or
 * `unknown`. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackInstances.html
 */
export function stackInstances(
  connection: Connection & { readonly region: string },
  { callAs = 'SELF', stackSetName = 'keysweep' }: StackInstancesOptions = {},
): StackInstances {
  const client = new CloudFormationClient(clientSettings(connection));
  const list = { StackSetName: stackSetName, CallAs: callAs, MaxResults: PAGE_SIZE };
  return {
    read: async () => {
      const { items, end } = await readPages({
        operation: OPERATION,
        isAbsence: ({ code }) => code === 'StackSetNotFoundException',
        fetchPage: async (token) => {
          const page = await client.send(new ListStackInstancesCommand({ ...list, NextToken: token }));
          return { items: page.Summaries?.map(instanceOf), next: nextOfToken(page.NextToken) };
        },
      });
      return end.state === 'complete' ? byAccount(items.filter(({ region }) => region === connection.region)) : end;
    },
  };
}

interface StackInstance {
  readonly accountId: string;
  readonly region: string;
  readonly status: StackInstanceStatus;
}

function instanceOf({ Account, Region, Status }: StackInstanceSummary): StackInstance | null {
  return Account && Region && Status ? { accountId: Account, region: Region, status: Status } : null;
}

function byAccount(instances: readonly StackInstance[]): Reading<ReadonlyMap<string, StackInstanceStatus>> {
  const statuses = new Map(instances.map(({ accountId, status }) => [accountId, status]));
  if (statuses.size < instances.length)
    return unknown(malformed(OPERATION, 'an account has two stack instances in one Region'));
  return known(statuses);
}
