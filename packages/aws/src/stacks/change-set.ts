import { randomUUID } from 'node:crypto';
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  ExecuteChangeSetCommand,
  type CreateChangeSetInput,
  type ResourceToImport,
} from '@aws-sdk/client-cloudformation';
import type { Failure } from '@keysweep/core';
import { clientSettings, type Connection } from '../connection.ts';
import { failureOf, malformed } from '../iam/failure.ts';
import { awaitChangeSet, type StackChange } from './await-change-set.ts';
import type { Patience } from './patience.ts';

/** A template, as text of up to 51,200 bytes or as an object in a bucket. */
export type TemplateSource = { readonly body: string } | { readonly url: string };

/** A resource that exists and is to be taken into a stack: which, and by what it is known. */
export interface ImportedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly identifier: Readonly<Record<string, string>>;
}

/** What a stack is to become. */
export interface ChangeSetRequest {
  readonly stackName: string;
  /** `IMPORT` makes a stack of existing resources, and of these alone. */
  readonly kind: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly template: TemplateSource;
  readonly parameters: Readonly<Record<string, string>>;
  /** Of an `IMPORT` alone. */
  readonly imports?: readonly ImportedResource[];
}

/** A change set that CloudFormation has made, and that waits. */
export interface PreparedChangeSet {
  readonly id: string;
  readonly stackId: string;
  readonly changes: readonly StackChange[];
}

/** What came of asking for a change set. One without changes, or that failed, is deleted. */
export type ChangeSetOutcome =
  | { readonly state: 'prepared'; readonly changeSet: PreparedChangeSet }
  | { readonly state: 'no-changes' }
  /** `stackId`: of the stack under review that is left, where there is one. */
  | { readonly state: 'failed'; readonly failure: Failure; readonly stackId: string | null };

const OPERATION = 'cloudformation:CreateChangeSet';

/**
 * Has CloudFormation work out what would change, and changes nothing. Tags are left out, so that those of the stack stay. For a `CREATE` the stack exists from then on, under review, until it is deleted.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
 */
export async function prepareChangeSet(
  connection: Connection,
  request: ChangeSetRequest,
  patience: Patience = {},
): Promise<ChangeSetOutcome> {
  const client = new CloudFormationClient(clientSettings(connection));
  let stackId: string | null = null;
  let id: string | null = null;
  try {
    const created = await client.send(new CreateChangeSetCommand(inputOf(request)));
    if (created.Id === undefined || created.StackId === undefined)
      return failed(malformed(OPERATION, 'the answer names no change set'), null);
    ({ Id: id, StackId: stackId } = created as { readonly Id: string; readonly StackId: string });
    const made = await awaitChangeSet(client, id, patience);
    if (made.state === 'made') return { state: 'prepared', changeSet: { id, stackId, changes: made.changes } };
    await client.send(new DeleteChangeSetCommand({ ChangeSetName: id }));
    return made.state === 'failed' ? failed(made.failure, stackId) : made;
  } catch (error) {
    if (id !== null) await discardById(client, id);
    return failed(failureOf(OPERATION, error), stackId);
  }
}

function inputOf({ stackName, kind, template, parameters, imports }: ChangeSetRequest): CreateChangeSetInput {
  return {
    StackName: stackName,
    ChangeSetName: `keysweep-${randomUUID()}`,
    ChangeSetType: kind,
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Parameters: Object.entries(parameters).map(([name, value]) => ({ ParameterKey: name, ParameterValue: value })),
    ...('body' in template ? { TemplateBody: template.body } : { TemplateURL: template.url }),
    ...(imports === undefined ? {} : { ResourcesToImport: imports.map(importOf) }),
  };
}

function importOf({ logicalId, type, identifier }: ImportedResource): ResourceToImport {
  return { LogicalResourceId: logicalId, ResourceType: type, ResourceIdentifier: { ...identifier } };
}

/**
 * Starts what a change set says; null once CloudFormation has taken it on. A request whose answer was lost is sent again under
 * its token. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html
 */
export async function executeChangeSet(connection: Connection, { id }: PreparedChangeSet): Promise<Failure | null> {
  const client = new CloudFormationClient(clientSettings(connection));
  try {
    await client.send(new ExecuteChangeSetCommand({ ChangeSetName: id, ClientRequestToken: randomUUID() }));
    return null;
  } catch (error) {
    return failureOf('cloudformation:ExecuteChangeSet', error);
  }
}

/** Deletes a change set that nobody executed; null once it is gone. */
export function discardChangeSet(connection: Connection, { id }: PreparedChangeSet): Promise<Failure | null> {
  return discardById(new CloudFormationClient(clientSettings(connection)), id);
}

async function discardById(client: CloudFormationClient, id: string): Promise<Failure | null> {
  try {
    await client.send(new DeleteChangeSetCommand({ ChangeSetName: id }));
    return null;
  } catch (error) {
    return failureOf('cloudformation:DeleteChangeSet', error);
  }
}

function failed(failure: Failure, stackId: string | null): ChangeSetOutcome {
  return { state: 'failed', failure, stackId };
}
