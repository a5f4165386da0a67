import type { AccessKey } from './access-key.ts';
import { revokes, type Decision } from './decision.ts';
import type { LedgerEntries } from './ledger.ts';
import type { UserObservation } from './observation.ts';
import type { PolicyRules } from './policy.ts';
import type { Rule } from './rules.ts';

const DAY = 86_400_000;

/** A decision and the rule behind it. */
export interface Verdict {
  readonly decision: Decision;
  readonly rule: Rule;
}

/** Everything a decision about one key may rest on. */
export interface KeyFacts {
  readonly key: AccessKey;
  /** A rule that settles every key of the user: an exemption, or a doubt. */
  readonly userVerdict: Verdict | null;
  readonly consoleAccess: UserObservation['consoleAccess'];
  readonly rules: PolicyRules;
  readonly asOf: Date;
  readonly ledger: LedgerEntries | null;
}

/**
 * Decides one key: the first step that has something to say wins. A fact is asked for only where the decision needs it,
 * and a needed fact that is unknown ends in `unknown`, which touches nothing.
 */
export function decideKey(facts: KeyFacts): Verdict {
  return facts.userVerdict ?? decideByKey(facts) ?? decideByAge(facts) ?? decideByAction(facts);
}

function decideByKey({ key }: KeyFacts): Verdict | null {
  if (key.status !== 'Active' && key.status !== 'Inactive') return { decision: 'unknown', rule: 'status-unrecognised' };
  const dated = key.createdAt !== null && !Number.isNaN(Date.parse(key.createdAt));
  return dated ? null : { decision: 'unknown', rule: 'age-unknown' };
}

function decideByAge({ key, rules, asOf }: KeyFacts): Verdict | null {
  const age = asOf.getTime() - Date.parse(key.createdAt as string);
  if (age < 0) return { decision: 'keep', rule: 'created-after-run' };
  return age < rules.minimumKeyAgeDays * DAY ? { decision: 'keep', rule: 'younger-than-minimum-age' } : null;
}

function decideByAction(facts: KeyFacts): Verdict {
  const verdict = { observe: decideObserve, deactivate: decideDeactivate, delete: decideDelete }[facts.rules.action](
    facts,
  );
  return revokes(verdict.decision) ? (guardConsoleAccess(facts) ?? verdict) : verdict;
}

function decideObserve(): Verdict {
  return { decision: 'keep', rule: 'observe-only' };
}

function decideDeactivate({ key }: KeyFacts): Verdict {
  return key.status === 'Inactive'
    ? { decision: 'keep', rule: 'already-inactive' }
    : { decision: 'deactivate', rule: 'policy-deactivates' };
}

function decideDelete({ key, rules, asOf, ledger }: KeyFacts): Verdict {
  if (rules.deleteAfterInactiveDays === 0) return { decision: 'delete', rule: 'policy-deletes' };
  if (key.status === 'Active') return { decision: 'deactivate', rule: 'deactivate-before-delete' };
  if (ledger === null) return { decision: 'unknown', rule: 'ledger-unread' };
  const since = ledger[key.accessKeyId];
  const over = since !== undefined && asOf.getTime() - Date.parse(since) >= rules.deleteAfterInactiveDays * DAY;
  return over ? { decision: 'delete', rule: 'inactive-long-enough' } : { decision: 'keep', rule: 'awaiting-deletion' };
}

/** Without a password the key may be the only way in: then it stays, and a person hears of it. */
function guardConsoleAccess({ consoleAccess, rules }: KeyFacts): Verdict | null {
  if (!rules.requireConsoleAccess) return null;
  if (consoleAccess.state === 'unknown' || consoleAccess.state === 'not-needed')
    return { decision: 'unknown', rule: 'console-access-unread' };
  const lockedOut = consoleAccess.state === 'absent' || (consoleAccess.state === 'known' && !consoleAccess.value);
  return lockedOut ? { decision: 'keep', rule: 'no-console-access' } : null;
}
