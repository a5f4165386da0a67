import type { Connection } from '../connection.ts';
import type { Failure } from '@keysweep/core';
import { pauseOf, type Patience } from './patience.ts';
import { readStack } from './read-stack.ts';
import { eventsAfter, type StackEvent } from './stack-events.ts';

/** How an operation on a stack ended. `reason` is what failed first, and why. */
export type StackEnd =
  | { readonly state: 'succeeded'; readonly status: string }
  | { readonly state: 'failed'; readonly status: string; readonly reason: string }
  /** It could not be looked at any more; it goes on. */
  | { readonly state: 'unknown'; readonly failure: Failure };

/** A look at an operation that is under way: what has happened since the look before. */
export interface StackLook {
  readonly status: string;
  readonly events: readonly StackEvent[];
}

/** What is followed: a stack, from the event after which the operation began (null: from its first). */
export interface FollowedStack {
  readonly id: string;
  readonly after: string | null;
}

/** What a follower is told, and how it waits. */
export interface FollowOptions extends Patience {
  readonly onLook?: (look: StackLook) => Promise<void> | void;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;
const SUCCEEDED = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE', 'DELETE_COMPLETE']);

/**
 * Follows an operation until it has ended. A status counts from the first event of the operation on: right after it was
 * asked for, a stack may still show its status of before. Rejects when the signal says so; the operation goes on.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
export async function followStack(
  connection: Connection,
  { id, after }: FollowedStack,
  options: FollowOptions = {},
): Promise<StackEnd> {
  const pause = pauseOf(options);
  const all: StackEvent[] = [];
  for (let milliseconds = FIRST_PAUSE_MS; ; milliseconds = Math.min(milliseconds * 2, LONGEST_PAUSE_MS)) {
    const stack = await readStack(connection, id);
    if (stack.state !== 'known') return unreadable(stack.state === 'unknown' ? stack.failure : null);
    const read = await eventsAfter(connection, id, all.at(-1)?.id ?? after);
    if (read.state !== 'known') return unreadable(read.state === 'unknown' ? read.failure : null);
    all.push(...read.value);
    const { status, statusReason } = stack.value;
    await options.onLook?.({ status, events: read.value });
    const isOver = all.length > 0 && !status.endsWith('_IN_PROGRESS');
    if (isOver && SUCCEEDED.has(status)) return { state: 'succeeded', status };
    if (isOver) return { state: 'failed', status, reason: firstReason(all) ?? statusReason ?? 'no reason is given' };
    await pause(milliseconds);
  }
}

function unreadable(failure: Failure | null): StackEnd {
  const gone = { kind: 'not-found', operation: 'cloudformation:DescribeStacks', code: 'StackGone' } as const;
  return { state: 'unknown', failure: failure ?? { ...gone, message: 'the stack is not there any more' } };
}

/** What is only cancelled because something else failed says nothing. */
function firstReason(events: readonly StackEvent[]): string | null {
  const failed = events.filter(({ status }) => status.endsWith('_FAILED'));
  const first = failed.find(({ reason }) => !/cancelled/i.test(reason ?? 'cancelled')) ?? failed[0];
  return first === undefined ? null : `${first.logicalId} (${first.type}): ${first.reason ?? first.status}`;
}
