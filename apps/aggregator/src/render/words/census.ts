import type { Census, CensusTotals, Summary } from '@keysweep/core';
import { countOf } from './format.ts';

/** What a census counts. */
export type CensusKind = 'rootKeys' | 'outOfScope' | 'withoutMfa' | 'serviceSpecificCredentials';

/** One kind of what no policy covers. */
export interface CensusLabel {
  readonly label: string;
  readonly todo: string;
  /** How much there is of it in the organization: `3 keys in 2 accounts`; null where there is none. */
  readonly ofAll: (totals: CensusTotals) => string | null;
  /** How much there is of it in one account, as a number to sort by and in words; null where it could not be counted. */
  readonly ofAccount: (census: Census) => { readonly count: number; readonly words: string } | null;
}

interface UsersAndKeys {
  readonly users: number;
  readonly keys: number;
}

const keysOfUsers = (count: UsersAndKeys) => `${countOf(count.keys, 'key')} of ${countOf(count.users, 'user')}`;
const credentialsOfUsers = ({ credentials, users }: { readonly credentials: number; readonly users: number }) =>
  `${countOf(credentials, 'credential')} of ${countOf(users, 'user')}`;
const inAccounts = (words: string, accounts: number) => `${words} in ${countOf(accounts, 'account')}`;

function ofUsers(kind: 'outOfScope' | 'withoutMfa'): Pick<CensusLabel, 'ofAll' | 'ofAccount'> {
  return {
    ofAll: ({ [kind]: total }) => (total.keys === 0 ? null : inAccounts(keysOfUsers(total), total.accounts)),
    ofAccount: ({ [kind]: count }) => count && { count: count.keys, words: keysOfUsers(count) },
  };
}

/** What is said of each kind, the worst first. */
export const CENSUS_LABELS: Readonly<Record<CensusKind, CensusLabel>> = {
  rootKeys: {
    label: 'Access keys of the root user',
    todo: 'delete them: nothing limits what a root key may do, and no sweep reaches it',
    ofAll: ({ rootKeys: { keys, accounts } }) => (keys === 0 ? null : inAccounts(countOf(keys, 'key'), accounts)),
    ofAccount: ({ rootKeys }) => (rootKeys === null ? null : { count: rootKeys, words: countOf(rootKeys, 'key') }),
  },
  outOfScope: {
    label: 'Keys of users in no configured group',
    todo: 'a person? put the user into a configured group. A machine? give it a role',
    ...ofUsers('outOfScope'),
  },
  withoutMfa: {
    label: 'Keys of users without an MFA device',
    todo: 'have their users register one, or sign in through IAM Identity Center',
    ...ofUsers('withoutMfa'),
  },
  serviceSpecificCredentials: {
    label: 'Service-specific credentials',
    todo: 'replace them by roles: they are long-lived secrets as well, and no sweep touches them',
    ofAll: ({ serviceSpecificCredentials: total }) =>
      total.credentials === 0 ? null : inAccounts(credentialsOfUsers(total), total.accounts),
    ofAccount: ({ serviceSpecificCredentials: count }) =>
      count && { count: count.credentials, words: credentialsOfUsers(count) },
  },
};

/** The kinds in the order in which they are told. */
export const CENSUS_ORDER = Object.keys(CENSUS_LABELS) as readonly CensusKind[];

/** How far a census can be relied on, in one sentence; null where everything was counted. */
export function tellCensusGaps({ accounts, incomplete }: CensusTotals): string | null {
  if (accounts === 0) return 'Nothing has been counted yet: the look between runs does that.';
  if (incomplete === 0) return null;
  return `In ${incomplete} of ${countOf(accounts, 'account')} something could not be counted, so there may be more.`;
}

/** What no policy covers, in a few sentences without names. */
export function tellUncovered({ census, standings }: Summary): readonly string[] {
  const found = CENSUS_ORDER.flatMap((kind) => {
    const words = CENSUS_LABELS[kind].ofAll(census);
    return words === null ? [] : [`${CENSUS_LABELS[kind].label}: ${words}.`];
  });
  const gaps = tellCensusGaps(census);
  const left = standings.leftScope;
  return [
    ...found,
    ...(left > 0 ? [`${countOf(left, 'active key')} of users who left the configured groups.`] : []),
    ...(gaps === null ? [] : [gaps]),
    ...(found.length === 0 && left === 0 && gaps === null ? ['Nothing was found.'] : []),
  ];
}
