import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  type StackEvent as DescribedEvent,
} from '@aws-sdk/client-cloudformation';
import { known, unknown, type Reading } from '@keysweep/core';
import { clientSettings, type Connection } from '../connection.ts';
import { failureOf } from '../iam/failure.ts';

/** Something that happened to a stack, or to a resource in it. */
export interface StackEvent {
  readonly id: string;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | null;
}

/** The newest event of a stack by its id; null where nothing has happened yet. */
export async function newestEvent(connection: Connection, stackId: string): Promise<Reading<string | null>> {
  return read(connection, stackId, (events) => ({ stop: true, kept: events.slice(0, 1) })).then((found) =>
    found.state === 'known' ? known(found.value[0]?.id ?? null) : found,
  );
}

/** What happened to a stack after an event of it, oldest first; all there is where that is null. */
export async function eventsAfter(
  connection: Connection,
  stackId: string,
  after: string | null,
): Promise<Reading<readonly StackEvent[]>> {
  const found = await read(connection, stackId, (events) => {
    const end = events.findIndex(({ id }) => id === after);
    return { stop: end >= 0, kept: end < 0 ? events : events.slice(0, end) };
  });
  return found.state === 'known' ? known(found.value.toReversed()) : found;
}

type Sift = (events: readonly StackEvent[]) => { readonly stop: boolean; readonly kept: readonly StackEvent[] };

/** Pages come newest first. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html */
async function read(connection: Connection, stackId: string, sift: Sift): Promise<Reading<readonly StackEvent[]>> {
  const client = new CloudFormationClient(clientSettings(connection));
  const all: StackEvent[] = [];
  let token: string | undefined;
  try {
    for (;;) {
      const page = await client.send(new DescribeStackEventsCommand({ StackName: stackId, NextToken: token }));
      const { stop, kept } = sift((page.StackEvents ?? []).map(eventOf));
      all.push(...kept);
      if (stop || page.NextToken === undefined) return known(all);
      token = page.NextToken;
    }
  } catch (error) {
    return unknown(failureOf('cloudformation:DescribeStackEvents', error));
  }
}

function eventOf(event: DescribedEvent): StackEvent {
  const { EventId: id = '', LogicalResourceId: logicalId = '', ResourceType: type = '' } = event;
  return { id, logicalId, type, status: event.ResourceStatus ?? '', reason: event.ResourceStatusReason ?? null };
}
