import type { AccountReport, ReportedKey } from './account-report.ts';
import {
  HELD_DAYS_TOLERATED,
  overdueOf,
  type AccountFacts,
  type AccountStateName,
  type LaterLook,
} from './account-state.ts';
import { isDate } from './calendar-date.ts';
import type { ManifestAccount } from './manifest.ts';
import type { Failure } from './reading.ts';
import { LONGEST_TEXT } from './shape.ts';
import { RULES } from './rules.ts';
import type { Finding } from './summary.ts';

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
  const { run, later } = facts;
  if (account.fate.kind === 'suspended') return `its State is ${account.fate.state}`;
  if (account.fate.kind === 'excluded') return account.fate.because;
  if (facts.deployment === 'none') return 'it has no stack instance';
  if (facts.deployment === 'outdated') return 'its stack instance is not current';
  const seen = state === 'unreachable' || state === 'unknown' ? explainLook(later) : null;
  if (run.state === 'reported') return explainReport(run.report, { facts, state, seen });
  if (seen !== null) return seen;
  if (state === 'non-compliant') return `${counted(overdueOf(facts), 'overdue key')} of an earlier run`;
  if (facts.deployment === 'unknown') return 'its stack instance could not be read, and no agent of it has answered';
  return run.state === 'none-due' ? 'its first sweep has not come due' : run.why;
}

/** What our own look since the run did not let us see; null where it lets us see everything, or there was none to take. */
function explainLook(later: LaterLook | undefined): string | null {
  if (later === undefined) return null;
  if (later.state === 'not-looked') return later.why;
  const { look } = later.audit;
  if (look.state === 'unavailable') return `audit: ${look.failure.code}: ${look.failure.message}`;
  if (look.unknowns.length > 0) return explainUnread(look.unknowns);
  return look.verdict.undecided.length > 0 ? explainUndecided(look.verdict.undecided) : null;
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

function explainNotYetDue({ later }: AccountFacts): string {
  if (later?.state !== 'looked' || later.audit.look.state !== 'taken') return '';
  const { notYetDue } = later.audit.look.verdict;
  const due = later.audit.nextDue ?? 'no more';
  return notYetDue.length === 0 ? '' : `; ${counted(notYetDue.length, 'newer key')} due ${due}`;
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

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function count({ keys }: AccountReport, ending: AccountReport['keys'][number]['ending']): number {
  return keys.filter((key) => key.ending === ending).length;
}

const NEXT_STEPS: Partial<Record<AccountStateName, { readonly severity: Finding['severity']; readonly todo: string }>> =
  {
    'not-deployed': { severity: 'act', todo: 'deploy the agent: look at the account’s stack instance' },
    unreachable: { severity: 'act', todo: 'repair the agent or the audit role of the account' },
    incomplete: { severity: 'act', todo: 'see what stopped it; the next run takes up what is left' },
    unknown: { severity: 'act', todo: 'see why it is unknown; no key it concerns was touched' },
    'non-compliant': { severity: 'act', todo: 'look at the account’s overdue keys before the next sweep' },
  };

function nextStepWhenHeld(days: number): NonNullable<(typeof NEXT_STEPS)[AccountStateName]> {
  const severity = days > HELD_DAYS_TOLERATED ? 'act' : 'look';
  return { severity, todo: 'see why it was held, and mend that before the next run is due' };
}

/** Everything about one account that a person should see to. What an agent wrote into it is bounded, as all text is. */
export function findInAccount(judged: JudgedAccount): Finding[] {
  const { account, facts, state } = judged;
  const { run } = facts;
  const todo = state === 'paused' && run.state === 'held' ? nextStepWhenHeld(run.days) : NEXT_STEPS[state];
  const at = { accountId: account.accountId };
  const own: Finding[] = todo === undefined ? [] : [{ ...todo, ...at, code: state, message: explainState(judged) }];
  const reported = run.state === 'reported' ? findInReport(run.report) : [];
  const others = [...reported, ...findSince(facts)].map((finding) => ({
    ...finding,
    ...at,
    message: finding.message.slice(0, LONGEST_TEXT),
  }));
  return [...own, ...others];
}

/** What a look between runs finds that no run has judged yet. */
function findSince({ later }: AccountFacts): Omit<Finding, 'accountId'>[] {
  if (later?.state !== 'looked' || later.audit.look.state !== 'taken') return [];
  return later.audit.look.verdict.newExemptions.map(({ userName, by, reason, until }) => ({
    severity: 'look',
    code: 'exemption-new',
    message: `${userName} has been exempt since the last run, by ${by}: ${until ?? reason}`,
    todo: 'see who asked for it; whoever may tag users may exempt themselves. Keys that were to go still must',
  }));
}

/** What follows from not knowing which accounts have an agent; `failure` says why, null where it is known. */
export function findUnreadInstances(failure: Failure | null): Finding[] {
  if (failure === null) return [];
  const message = `the stack instances could not be read: ${failure.code}: ${failure.message}`.slice(0, LONGEST_TEXT);
  const todo = 'let the central role list them; until then an account without an agent shows only when it is swept';
  return [{ severity: 'act', code: 'instances-unread', accountId: null, message, todo }];
}

function findInReport(report: AccountReport): Omit<Finding, 'accountId'>[] {
  return [...findGroups(report), ...findExemptions(report), ...findKeys(report)];
}

function findGroups({ groups }: AccountReport): Omit<Finding, 'accountId'>[] {
  return groups
    .filter(({ role, state }) => role === 'included' && state === 'missing')
    .map(({ name }) => ({
      severity: 'look',
      code: 'group-missing',
      message: `the account has no group ${name}`,
      todo: 'right if the account does not use it; else correct the name',
    }));
}

function findExemptions({ exemptions }: AccountReport): Omit<Finding, 'accountId'>[] {
  return exemptions.flatMap(({ userName, by, until, lapsed }): Omit<Finding, 'accountId'>[] => {
    if (lapsed)
      return [
        {
          severity: 'look',
          code: 'exemption-lapsed',
          message: `the exemption of ${userName} ended with ${until}`,
          todo: 'remove the tag',
        },
      ];
    if (by !== 'tag-until' || until === null || isDate(until)) return [];
    const message = `keysweep-exempt-until of ${userName} is “${until}”, which is no date`;
    return [
      {
        severity: 'look',
        code: 'exemption-invalid',
        message,
        todo: 'write it as YYYY-MM-DD; until then it never ends',
      },
    ];
  });
}

function findKeys({ keys }: AccountReport): Omit<Finding, 'accountId'>[] {
  const lockedOut = new Set(keys.filter(({ rule }) => rule === 'no-console-access').map(({ userName }) => userName));
  const unverified = keys.filter(({ verified, ending }) => verified === false && ending !== 'failed').length;
  const findings = [...lockedOut].map((userName): Omit<Finding, 'accountId'> => ({
    severity: 'look',
    code: 'no-console-access',
    message: `${userName} is in a configured group but has no password; the keys stay`,
    todo: 'a machine? move it out of the group. A person? give them a way to sign in',
  }));
  if (unverified === 0) return findings;
  const message = `${counted(unverified, 'revoked key')} still seen afterwards`;
  return [...findings, { severity: 'act', code: 'not-verified', message, todo: 'look at the keys in the account' }];
}
