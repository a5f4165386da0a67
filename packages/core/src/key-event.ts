import * as v from 'valibot';
import { maskAccessKeyId } from './access-key.ts';
import type { AccountReport, ReportedKey } from './account-report.ts';
import { plannedKeySchema } from './account-plan.ts';
import { RULES, type Rule } from './rules.ts';
import { accountId, iamName, instant, policyName, runId, text } from './shape.ts';

/** The two ways in which a sweep changes a key. */
const CHANGES = ['deleted', 'deactivated'] as const;

/** The shape of the event that says of one key that a sweep has changed it. */
export const keyEventSchema = v.object({
  schema: v.literal('keysweep/key-event/1'),
  organizationId: text,
  accountId,
  userName: iamName,
  /** Masked: all but the last four characters. */
  accessKey: v.pipe(v.string(), v.regex(/^\*{4}\w{4}$/)),
  createdAt: plannedKeySchema.entries.createdAt,
  change: v.picklist(CHANGES),
  /** What a second look said: as claimed, not as claimed, or null where nobody could look. */
  verified: v.nullable(v.boolean()),
  rule: plannedKeySchema.entries.rule,
  /** The rule in words. */
  why: text,
  /** What its user can do now. */
  todo: text,
  policy: policyName,
  runId,
  /** When the policy's next sweep is due; null where it never is again, or is not known. */
  nextSweepAt: v.nullable(instant),
});

/** What is told of one key that a sweep has changed. It holds no name but the user's, and no whole key id. */
export type KeyEvent = v.InferOutput<typeof keyEventSchema>;

/** One event for each key that a report says was deleted or deactivated, in the report's order. */
export function eventsOfReport(report: AccountReport, nextSweepAt: string | null): KeyEvent[] {
  const { organizationId, accountId: account, policy, runId: run } = report;
  return report.keys.flatMap((key) => {
    const change = CHANGES.find((each) => each === key.ending);
    if (change === undefined) return [];
    const about = { organizationId, accountId: account, policy, runId: run, nextSweepAt };
    return [{ schema: 'keysweep/key-event/1', ...about, ...ofKey(key), change, todo: todoAfter(change, key.rule) }];
  });
}

function ofKey({
  userName,
  accessKeyId,
  createdAt,
  verified,
  rule,
}: ReportedKey): Pick<KeyEvent, 'userName' | 'accessKey' | 'createdAt' | 'verified' | 'rule' | 'why'> {
  return { userName, accessKey: maskAccessKeyId(accessKeyId), createdAt, verified, rule, why: RULES[rule] };
}

const SIGN_IN = 'sign in with aws login or IAM Identity Center, or make a new access key if nothing else will do';

function todoAfter(change: KeyEvent['change'], rule: Rule): string {
  if (change === 'deleted') return `${SIGN_IN}; the old key cannot be brought back`;
  const later =
    rule === 'deactivate-before-delete'
      ? 'the old key is deleted by a later sweep, so say so before then if it is missed'
      : 'the old key is still there and can be deleted';
  return `${SIGN_IN}; ${later}`;
}
