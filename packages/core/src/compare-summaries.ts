import { nameKey } from './policy.ts';
import type { AccountSummary, Summary, SummaryChanges } from './summary.ts';

/** What of a summary is held against another. */
export interface ComparedSummary extends Pick<Summary, 'coverage' | 'standings'> {
  readonly accounts: readonly ComparedAccount[];
}

/** What of an account is held against what it was. */
export type ComparedAccount = Pick<
  AccountSummary,
  'accountId' | 'name' | 'policy' | 'state' | 'inScope' | 'covered' | 'groups' | 'live'
>;

/** What of a published summary the next one is held against: a small part, for it is kept all the while. */
export interface PreviousSummary extends ComparedSummary, Pick<Summary, 'id' | 'at'> {
  readonly exemptions: readonly ComparedExemption[];
}

/** The part of a summary that the next one is held against. */
export function keepForComparison({ id, at, coverage, standings, accounts, exemptions }: Summary): PreviousSummary {
  return {
    id,
    at,
    coverage,
    standings,
    accounts: accounts.map(({ accountId, name, policy, state, inScope, covered, groups, live }) => {
      return { accountId, name, policy, state, inScope, covered, groups, live };
    }),
    exemptions: exemptions.map(({ accountId, userName, lapsed }) => ({ accountId, userName, lapsed })),
  };
}

/** The groups that each policy names now, by the policy's name. */
export type ConfiguredGroups = ReadonlyMap<string, readonly string[]>;

/**
 * What is otherwise than in the previous summary; lists are in the order of account ids. An account that is as before but no
 * longer counts as covered, or does again, is in another state of the same name. A group has vanished where the account had
 * it, has it no more, and is still under the policy that names it: one that the configuration no longer names has not.
 */
export function compareSummaries(
  previous: ComparedSummary,
  current: ComparedSummary,
  configured: ConfiguredGroups,
): SummaryChanges {
  const before = byId(previous.accounts);
  const after = byId(current.accounts);
  const pairs = inOrder(current.accounts).flatMap((now): Pair[] => {
    const was = before.get(now.accountId);
    return was === undefined ? [] : [{ was, now }];
  });
  return {
    coverage: { before: previous.coverage.percent, after: current.coverage.percent },
    overdue: { before: previous.standings.overdue, after: current.standings.overdue },
    live: { before: countLive(previous), after: countLive(current) },
    accounts: pairs.flatMap(changeOfState),
    joined: inOrder(current.accounts).flatMap(({ accountId }) => (before.has(accountId) ? [] : [accountId])),
    departed: inOrder(previous.accounts).flatMap(({ accountId, name }) =>
      after.has(accountId) ? [] : [{ accountId, name }],
    ),
    moved: pairs.flatMap(({ was, now }) =>
      was.policy === now.policy ? [] : [{ accountId: now.accountId, from: was.policy, to: now.policy }],
    ),
    vanishedGroups: pairs.flatMap((pair) => findVanished(pair, configured)),
  };
}

interface Pair {
  readonly was: ComparedAccount;
  readonly now: ComparedAccount;
}

function byId(accounts: readonly ComparedAccount[]): ReadonlyMap<string, ComparedAccount> {
  return new Map(accounts.map((account) => [account.accountId, account]));
}

function inOrder(accounts: readonly ComparedAccount[]): readonly ComparedAccount[] {
  return [...accounts].sort((left, right) => (left.accountId < right.accountId ? -1 : 1));
}

function countLive({ accounts }: ComparedSummary): number {
  return accounts.reduce((sum, { live }) => sum + live, 0);
}

function changeOfState({ was, now }: Pair): SummaryChanges['accounts'] {
  if (was.state === now.state && was.covered === now.covered) return [];
  return [{ accountId: now.accountId, from: was.state, to: now.state, direction: directionOf(was, now) }];
}

function directionOf(was: ComparedAccount, now: ComparedAccount): SummaryChanges['accounts'][number]['direction'] {
  const rise = rankOf(now) - rankOf(was);
  if (!was.inScope || !now.inScope || rise === 0) return 'other';
  return rise > 0 ? 'better' : 'worse';
}

/** Whether an account is covered matters more than whether it complies: of one that is not covered, nobody knows. */
function rankOf({ covered, state }: ComparedAccount): number {
  if (!covered) return 0;
  return state === 'non-compliant' ? 1 : 2;
}

function findVanished({ was, now }: Pair, configured: ConfiguredGroups): SummaryChanges['vanishedGroups'] {
  if (now.policy === null || was.policy !== now.policy || was.groups === null || now.groups === null) return [];
  const named = new Set(configured.get(now.policy)?.map(nameKey));
  const present = new Set(now.groups.map(nameKey));
  return was.groups
    .filter((group) => named.has(nameKey(group)) && !present.has(nameKey(group)))
    .map((group) => ({ accountId: now.accountId, group }));
}

/** Who is exempt, and whether still. */
export type ComparedExemption = Pick<Summary['exemptions'][number], 'accountId' | 'userName' | 'lapsed'>;

/**
 * Tells exemptions that the previous summary does not have from those that it has, by account and user, whatever exempts
 * them; null for all where there is nothing to compare with. One that had lapsed and holds again is new.
 */
export function isNewExemption(
  previous: { readonly exemptions: readonly ComparedExemption[] } | null,
): (exemption: ComparedExemption) => boolean | null {
  if (previous === null) return () => null;
  const holding = new Set(previous.exemptions.filter(({ lapsed }) => !lapsed).map(identify));
  const known = new Set(previous.exemptions.map(identify));
  return (exemption) => !(exemption.lapsed ? known : holding).has(identify(exemption));
}

function identify({ accountId, userName }: ComparedExemption): string {
  return `${accountId} ${nameKey(userName)}`;
}
