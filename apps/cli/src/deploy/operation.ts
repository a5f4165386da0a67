import {
  executeChangeSet,
  followStack,
  newestEvent,
  startStackDeletion,
  type PreparedChangeSet,
  type StackLook,
} from '@keysweep/aws';
import type { Failure } from '@keysweep/core';
import type { StatusLine } from '../status-line.ts';
import { failureText, presentOrNull } from './failed-read.ts';
import type { Seat } from './site.ts';

/** Where work is shown, and until when it is followed. */
export interface Workplace {
  readonly status: StatusLine;
  readonly signal: AbortSignal;
  /** What AWS is at work on, for whoever stops to follow it. */
  underWay: { readonly stack: string; readonly account: string } | null;
}

/** A stack that something is done to. */
export interface Subject {
  readonly name: string;
  readonly seat: Seat;
  readonly stackId: string;
  /** How it is getting on, beside its status; asked at every look. */
  readonly detail?: (look: StackLook) => Promise<string> | string;
}

/** How it ended: CloudFormation's status, and what went wrong first. */
export interface OperationEnd {
  readonly succeeded: boolean;
  readonly status: string;
  readonly reason: string | null;
}

/** Executes a change set and follows it to its end. */
export function executeAndFollow(
  subject: Subject,
  changeSet: PreparedChangeSet,
  workplace: Workplace,
): Promise<OperationEnd> {
  return startAndFollow(subject, workplace, () => executeChangeSet(subject.seat.connection, changeSet));
}

/** Deletes a stack and follows that to its end. */
export function deleteAndFollow(subject: Subject, workplace: Workplace): Promise<OperationEnd> {
  return startAndFollow(subject, workplace, () => startStackDeletion(subject.seat.connection, subject.stackId));
}

async function startAndFollow(
  { name, seat, stackId, detail }: Subject,
  workplace: Workplace,
  start: () => Promise<Failure | null>,
): Promise<OperationEnd> {
  const { status, signal } = workplace;
  const after = presentOrNull(await newestEvent(seat.connection, stackId), `what happened to ${name}`);
  signal.throwIfAborted();
  workplace.underWay = { stack: name, account: seat.accountId };
  const refused = await start();
  if (refused !== null)
    return ended(workplace, { succeeded: false, status: 'not begun', reason: failureText(refused) });
  signal.throwIfAborted();
  const onLook = async (look: StackLook): Promise<void> => {
    if (!look.status.endsWith('_IN_PROGRESS')) return;
    status.show(`${name.padEnd(WIDEST)}  ${look.status}  ${(await detail?.(look)) ?? ''}`.trimEnd());
  };
  const end = await followStack(seat.connection, { id: stackId, after }, { signal, onLook });
  if (end.state === 'unknown') {
    const reason = `it goes on, and cannot be followed: ${failureText(end.failure)}`;
    return ended(workplace, { succeeded: false, status: 'unknown', reason });
  }
  status.tell(`${name.padEnd(WIDEST)}  ${end.status}`);
  return ended(workplace, {
    succeeded: end.state === 'succeeded',
    status: end.status,
    reason: end.state === 'failed' ? end.reason : null,
  });
}

const WIDEST = 'keysweep-management'.length;

function ended(workplace: Workplace, end: OperationEnd): OperationEnd {
  workplace.underWay = null;
  return end;
}
