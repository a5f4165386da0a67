import {
  indexOrganization,
  KeysweepError,
  suggest,
  type AccountAssignment,
  type AccountFate,
  type OrganizationPlan,
} from '@keysweep/core';
import type { PlanStation } from './plan-station.ts';

/** Which accounts are asked for; an account must be meant by each of those that are given. */
export interface Wanted {
  readonly account?: readonly string[];
  /** Paths or ids of OUs: what is anywhere below counts as well. */
  readonly ou?: readonly string[];
  readonly policy?: readonly string[];
}

/** An account that a policy sweeps. */
export type SweptAccount = AccountAssignment & { readonly fate: Extract<AccountFate, { readonly kind: 'sweep' }> };

/** The accounts of a plan, in the order of their OUs and names. */
export interface Chosen {
  readonly only: OrganizationPlan['only'];
  /** Whether every account of the policies is among them. */
  readonly isWhole: boolean;
  readonly swept: readonly SweptAccount[];
  readonly leftOut: readonly AccountAssignment[];
}

/** Chooses them. Throws `usage` for an account, an OU or a policy that does not exist. */
export function chooseAccounts(wanted: Wanted, { assignments, organization, hashed }: PlanStation): Chosen {
  const { account: accounts = [], policy: policies = [], ou = [] } = wanted;
  const ids = organization.accounts.map(({ id }) => id);
  for (const id of accounts) demandKnown('account', id, ids);
  for (const name of policies) demandKnown('policy', name, Object.keys(hashed.config.policies));
  const index = indexOrganization(organization);
  const units = ou.map((written) => {
    const found = index.find(written);
    if (found.ok) return found.place.path;
    throw new KeysweepError('usage', found.problem, { hint: found.hint });
  });
  const chosen = assignments
    .filter(({ account }) => accounts.length === 0 || accounts.includes(account.id))
    .filter(({ organizationalUnitPath }) => units.length === 0 || units.some(isAbove(organizationalUnitPath)))
    .filter(({ fate }) => policies.length === 0 || (fate.kind === 'sweep' && policies.includes(fate.policy)))
    .toSorted(byPlace);
  return {
    only: { accounts: [...accounts], organizationalUnits: units, policies: [...policies] },
    isWhole: accounts.length === 0 && units.length === 0,
    swept: chosen.filter(isSwept),
    leftOut: chosen.filter((assignment) => !isSwept(assignment)),
  };
}

function isSwept(assignment: AccountAssignment): assignment is SweptAccount {
  return assignment.fate.kind === 'sweep';
}

function demandKnown(what: string, word: string, candidates: readonly string[]): void {
  if (candidates.includes(word)) return;
  throw new KeysweepError('usage', `there is no ${what} ${word}`, { hint: suggest(word, candidates) });
}

/** Slashes inside names are escaped, so a path below begins with the path above and a slash. */
function isAbove(path: string): (unit: string) => boolean {
  return (unit) => unit === '/' || path === unit || path.startsWith(`${unit}/`);
}

function byPlace(left: AccountAssignment, right: AccountAssignment): number {
  const placeOf = ({ organizationalUnitPath, account: { name, id } }: AccountAssignment): string =>
    [organizationalUnitPath, name, id].join('\u0000');
  return placeOf(left) < placeOf(right) ? -1 : 1;
}
