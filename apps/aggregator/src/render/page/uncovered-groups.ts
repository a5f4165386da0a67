import type { Summary } from '@keysweep/core';
import { CENSUS_LABELS, CENSUS_ORDER, countOf, gather, type CensusKind } from '../words/index.ts';
import { causeOf, type AccountGroup } from './account-groups.ts';
import type { AccountNames } from './parts.tsx';

/** What no policy covers, each kind with the accounts that have most of it, and the accounts that could not be counted. */
export function uncoveredGroups(summary: Summary, names: AccountNames): readonly AccountGroup[] {
  return [...CENSUS_ORDER.flatMap((kind) => kindGroup(kind, summary, names)), ...gapGroup(summary, names)];
}

function kindGroup(kind: CensusKind, { census, accounts }: Summary, names: AccountNames): AccountGroup[] {
  const { label, todo, ofAll, ofAccount } = CENSUS_LABELS[kind];
  const amount = ofAll(census);
  if (amount === null) return [];
  const found = accounts.flatMap(({ accountId, census: own }) => {
    const count = own === null ? null : ofAccount(own);
    return count === null || count.count === 0 ? [] : [{ accountId, note: count.words, count: count.count }];
  });
  found.sort((left, right) => right.count - left.count);
  return [
    {
      kind,
      label,
      amount,
      todo,
      tone: kind === 'rootKeys' ? 'bad' : 'warn',
      causes: [
        causeOf(
          '',
          found.map(({ accountId, note }) => ({ accountId, note })),
          names,
        ),
      ],
    },
  ];
}

function gapGroup({ accounts, census: { incomplete } }: Summary, names: AccountNames): AccountGroup[] {
  if (incomplete === 0) return [];
  const gaps = accounts.flatMap(({ accountId, census }) => {
    const [first, ...more] = census?.uncounted ?? [];
    if (first === undefined) return [];
    const rest = more.length === 0 ? '' : ` and ${more.length} more`;
    return [{ accountId, message: `${first.concerns} (${first.failure.code})${rest}` }];
  });
  const unseen = incomplete - gaps.length;
  const causes = [...gather(gaps, ({ message }) => message)].map(([message, own]) =>
    causeOf(
      message,
      own.map(({ accountId }) => ({ accountId })),
      names,
    ),
  );
  return [
    {
      kind: 'uncounted',
      label: 'Not counted in full',
      tone: 'quiet',
      amount: countOf(incomplete, 'account'),
      causes: unseen > 0 ? [...causes, causeOf(`${countOf(unseen, 'account')} not seen at all`, [], names)] : causes,
      todo: 'let keysweep-audit look, and read it',
    },
  ];
}
