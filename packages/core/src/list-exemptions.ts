import { lookSince, type AccountFacts } from './account-state.ts';
import { dateInZone, isDate } from './calendar-date.ts';
import type { ManifestAccount } from './manifest.ts';
import { nameKey } from './policy.ts';
import type { Summary } from './summary.ts';

/** One exemption of a summary. */
export type SummarisedExemption = Summary['exemptions'][number];

/** Tells an exemption that the previous summary does not have; null where nobody can. */
export type IsNewExemption = (exemption: Omit<SummarisedExemption, 'isNew'>) => boolean | null;

const DAY_MS = 86_400_000;
/** An exemption that ends within so many days is said to, so that nobody is surprised. */
const DAYS_OF_WARNING = 14;

/** The exemptions of one account, by its last run and by our look since, each user's of one kind once. */
export function listExemptions(
  { accountId }: Pick<ManifestAccount, 'accountId'>,
  facts: AccountFacts,
  isNew: IsNewExemption,
): SummarisedExemption[] {
  const reported = facts.run.state === 'reported' ? facts.run.report.exemptions : [];
  const known = new Set(reported.filter(({ lapsed }) => !lapsed).map(identify));
  const since = lookSince(facts)?.look.verdict.newExemptions ?? [];
  const later = since.filter((each) => !known.has(identify(each))).map((each) => ({ ...each, lapsed: false }));
  return [...reported, ...later]
    .map((each) => ({ accountId, ...each }))
    .map((each) => ({ ...each, isNew: isNew(each) }));
}

function identify({ userName, by }: Pick<SummarisedExemption, 'userName' | 'by'>): string {
  return `${by} ${nameKey(userName)}`;
}

/** Lapsed ones first, then those that end soon after an instant (ISO 8601), then the others, each in the order given. */
export function sortExemptions(exemptions: readonly SummarisedExemption[], at: string): SummarisedExemption[] {
  const rank = (exemption: SummarisedExemption): number => {
    if (exemption.lapsed) return 0;
    return endsSoon(exemption, at) ? 1 : 2;
  };
  return [...exemptions].sort((left, right) => rank(left) - rank(right));
}

/** Whether an exemption that holds ends within two weeks of an instant (ISO 8601). */
export function endsSoon({ by, until, lapsed }: SummarisedExemption, at: string): boolean {
  if (lapsed || by !== 'tag-until' || until === null || !isDate(until)) return false;
  return until <= dateInZone(new Date(Date.parse(at) + DAYS_OF_WARNING * DAY_MS), 'UTC');
}
