import type { Summary, SummaryChanges } from '@keysweep/core';
import {
  countOf,
  DIRECTION_LABELS,
  DIRECTION_ORDER,
  gather,
  stateChangeLabel,
  type Direction,
} from '../words/index.ts';
import { causeOf, type AccountGroup } from './account-groups.ts';
import type { AccountNames } from './parts.tsx';

/** The accounts that are otherwise than before, by what is otherwise. */
export function changeGroups({ changes }: Summary, names: AccountNames): readonly AccountGroup[] {
  if (changes === null) return [];
  return [
    ...DIRECTION_ORDER.map((direction) => stateGroup(direction, changes, names)),
    ...memberGroups(changes, names),
  ].filter(({ causes }) => causes.length > 0);
}

function stateGroup(direction: Direction, changes: SummaryChanges, names: AccountNames): AccountGroup {
  const own = changes.accounts.filter((each) => each.direction === direction);
  return {
    kind: direction,
    ...DIRECTION_LABELS[direction],
    amount: countOf(own.length, 'account'),
    causes: causesBy(own, stateChangeLabel, names),
  };
}

function memberGroups(
  { vanishedGroups, moved, joined, departed }: SummaryChanges,
  names: AccountNames,
): AccountGroup[] {
  const policies = ({ from, to }: SummaryChanges['moved'][number]) => `${from ?? 'no policy'} → ${to ?? 'no policy'}`;
  const once = (accounts: readonly { readonly accountId: string }[], of: AccountNames) =>
    accounts.length === 0 ? [] : [causeOf('', accounts, of)];
  return [
    {
      kind: 'vanished-groups',
      label: 'Groups vanished',
      tone: 'warn',
      amount: countOf(vanishedGroups.length, 'group'),
      causes: causesBy(vanishedGroups, ({ group }) => `${group} is not there any more`, names),
      todo: 'see who deleted it, and where its users are now; else correct the configuration',
    },
    {
      kind: 'moved',
      label: 'Other policy',
      tone: 'info',
      amount: countOf(moved.length, 'account'),
      causes: causesBy(moved, policies, names),
      todo: 'an account that moves may meet two runs in a week, or none',
    },
    {
      kind: 'joined',
      label: 'Joined',
      tone: 'info',
      amount: countOf(joined.length, 'account'),
      causes: once(
        joined.map((accountId) => ({ accountId })),
        names,
      ),
    },
    {
      kind: 'departed',
      label: 'Departed',
      tone: 'quiet',
      amount: countOf(departed.length, 'account'),
      causes: once(departed, new Map(departed.map(({ accountId, name }) => [accountId, name]))),
    },
  ];
}

/** Most accounts first. */
function causesBy<Change extends { readonly accountId: string }>(
  changes: readonly Change[],
  messageOf: (change: Change) => string,
  names: AccountNames,
): AccountGroup['causes'] {
  return [...gather(changes, messageOf)]
    .map(([message, own]) =>
      causeOf(
        message,
        own.map(({ accountId }) => ({ accountId })),
        names,
      ),
    )
    .sort((left, right) => right.total - left.total);
}
