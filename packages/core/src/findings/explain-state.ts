import type { AccountReport, ReportedKey } from '../account-report.ts';
import { lookSince, overdueOf, type AccountFacts, type AccountStateName } from '../account-state.ts';
import type { ManifestAccount } from '../manifest.ts';
import { RULES } from '../rules.ts';
import { LONGEST_TEXT } from '../shape.ts';
import { counted } from './counted.ts';

/** One account with its facts and state, as findings are looked for in it. */
export interface JudgedAccount {
  readonly account: ManifestAccount;
  readonly facts: AccountFacts;
  readonly state: AccountStateName;
}

/** Why an account is in its state, in one sentence for a reader. */
export function explainState(judged: JudgedAccount): string {
  return explain(judged).slice(0, LONGEST_TEXT);
}

function explain({ account, facts, state }: JudgedAccount): string {
  const { run } = facts;
  if (account.fate.kind === 'suspended') return `its State is ${account.fate.state}`;
  if (account.fate.kind === 'excluded') return account.fate.because;
  if (facts.deployment === 'none') return 'it has no stack instance';
  if (facts.deployment === 'outdated') return 'its stack instance is not current';
  if (facts.deployment === 'nowhere' && run.state === 'none-due') return explainNowhere(facts);
  const seen = state === 'unreachable' || state === 'unknown' ? explainLook(facts) : null;
  if (run.state === 'reported') return explainReport(run.report, { facts, state, seen });
  if (seen !== null) return seen;
  if (state === 'non-compliant') return `${counted(overdueOf(facts), 'overdue key')} of an earlier run`;
  if (facts.deployment === 'unknown') return 'its stack instance could not be read, and no agent of it has answered';
  return run.state === 'none-due' ? 'its first sweep has not come due' : run.why;
}

/** Why our own look since the run was not taken; null where it was, or there was none to take. */
export function explainMissedLook({ later }: AccountFacts): string | null {
  if (later === undefined) return null;
  if (later.state === 'not-looked') return later.why;
  const { look } = later.audit;
  return look.state === 'unavailable' ? `audit: ${look.failure.code}: ${look.failure.message}` : null;
}

/** What our own look since the run did not let us see; null where it lets us see everything, or there was none to take. */
function explainLook(facts: AccountFacts): string | null {
  const since = lookSince(facts);
  if (since === null) return explainMissedLook(facts);
  const { look } = since;
  if (look.unknowns.length > 0) return explainUnread(look.unknowns);
  return look.verdict.undecided.length > 0 ? explainUndecided(look.verdict.undecided) : null;
}

/** Before anything is deployed, who could not be read is what a look is for. */
function explainNowhere(facts: AccountFacts): string {
  return ['nothing of keysweep is deployed', explainLook(facts)].filter((part) => part !== null).join('; ');
}

interface Explained {
  readonly facts: AccountFacts;
  readonly state: AccountStateName;
  /** What a later look did not let us see, or null. */
  readonly seen: string | null;
}

function explainReport(report: AccountReport, { facts, state, seen }: Explained): string {
  const { agent, audit, refusal, unknowns } = report;
  if (agent.failure !== null) return `agent: ${agent.failure.code}: ${agent.failure.message}`;
  if (audit.state === 'unavailable') return `audit: ${audit.failure.code}: ${audit.failure.message}`;
  if (state === 'incomplete')
    return `${counted(count(report, 'failed'), 'key')} failed, ${count(report, 'not-attempted')} not attempted`;
  if (seen !== null) return seen;
  if (state === 'unknown') return explainUnknown(report, [...unknowns, ...audit.unknowns]);
  if (refusal !== null)
    return `refused as a whole: ${refusal.planned} revocations planned, at most ${refusal.limit} allowed`;
  if (state === 'non-compliant')
    return `${counted(overdueOf(facts), 'overdue key')}, ${counted(audit.verdict.disagreements.length, 'disagreement')} of report and audit`;
  if (state === 'observed') return `${counted(count(report, 'observed'), 'key')} in scope; nothing was changed`;
  return `every key that should be gone is gone${explainNotYetDue(facts)}`;
}

function explainNotYetDue(facts: AccountFacts): string {
  const since = lookSince(facts);
  if (since === null || since.look.verdict.notYetDue.length === 0) return '';
  return `; ${counted(since.look.verdict.notYetDue.length, 'newer key')} due ${since.audit.nextDue ?? 'no more'}`;
}

function explainUnknown({ keys }: AccountReport, unknowns: AccountReport['unknowns']): string {
  return unknowns.length > 0
    ? explainUnread(unknowns)
    : explainUndecided(keys.filter(({ ending }) => ending === 'unknown'));
}

function explainUnread(unknowns: AccountReport['unknowns']): string {
  const more = unknowns.length > 1 ? ` and ${unknowns.length - 1} more` : '';
  return `not read:${unknowns
    .slice(0, 1)
    .map(({ concerns, failure }) => ` ${concerns} (${failure.code})`)
    .join('')}${more}`;
}

function explainUndecided(undecided: readonly Pick<ReportedKey, 'userName' | 'rule'>[]): string {
  const why = undecided
    .slice(0, 1)
    .map(({ userName, rule }) => `: of ${userName}, ${RULES[rule].replace('unknown: ', '')}`);
  return `${counted(undecided.length, 'key')} could not be decided${why.join('')}`;
}

function count({ keys }: AccountReport, ending: AccountReport['keys'][number]['ending']): number {
  return keys.filter((key) => key.ending === ending).length;
}
