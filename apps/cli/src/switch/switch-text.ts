import { formatShortInstant } from '@keysweep/aggregator';
import type { Reading, SwitchPosition, TurnedSwitch } from '@keysweep/core';
import { printable } from '../printable.ts';
import { inColumns } from '../sweep-text/columns.ts';

/** Whether the switch says the same as is wanted of it; whoever said it first. */
export function isSamePosition(left: SwitchPosition, right: SwitchPosition): boolean {
  if (left.state !== 'paused' || right.state !== 'paused') return left.state === right.state;
  return left.reason === right.reason;
}

/** A reading of the switch as a report has it. */
export function wasOf(before: Exclude<Reading<SwitchPosition>, { state: 'absent' }>): TurnedSwitch['before'] {
  if (before.state === 'known') return before.value;
  const { operation, code, message } = before.failure;
  return { state: 'unknown', why: `${operation}: ${code}: ${message}` };
}

/** What is to be seen before the switch is turned: where it stands, and what is otherwise from then on. */
export function beforeText(
  { before, policies }: Pick<TurnedSwitch, 'before' | 'policies'>,
  wanted: SwitchPosition,
): string {
  const isPause = wanted.state === 'paused';
  const head = isPause
    ? 'Paused, no sweep revokes anything in any account. Plans are made and stored all the same.'
    : 'Enabled, every sweep that is due revokes again.';
  const from = isPause ? 'held from' : 'due';
  const rows = policies.map(({ policy, nextDue }) => [
    policy,
    nextDue === null ? 'never due again' : `${from} ${formatShortInstant(nextDue)}`,
  ]);
  const tail = isPause
    ? 'A run at work now stops before its next batch of accounts.'
    : 'What a paused run left is not made up for: the next due run does it, or keysweep sweep --approve.';
  return [`The switch ${positionText(before)}.`, head, ...(rows.length === 0 ? [] : inColumns(rows, 2)), tail].join(
    '\n',
  );
}

/** Where the switch stood and stands, in two lines. */
export function turnedText({ before, now, changed }: TurnedSwitch): string {
  const after = `The switch ${positionText(now)}${changed ? '' : ', as it was; nothing was changed'}.`;
  return changed ? `Before, it ${positionText(before).replace(/^is /, 'was ')}.\n${after}` : after;
}

function positionText(position: TurnedSwitch['before']): string {
  if (position.state === 'enabled') return 'is enabled';
  if (position.state === 'unknown') return `is not known: ${printable(position.why)}`;
  return `is paused by ${printable(position.by)}: ${printable(position.reason)}`;
}
