import {
  CloudFormationClient,
  ListStackInstancesCommand,
  type StackInstanceSummary,
} from '@aws-sdk/client-cloudformation';
import { known, type Reading, type StackInstanceStatus } from '@keysweep/core';
import { clientSettings, type Connection } from '../connection.ts';
import { readPages } from '../iam/paging.ts';
import { nextOfToken } from '../organization-walk.ts';

/** A StackSet, and as whom it is asked about. */
export interface StackSetAddress {
  readonly name: string;
  /** `DELEGATED_ADMIN` in the account of a delegated administrator. */
  readonly callAs: 'SELF' | 'DELEGATED_ADMIN';
}

/** What a StackSet has in one account. */
export interface StackInstance {
  readonly accountId: string;
  readonly region: string;
  readonly status: StackInstanceStatus;
  /** `PENDING`, `RUNNING`, `SUCCEEDED`, `FAILED`, `CANCELLED`, `INOPERABLE`, `SKIPPED_SUSPENDED_ACCOUNT` …; null where AWS gives none. */
  readonly detailedStatus: string | null;
  readonly reason: string | null;
  /** The target it is there for: the root or an OU. */
  readonly organizationalUnitId: string | null;
}

/** As AWS names it in failures. */
export const LIST_STACK_INSTANCES = 'cloudformation:ListStackInstances';
const PAGE_SIZE = 100;

/**
 * All stack instances of a StackSet, or `unknown`; `absent` where there is no such StackSet. While an operation goes on, their
 * detailed statuses are its progress. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackInstances.html
 */
export async function listStackInstances(
  connection: Connection,
  { name, callAs }: StackSetAddress,
): Promise<Reading<readonly StackInstance[]>> {
  const client = new CloudFormationClient(clientSettings(connection));
  const list = { StackSetName: name, CallAs: callAs, MaxResults: PAGE_SIZE };
  const { items, end } = await readPages({
    operation: LIST_STACK_INSTANCES,
    isAbsence: ({ code }) => code === 'StackSetNotFoundException',
    fetchPage: async (token) => {
      const page = await client.send(new ListStackInstancesCommand({ ...list, NextToken: token }));
      return { items: page.Summaries?.map(instanceOf), next: nextOfToken(page.NextToken) };
    },
  });
  return end.state === 'complete' ? known(items) : end;
}

function instanceOf(summary: StackInstanceSummary): StackInstance | null {
  const { Account: accountId, Region: region, Status: status } = summary;
  if (!accountId || !region || !status) return null;
  return {
    accountId,
    region,
    status,
    detailedStatus: summary.StackInstanceStatus?.DetailedStatus ?? null,
    reason: summary.StatusReason ?? null,
    organizationalUnitId: summary.OrganizationalUnitId ?? null,
  };
}
