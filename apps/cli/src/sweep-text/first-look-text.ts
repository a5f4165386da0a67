import { countOf, formatAge, formatCount } from '@keysweep/aggregator';
import type { Config } from '@keysweep/core';
import type { AccountLook } from '../from-here/looks.ts';
import { printable } from '../printable.ts';
import { inColumns } from './columns.ts';
import { accountText, type AccountNames } from './plan-text.ts';

/** A terminal is no place for a thousand accounts. */
const MOST_ACCOUNTS = 25;

/** How the looks are told. */
export interface FirstLook {
  readonly looks: readonly AccountLook[];
  readonly names: AccountNames;
  /** The policies, which say how many keys one run may revoke in an account. */
  readonly policies: Config['policies'];
  /** The instant that ages count back from, ISO 8601. */
  readonly at: string;
}

/** What a look at an organization without keysweep is for: the keys that its sweeps are to revoke, and who could not be read. */
export function firstLookText({ looks, names, policies, at }: FirstLook): string {
  const due = looks
    .filter(({ dueKeys }) => dueKeys.length > 0)
    .sort((left, right) => right.dueKeys.length - left.dueKeys.length);
  const row = (label: string, policy: string, some: readonly AccountLook[]): string[] => [
    label,
    policy,
    formatCount(some.reduce((sum, { dueKeys }) => sum + dueKeys.length, 0)),
    oldest(some, at),
  ];
  const more = due.slice(MOST_ACCOUNTS);
  const table = [
    ['Account', 'policy', 'active keys', 'oldest'],
    ...due.slice(0, MOST_ACCOUNTS).map((look) => row(accountText(look.accountId, names), look.policy, [look])),
    ...(more.length === 0 ? [] : [row(`and ${countOf(more.length, 'more account')}`, '', more)]),
    row(`${countOf(due.length, 'account')} of ${formatCount(looks.length)}`, '', due),
  ];
  return [
    'What the next sweeps are to revoke',
    ...inColumns(table, 2),
    ...refusedLines(due, { names, policies }),
    ...unreadLines(looks, names),
  ].join('\n');
}

function refusedLines(
  due: readonly AccountLook[],
  { names, policies }: Pick<FirstLook, 'names' | 'policies'>,
): string[] {
  return due.flatMap(({ accountId, policy, dueKeys }) => {
    const most = policies[policy]?.rules.maximumRevocations ?? Infinity;
    if (dueKeys.length <= most) return [];
    return [
      `  ${accountText(accountId, names)} will be refused as a whole: ${policy} allows ${formatCount(most)} at a time`,
    ];
  });
}

function unreadLines(looks: readonly AccountLook[], names: AccountNames): string[] {
  const unread = looks.filter((look) => look.unread !== null);
  if (unread.length === 0) return [];
  const told = unread.slice(0, MOST_ACCOUNTS).map(({ accountId, unread: failure, isShut }) => {
    const what = failure === null ? '' : printable(`${failure.operation}: ${failure.code}`);
    return `  ${accountText(accountId, names)} ${isShut ? 'could not be looked into' : 'was not read in full'}: ${what}`;
  });
  const left = unread.length - told.length;
  return ['', 'What could not be read', ...told, ...(left > 0 ? [`  and ${countOf(left, 'more account')}`] : [])];
}

function oldest(looks: readonly AccountLook[], at: string): string {
  const dates = looks.flatMap(({ dueKeys }) =>
    dueKeys.flatMap(({ createdAt }) => (createdAt === null ? [] : [createdAt])),
  );
  return formatAge(dates.toSorted()[0] ?? null, at) ?? '';
}
