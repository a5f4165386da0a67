import { compareAccounts } from './account-order.ts';
import { ACCOUNT_STATES, type AccountStateName } from './account-state.ts';
import { addCensuses } from './add-censuses.ts';
import { compareSummaries, isNewExemption, type ConfiguredGroups, type PreviousSummary } from './compare-summaries.ts';
import type { AccountDigest, DigestTerms } from './digest-account.ts';
import { findInOrganization } from './findings/find-in-organization.ts';
import { sortExemptions } from './list-exemptions.ts';
import type { Failure } from './reading.ts';
import type { AccountSummary, Comparison, Finding, OrganizationalUnitSummary, Summary } from './summary.ts';
import { addAges } from './tally-ages.ts';
import { addEndings } from './tally-endings.ts';
import { addKept } from './tally-kept.ts';

/** What a summary is made of, beside its accounts. */
export interface SummariseInput {
  /** Its name, under which its files lie. */
  readonly id: string;
  readonly at: string;
  readonly organizationId: string;
  readonly configHash: string;
  readonly runs: Summary['runs'];
  /** The summary to hold it against, or why there is none. */
  readonly comparison:
    | { readonly state: 'compared'; readonly summary: PreviousSummary }
    | { readonly state: 'first' }
    | { readonly state: 'unread'; readonly why: string };
  readonly configuredGroups: ConfiguredGroups;
  /** Why the stack instances could not be read, or null. */
  readonly instancesUnread: Failure | null;
  /** The audit between runs that the later looks of the accounts are of; null where there was none. */
  readonly auditId: string | null;
  readonly policies: Summary['policies'];
}

/** What each account of a summary is digested with. */
export function digestTerms({ at, policies, comparison }: SummariseInput): DigestTerms {
  return { at, policies, isNew: isNewExemption(comparison.state === 'compared' ? comparison.summary : null) };
}

/** Adds up what was kept of every account of the organization. Pure; the order of the digests does not matter. */
export function summarise(input: SummariseInput, digests: readonly AccountDigest[]): Summary {
  const sorted = [...digests].sort((left, right) => compareAccounts(left.account, right.account));
  const accounts = sorted.map(({ account }) => account);
  const coverage = coverageOf(accounts);
  const standings = addStandings(sorted);
  const { id, at, organizationId, configHash, runs, policies } = input;
  const comparison = describeComparison(input.comparison);
  const changes = compare(input, { coverage, standings, accounts });
  return {
    schema: 'keysweep/summary/3',
    id,
    at,
    organizationId,
    configHash,
    runs,
    comparison,
    changes,
    audit: input.auditId === null ? null : { auditId: input.auditId, ...countLooks(sorted) },
    policies: [...policies],
    coverage,
    verdict: verdictOf(coverage, accounts),
    states: tallyStates(accounts),
    keys: addEndings(accounts.map(({ keys }) => keys)),
    standings,
    kept: addKept(sorted.map(({ kept }) => kept)),
    ...addAges(sorted),
    census: addCensuses(sorted.filter((each) => each.isToBeCounted).map(({ account }) => account.census)),
    attention: [
      ...findTogether(input, sorted, { comparison, changes }),
      ...sorted.flatMap(({ findings }) => findings),
    ].sort(bySeverity),
    organizationalUnits: summariseUnits(accounts),
    accounts,
    exemptions: sortExemptions(
      sorted.flatMap(({ exemptions }) => exemptions),
      at,
    ),
    keyRecords: sorted.reduce((sum, { keyRecords }) => sum + keyRecords, 0),
  };
}

function describeComparison(comparison: SummariseInput['comparison']): Comparison {
  if (comparison.state !== 'compared') return comparison;
  const { id, at } = comparison.summary;
  return { state: 'compared', summaryId: id, at };
}

function compare(
  { comparison, configuredGroups }: SummariseInput,
  current: Pick<Summary, 'coverage' | 'standings' | 'accounts'>,
): Summary['changes'] {
  return comparison.state === 'compared' ? compareSummaries(comparison.summary, current, configuredGroups) : null;
}

function findTogether(
  { instancesUnread, runs }: SummariseInput,
  digests: readonly AccountDigest[],
  compared: Pick<Summary, 'comparison' | 'changes'>,
): Finding[] {
  const accounts = digests.map(({ account }) => account);
  const missingGroups = digests.flatMap((digest) => digest.missingGroups);
  return findInOrganization({ instancesUnread, runs, accounts, missingGroups, ...compared });
}

function countLooks(digests: readonly AccountDigest[]): { accounts: number; looked: number } {
  const due = digests.filter(({ looked }) => looked !== null);
  return { accounts: due.length, looked: due.filter(({ looked }) => looked).length };
}

function addStandings(digests: readonly AccountDigest[]): Summary['standings'] {
  const sum = { overdue: 0, notYetDue: 0, leftScope: 0 };
  for (const { standings } of digests) {
    sum.overdue += standings.overdue;
    sum.notYetDue += standings.notYetDue;
    sum.leftScope += standings.leftScope;
  }
  return sum;
}

function coverageOf(accounts: readonly AccountSummary[]): Summary['coverage'] {
  const inScope = accounts.filter((account) => account.inScope).length;
  const covered = accounts.filter((account) => account.covered).length;
  return { inScope, covered, percent: inScope === 0 ? null : (100 * covered) / inScope };
}

/** Nothing in scope is no coverage: an empty organization must not look like a clean one. */
function verdictOf({ inScope, covered }: Summary['coverage'], accounts: readonly AccountSummary[]): Summary['verdict'] {
  if (inScope === 0 || covered < inScope) return 'coverage-incomplete';
  return accounts.some(({ state }) => state === 'non-compliant') ? 'non-compliant' : 'compliant';
}

function tallyStates(accounts: readonly AccountSummary[]): Record<AccountStateName, number> {
  const tally = Object.fromEntries(ACCOUNT_STATES.map(({ state }) => [state, 0])) as Record<AccountStateName, number>;
  for (const { state } of accounts) tally[state] += 1;
  return tally;
}

function summariseUnits(accounts: readonly AccountSummary[]): OrganizationalUnitSummary[] {
  const byPath = new Map<string, AccountSummary[]>();
  for (const account of accounts) {
    const members = byPath.get(account.organizationalUnitPath) ?? [];
    members.push(account);
    byPath.set(account.organizationalUnitPath, members);
  }
  return [...byPath].map(([path, members]) => ({
    path,
    accounts: members.length,
    inScope: members.filter(({ inScope }) => inScope).length,
    covered: members.filter(({ covered }) => covered).length,
    keys: addEndings(members.map(({ keys }) => keys)),
  }));
}

/** Stable: what is to be acted upon first, in the order of the accounts. */
function bySeverity(left: Finding, right: Finding): number {
  return Number(left.severity === 'look') - Number(right.severity === 'look');
}
