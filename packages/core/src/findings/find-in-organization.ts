import type { Comparison, AccountSummary, Finding, Summary, SummaryChanges } from '../summary.ts';
import { nameKey } from '../policy.ts';
import type { Failure } from '../reading.ts';
import { LONGEST_TEXT } from '../shape.ts';
import { counted } from './counted.ts';

/** What concerns more than one account. */
export interface FoundTogether {
  /** Why the stack instances could not be read, or null. */
  readonly instancesUnread: Failure | null;
  readonly runs: Summary['runs'];
  readonly accounts: readonly AccountSummary[];
  /** The configured groups that an account was seen to lack, of each. */
  readonly missingGroups: readonly string[];
  readonly comparison: Comparison;
  readonly changes: SummaryChanges | null;
}

/** Everything that a person should see to and that no account by itself shows. */
export function findInOrganization(together: FoundTogether): Finding[] {
  const { instancesUnread, runs, accounts, changes } = together;
  return [
    ...findUnreadInstances(instancesUnread),
    ...findNowhere(together),
    ...findHeldRuns(runs, accounts),
    ...findUncompared(together.comparison),
    ...findVanished(changes?.vanishedGroups ?? []),
  ].map((finding) => ({ ...finding, message: finding.message.slice(0, LONGEST_TEXT) }));
}

/** What follows from not knowing which accounts have an agent; `failure` says why, null where it is known. */
function findUnreadInstances(failure: Failure | null): Finding[] {
  if (failure === null) return [];
  const message = `the stack instances could not be read: ${failure.code}: ${failure.message}`;
  const todo = 'let the central role list them; until then an account without an agent shows only when it is swept';
  return [{ severity: 'act', code: 'instances-unread', accountId: null, message, todo }];
}

/** A configured group that no account has is more likely a typing error than a choice. */
function findNowhere({ missingGroups, accounts }: FoundTogether): Finding[] {
  const found = new Set(accounts.flatMap(({ groups }) => groups ?? []).map(nameKey));
  return [...new Set(missingGroups)]
    .filter((name) => !found.has(nameKey(name)))
    .map((name) => ({
      severity: 'act',
      code: 'group-nowhere',
      accountId: null,
      message: `no account has the configured group ${name}`,
      todo: 'correct its name in keysweep.yaml',
    }));
}

/** A run that was held waits for somebody to decide. */
function findHeldRuns(runs: Summary['runs'], accounts: readonly AccountSummary[]): Finding[] {
  return runs
    .filter(({ state }) => state === 'held')
    .map(({ policy, runId, reasons }) => {
      const held = accounts.filter((each) => each.policy === policy && (each.heldRevocations ?? 0) > 0);
      const planned = held.reduce((sum, { heldRevocations }) => sum + (heldRevocations as number), 0);
      const waiting = `${counted(planned, 'planned revocation')} in ${counted(held.length, 'account')} wait`;
      return {
        severity: 'look',
        code: 'held',
        accountId: null,
        message: `the run ${runId} of ${policy} is held: ${waiting}; ${reasons.join('; ')}`,
        todo: 'see its plans: approve exactly them, or mend the cause before the next run is due',
      };
    });
}

function findUncompared(comparison: Comparison): Finding[] {
  if (comparison.state !== 'unread') return [];
  const todo = 'new exemptions and vanished groups may have been missed: look through the lists of this summary';
  return [{ severity: 'look', code: 'not-compared', accountId: null, message: comparison.why, todo }];
}

function findVanished(vanished: SummaryChanges['vanishedGroups']): Finding[] {
  return vanished.map(({ accountId, group }) => ({
    severity: 'look',
    code: 'group-vanished',
    accountId,
    message: `the account had the configured group ${group} and has it no more`,
    todo: 'see who removed it: its users have left the scope with whatever keys they have',
  }));
}
