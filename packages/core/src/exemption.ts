import type { Exemption } from './account-plan.ts';
import { dateInZone, isDate } from './calendar-date.ts';
import type { UserDetail } from './iam-user.ts';
import { EXEMPT_OWNER_TAG, EXEMPT_TAG, EXEMPT_UNTIL_TAG, nameKey, sameName, type PolicyRules } from './policy.ts';
import type { Rule } from './rules.ts';

/** Whether a user is exempt, by which rule; and the date of a temporary exemption that is over. */
export interface ExemptionFinding {
  readonly exemption: Exemption | null;
  readonly rule: Rule | null;
  readonly lapsed: string | null;
}

/** What is known of a user when exemptions are judged. */
export interface ExemptionCandidate {
  readonly userName: string;
  /** Null where groups and tags could not be read. */
  readonly detail: UserDetail | null;
  /** Exempt groups that list the user, whichever read says so: either is enough to spare a key. */
  readonly exemptGroups: readonly string[];
}

/**
 * Judges the exemptions of one user. The lasting tag wins over the dated one; a date holds through the end of that day
 * in the policy's time zone; a value that is no date counts as exempt, for the mistake must not cost anyone a key.
 */
export function findExemption(candidate: ExemptionCandidate, rules: PolicyRules, asOf: Date): ExemptionFinding {
  const owner = tagValue(candidate.detail, EXEMPT_OWNER_TAG);
  const lasting = tagValue(candidate.detail, EXEMPT_TAG);
  if (lasting !== null) return found({ by: 'tag', reason: lasting, owner, until: null }, 'exempt-tag');
  const until = tagValue(candidate.detail, EXEMPT_UNTIL_TAG);
  const dated = until !== null && isDate(until);
  if (until !== null && !dated) return found({ by: 'tag-until', reason: '', owner, until }, 'exempt-until-invalid');
  if (dated && dateInZone(asOf, rules.timezone) <= until)
    return found({ by: 'tag-until', reason: '', owner, until }, 'exempt-until');
  return { ...exemptByConfiguration(candidate, rules), lapsed: until };
}

function exemptByConfiguration(candidate: ExemptionCandidate, rules: PolicyRules): ExemptionFinding {
  const [group] = candidate.exemptGroups;
  if (group !== undefined) return found({ by: 'group', reason: group, owner: null, until: null }, 'exempt-group');
  const user = rules.exempt.users.find(({ name }) => sameName(name, candidate.userName));
  if (user !== undefined)
    return found({ by: 'user', reason: user.reason, owner: user.owner, until: null }, 'exempt-user');
  return { exemption: null, rule: null, lapsed: null };
}

function found(exemption: Exemption, rule: Rule): ExemptionFinding {
  return { exemption, rule, lapsed: null };
}

function tagValue(detail: UserDetail | null, key: string): string | null {
  return detail?.tags.find((tag) => nameKey(tag.key) === key)?.value ?? null;
}
