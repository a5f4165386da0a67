import { groupsOf } from './account-groups.ts';
import { lookSince, stateOf, type AccountFacts } from './account-state.ts';
import { explainState, type JudgedAccount } from './findings/explain-state.ts';
import { findInAccount } from './findings/find-in-account.ts';
import { listExemptions, sortExemptions, type IsNewExemption, type SummarisedExemption } from './list-exemptions.ts';
import { listKeys } from './list-keys.ts';
import { liveKeysOf, type LiveKey } from './live-keys.ts';
import type { ManifestAccount } from './manifest.ts';
import type { AccountSummary, Finding, SummarisedKey, Summary } from './summary.ts';
import { tallyAges, type AgeTally } from './tally-ages.ts';
import { tallyEndings } from './tally-endings.ts';
import { tallyKept } from './tally-kept.ts';

/** One account of the organization, with everything that its state rests on. */
export interface AccountEntry {
  readonly account: ManifestAccount;
  readonly facts: AccountFacts;
}

/** What is the same for all accounts of a summary. */
export interface DigestTerms {
  /** When it is made, ISO 8601. */
  readonly at: string;
  readonly policies: Summary['policies'];
  readonly isNew: IsNewExemption;
}

/** What a summary keeps of an account: little, however many users and keys the account has. */
export interface AccountDigest extends AgeTally {
  readonly account: AccountSummary;
  readonly findings: readonly Finding[];
  readonly exemptions: readonly SummarisedExemption[];
  /** The configured groups that it does not have. */
  readonly missingGroups: readonly string[];
  readonly standings: Summary['standings'];
  readonly kept: Summary['kept'];
  /** How many keys were listed. */
  readonly keyRecords: number;
  /** Whether our look since its run was taken; null where none was due. */
  readonly looked: boolean | null;
  /** Whether its keys were to be counted that no policy covers. */
  readonly isToBeCounted: boolean;
}

/** An account in short, and its keys in full. */
export interface DigestedAccount {
  readonly digest: AccountDigest;
  readonly keys: readonly SummarisedKey[];
}

/** An account may exempt thousands: of more exemptions than this the summary has the first. All are in the account’s records. */
export const MOST_EXEMPTIONS_OF_ACCOUNT = 500;

/**
 * Puts an account into exactly one state, and says in short what a summary needs of it. Its keys come beside, to be written
 * away: what is kept of an account does not grow with them.
 */
export function digestAccount({ account, facts }: AccountEntry, terms: DigestTerms): DigestedAccount {
  const judged = { account, facts, state: stateOf(facts).state };
  const keys = listKeys(account, facts);
  const live = liveKeysOf(facts);
  const { ages, ageless } = tallyAges(live, terms.at);
  const exemptions = sortExemptions(listExemptions(account, facts, terms.isNew), terms.at);
  const digest: AccountDigest = {
    account: summariseAccount(judged, { keys, live, exemptions, terms }),
    findings: [...findInAccount(judged, { exemptions, at: terms.at }), ...findUnlisted(account, exemptions.length)],
    exemptions: exemptions.slice(0, MOST_EXEMPTIONS_OF_ACCOUNT),
    missingGroups: groupsOf(facts).missing,
    standings: tallyStandings(keys),
    kept: tallyKept(facts.run.state === 'reported' ? facts.run.report.keys : []),
    // There are tens of thousands of digests, and an account’s keys are of few ages.
    ages: ages.filter((group) => group.keys > 0),
    ageless,
    keyRecords: keys.length,
    looked: facts.later === undefined ? null : lookSince(facts) !== null,
    isToBeCounted: facts.census !== undefined,
  };
  return { digest, keys };
}

interface Listed {
  readonly keys: readonly SummarisedKey[];
  readonly live: readonly LiveKey[];
  readonly exemptions: readonly SummarisedExemption[];
  readonly terms: DigestTerms;
}

function summariseAccount(judged: JudgedAccount, { keys, live, exemptions, terms }: Listed): AccountSummary {
  const { account, facts } = judged;
  const { state, inScope, covered } = stateOf(facts);
  const { fate } = account;
  const { overdue, notYetDue } = tallyStandings(keys);
  const policy = fate.kind === 'sweep' ? fate.policy : null;
  return {
    accountId: account.accountId,
    name: account.name,
    organizationalUnitPath: account.organizationalUnitPath,
    policy,
    assignedBy: fate.kind === 'sweep' ? fate.assignedBy : null,
    state,
    why: explainState(judged),
    inScope,
    covered: inScope && covered(facts),
    overdue,
    notYetDue,
    nextDue: terms.policies.find((each) => each.policy === policy)?.nextDue ?? null,
    lookedAt: lookedAt(facts),
    exemptions: exemptions.filter(({ lapsed }) => !lapsed).length,
    live: live.length,
    oldestLiveAt: oldestOf(live),
    ...summariseRun(facts),
    groups: copyOf(groupsOf(facts).found),
    census: facts.census ?? null,
  };
}

function summariseRun({ run }: AccountFacts): Pick<AccountSummary, 'users' | 'keys' | 'refusal' | 'heldRevocations'> {
  const report = run.state === 'reported' ? run.report : null;
  const refusal = report?.refusal ?? null;
  return {
    users: report?.users ?? 0,
    keys: tallyEndings(report?.keys ?? []),
    refusal: refusal === null ? null : { planned: refusal.planned, limit: refusal.limit },
    heldRevocations: run.state === 'held' ? run.planned : null,
  };
}

function copyOf(groups: readonly string[] | null): string[] | null {
  return groups === null ? null : [...groups];
}

function lookedAt(facts: AccountFacts): string | null {
  const { run } = facts;
  const since = lookSince(facts);
  if (since !== null) return since.audit.provenance.takenAt;
  return run.state === 'reported' && run.report.audit.state === 'taken' ? run.report.audit.at : null;
}

function oldestOf(live: readonly LiveKey[]): string | null {
  const [oldest] = live.flatMap(({ createdAt }) => createdAt ?? []).sort();
  return oldest ?? null;
}

function tallyStandings(keys: readonly SummarisedKey[]): Summary['standings'] {
  const count = (standing: SummarisedKey['standing']): number => keys.filter((key) => key.standing === standing).length;
  return { overdue: count('overdue'), notYetDue: count('not-yet-due'), leftScope: count('left-scope') };
}

function findUnlisted({ accountId }: ManifestAccount, exemptions: number): Finding[] {
  const more = exemptions - MOST_EXEMPTIONS_OF_ACCOUNT;
  if (more <= 0) return [];
  const message = `${more} more users of the account are exempt and not listed here`;
  const todo = 'see whether so many exemptions are meant; the records of the account have all';
  return [{ severity: 'look', code: 'exemptions-unlisted', accountId, message, todo }];
}
