import { countOf, formatCount } from '@keysweep/aggregator';
import type { FoundGroups } from './look-up-groups.ts';
import type { GroupTally } from './tally-groups.ts';
import { yamlComment, yamlScalar } from './yaml-text.ts';

/** As many as a policy may name. */
const MOST_GROUPS = 100;
/** So many accounts that could not be read are named. */
const MOST_UNREAD = 20;
const EXAMPLE = ['Developers', 'Administrators'];
const INDENT = ' '.repeat(6);

/** The groups of a new policy: people's, with the others beside them as remarks. Null where nobody has looked. */
export function groupLines(found: FoundGroups | null): string[] {
  if (found === null)
    return [
      ...remarks('Nobody has looked which groups there are: these are an example. Change them.'),
      ...EXAMPLE.map(entry),
    ];
  const people = found.groups.filter(({ withPassword }) => withPassword > 0);
  const named = people.slice(0, MOST_GROUPS);
  const rest = found.groups.filter((group) => !named.includes(group));
  const isUncertain = ({ unknown }: GroupTally): boolean => unknown > 0;
  const others = rest.filter((group) => group.members > 0 && !people.includes(group));
  return [
    ...(named.length > 0
      ? named.map((group) => `${entry(group.name)} ${yamlComment(groupText(group))}`)
      : [
          ...remarks(
            'No group was found in which anybody can sign in with a password: these are an example. Change them.',
          ),
          ...EXAMPLE.map(entry),
        ]),
    ...listed(`More than ${MOST_GROUPS} groups fit no policy; so did not:`, people.slice(MOST_GROUPS)),
    ...listed(
      'Nobody in these can sign in with a password: machines?',
      others.filter((group) => !isUncertain(group)),
    ),
    ...listed('Whether anybody in these can sign in with a password is not known:', others.filter(isUncertain)),
    ...listed(
      'Nobody is in these:',
      rest.filter(({ members }) => members === 0),
    ),
    ...unreadLines(found),
  ];
}

function entry(name: string): string {
  return `${INDENT}- ${yamlScalar(name)}`;
}

function remarks(text: string): string[] {
  return [`${INDENT}${yamlComment(text)}`];
}

function listed(heading: string, groups: readonly GroupTally[]): string[] {
  if (groups.length === 0) return [];
  return [
    ...remarks(heading),
    ...groups.map((group) => `${INDENT}# - ${yamlScalar(group.name)} ${yamlComment(groupText(group))}`),
  ];
}

function groupText({ accounts, members, withPassword, unknown }: GroupTally): string {
  const people =
    members === 0
      ? 'no members'
      : `${countOf(members, 'member')}, ${formatCount(withPassword)} can sign in with a password`;
  return [
    `${countOf(accounts, 'account')}, ${people}`,
    ...(unknown === 0 ? [] : [`of ${formatCount(unknown)} it is not known`]),
  ].join(', ');
}

function unreadLines({ unread }: FoundGroups): string[] {
  if (unread.length === 0) return [];
  const left = unread.length - MOST_UNREAD;
  return [
    ...remarks(
      `${countOf(unread.length, 'account')} could not be read, or not in full, so groups may be missing here:`,
    ),
    ...unread
      .slice(0, MOST_UNREAD)
      .flatMap(({ accountId, name, failure }) =>
        remarks(`  ${name} (${accountId}): ${failure.operation}: ${failure.code}`),
      ),
    ...(left > 0 ? remarks(`  and ${countOf(left, 'more account')}`) : []),
  ];
}
