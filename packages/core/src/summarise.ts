import { ENDINGS, type Ending, type ReportedKey } from './account-report.ts';
import { ACCOUNT_STATES, overdueOf, stateOf, type AccountFacts, type AccountStateName } from './account-state.ts';
import { explainState, findInAccount, findUnreadInstances, type JudgedAccount } from './findings.ts';
import type { ManifestAccount } from './manifest.ts';
import { nameKey } from './policy.ts';
import type { Failure } from './reading.ts';
import type { AccountSummary, Finding, KeyNotYetDue, KeyTally, OrganizationalUnitSummary, Summary } from './summary.ts';

/** What a summary is made of: every account of the organization with its facts, and the runs they come from. */
export interface SummariseInput {
  readonly at: string;
  readonly organizationId: string;
  readonly configHash: string;
  readonly runs: Summary['runs'];
  /** Why the stack instances could not be read, or null. */
  readonly instancesUnread: Failure | null;
  /** The audit between runs that the later looks of the accounts are of; null where there is none. */
  readonly auditId: string | null;
  readonly policies: Summary['policies'];
  readonly accounts: readonly { readonly account: ManifestAccount; readonly facts: AccountFacts }[];
}

/** Puts every account into exactly one state and adds up. Pure; the order of the accounts does not matter. */
export function summarise(input: SummariseInput): Summary {
  const judged = input.accounts
    .map(({ account, facts }): JudgedAccount => ({ account, facts, state: stateOf(facts).state }))
    .sort((left, right) => compare(pathOf(left), pathOf(right)));
  const nextDue = new Map(input.policies.map((each) => [each.policy, each.nextDue]));
  const accounts = judged.map((each) => summariseAccount(each, nextDue));
  const coverage = coverageOf(accounts);
  const attention = [
    ...findUnreadInstances(input.instancesUnread),
    ...judged.flatMap(findInAccount),
    ...findNowhere(judged),
  ].sort(bySeverity);
  return {
    schema: 'keysweep/summary/2',
    at: input.at,
    organizationId: input.organizationId,
    configHash: input.configHash,
    runs: input.runs,
    audit: input.auditId === null ? null : { auditId: input.auditId, ...countLooks(judged) },
    policies: [...input.policies],
    coverage,
    verdict: verdictOf(coverage, accounts),
    states: tallyStates(accounts),
    keys: addTallies(accounts.map(({ keys }) => keys)),
    attention,
    organizationalUnits: summariseUnits(accounts),
    accounts,
    exemptions: judged.flatMap(({ account, facts }) =>
      facts.run.state === 'reported'
        ? facts.run.report.exemptions.map((each) => ({ accountId: account.accountId, ...each }))
        : [],
    ),
    keyRecords: judged.flatMap(recordKeys),
    keysNotYetDue: judged.flatMap(listNotYetDue),
  };
}

function summariseAccount(judged: JudgedAccount, nextDue: ReadonlyMap<string, string | null>): AccountSummary {
  const { account, facts } = judged;
  const { state, inScope, covered } = stateOf(facts);
  const report = facts.run.state === 'reported' ? facts.run.report : null;
  const { fate } = account;
  return {
    accountId: account.accountId,
    name: account.name,
    organizationalUnitPath: account.organizationalUnitPath,
    policy: fate.kind === 'sweep' ? fate.policy : null,
    assignedBy: fate.kind === 'sweep' ? fate.assignedBy : null,
    state,
    why: explainState(judged),
    inScope,
    covered: inScope && covered(facts),
    users: report?.users ?? 0,
    keys: tallyKeys(report?.keys ?? []),
    overdue: overdueOf(facts),
    notYetDue: listNotYetDue(judged).length,
    nextDue: fate.kind === 'sweep' ? (nextDue.get(fate.policy) ?? null) : null,
    lookedAt: lookedAt(facts),
    exemptions: report?.exemptions.filter(({ lapsed }) => !lapsed).length ?? 0,
  };
}

function lookedAt({ run, later }: AccountFacts): string | null {
  if (later?.state === 'looked' && later.audit.look.state === 'taken') return later.audit.provenance.takenAt;
  return run.state === 'reported' && run.report.audit.state === 'taken' ? run.report.audit.at : null;
}

function countLooks(judged: readonly JudgedAccount[]): { accounts: number; looked: number } {
  const later = judged.flatMap(({ facts }) => facts.later ?? []);
  const looked = later.filter((each) => each.state === 'looked' && each.audit.look.state === 'taken');
  return { accounts: later.length, looked: looked.length };
}

function listNotYetDue({ account, facts: { later } }: JudgedAccount): KeyNotYetDue[] {
  if (later?.state !== 'looked' || later.audit.look.state !== 'taken') return [];
  const { look, nextDue } = later.audit;
  return look.verdict.notYetDue.map((key) => ({ accountId: account.accountId, ...key, dueAt: nextDue }));
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

function tallyKeys(keys: readonly Pick<ReportedKey, 'ending'>[]): KeyTally {
  const tally = emptyTally();
  for (const { ending } of keys) tally[ending] += 1;
  return tally;
}

function addTallies(tallies: readonly KeyTally[]): KeyTally {
  const sum = emptyTally();
  for (const tally of tallies) for (const ending of ENDINGS) sum[ending] += tally[ending];
  return sum;
}

function emptyTally(): Record<Ending, number> {
  return Object.fromEntries(ENDINGS.map((ending) => [ending, 0])) as Record<Ending, number>;
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
    keys: addTallies(members.map(({ keys }) => keys)),
  }));
}

function recordKeys({ account, facts }: JudgedAccount): Summary['keyRecords'] {
  if (facts.run.state !== 'reported') return [];
  const { accountId } = account;
  return facts.run.report.keys.map(
    ({ accessKeyId, userName, createdAt, lastUsed, rule, ending, verified, reason }): Summary['keyRecords'][number] =>
      // prettier-ignore
      ({ accountId, accessKeyId, userName, createdAt, lastUsed, rule, ending, verified, reason }),
  );
}

/** A configured group that no account has is more likely a typing error than a choice. */
function findNowhere(judged: readonly JudgedAccount[]): Finding[] {
  const groups = judged.flatMap(({ facts }) => (facts.run.state === 'reported' ? facts.run.report.groups : []));
  const included = groups.filter(({ role }) => role === 'included');
  const found = new Set(included.filter(({ state }) => state !== 'missing').map(({ name }) => nameKey(name)));
  return [...new Set(included.map(({ name }) => name))]
    .filter((name) => !found.has(nameKey(name)))
    .map((name) => ({
      severity: 'act',
      code: 'group-nowhere',
      accountId: null,
      message: `no account has the configured group ${name}`,
      todo: 'correct its name in keysweep.yaml',
    }));
}

function bySeverity(left: Finding, right: Finding): number {
  return compare(left.severity, right.severity);
}

function pathOf({ account }: JudgedAccount): string {
  return `${account.organizationalUnitPath}\n${account.name}\n${account.accountId}`;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
