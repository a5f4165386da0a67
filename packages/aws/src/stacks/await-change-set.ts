import {
  DescribeChangeSetCommand,
  type Change,
  type CloudFormationClient,
  type DescribeChangeSetOutput,
} from '@aws-sdk/client-cloudformation';
import type { Failure } from '@keysweep/core';
import { pauseOf, type Patience } from './patience.ts';

/** What a change set does to one resource. */
export interface StackChange {
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Import' | 'Dynamic' | 'SyncWithActual';
  readonly logicalId: string;
  readonly type: string;
  /** Of a `Modify`: whether another physical resource takes its place; CloudFormation does not always know beforehand. */
  readonly replacement: 'no' | 'yes' | 'perhaps';
}

/** A change set once CloudFormation is done making it. */
export type MadeChangeSet =
  | { readonly state: 'made'; readonly changes: readonly StackChange[] }
  | { readonly state: 'no-changes' }
  | { readonly state: 'failed'; readonly failure: Failure };

const OPERATION = 'cloudformation:DescribeChangeSet';
const PAUSE_MS = 1000;

/**
 * Waits until a change set is made. That there is nothing to change is a failure by status, and told by its words alone: the AWS CLI and the CDK read the same ones.
 * Throws what the SDK throws. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
 */
export async function awaitChangeSet(
  client: CloudFormationClient,
  id: string,
  patience: Patience,
): Promise<MadeChangeSet> {
  const pause = pauseOf(patience);
  for (;;) {
    const { Status: status = '', StatusReason: reason = '', ...first } = await page(client, id);
    if (status === 'CREATE_COMPLETE') return { state: 'made', changes: await allChanges(client, id, first) };
    if (!status.endsWith('_PENDING') && !status.endsWith('_IN_PROGRESS')) return unmade(status, reason);
    await pause(PAUSE_MS);
  }
}

const NOTHING_TO_CHANGE = /didn't contain changes|No updates are to be performed/;

function unmade(status: string, reason: string): MadeChangeSet {
  if (NOTHING_TO_CHANGE.test(reason)) return { state: 'no-changes' };
  return { state: 'failed', failure: { kind: 'service-error', operation: OPERATION, code: status, message: reason } };
}

function page(client: CloudFormationClient, id: string, token?: string): Promise<DescribeChangeSetOutput> {
  return client.send(new DescribeChangeSetCommand({ ChangeSetName: id, NextToken: token }));
}

async function allChanges(
  client: CloudFormationClient,
  id: string,
  first: Pick<DescribeChangeSetOutput, 'Changes' | 'NextToken'>,
): Promise<readonly StackChange[]> {
  const changes = [...(first.Changes ?? [])];
  let token = first.NextToken;
  while (token !== undefined) {
    const next = await page(client, id, token);
    changes.push(...(next.Changes ?? []));
    token = next.NextToken;
  }
  return changes.flatMap(changeOf);
}

const REPLACEMENTS = { True: 'yes', False: 'no', Conditional: 'perhaps' } as const;

function changeOf({ ResourceChange: change }: Change): StackChange[] {
  if (change === undefined) return [];
  const { Action: action = 'Dynamic', LogicalResourceId: logicalId = '', ResourceType: type = '' } = change;
  return [{ action, logicalId, type, replacement: REPLACEMENTS[change.Replacement ?? 'False'] }];
}
