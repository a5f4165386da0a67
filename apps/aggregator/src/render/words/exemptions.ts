import type { Summary } from '@keysweep/core';

type Exemption = Summary['exemptions'][number];

const DAY_MS = 86_400_000;
/** So many days before an exemption ends it is worth a look. */
export const ENDS_SOON_DAYS = 14;

/** How urgent an exemption is to a reader: it is over, ends soon, is new, or goes on as it did. */
export type ExemptionUrgency = 'over' | 'soon' | 'new' | 'lasting';
const URGENCY_ORDER: readonly ExemptionUrgency[] = ['over', 'soon', 'new', 'lasting'];

/** How urgent an exemption is at an instant. A date that is none never ends. */
export function urgencyOf({ lapsed, until, isNew }: Exemption, at: string): ExemptionUrgency {
  if (lapsed) return 'over';
  if (endsSoon(until, at)) return 'soon';
  return isNew === true ? 'new' : 'lasting';
}

function endsSoon(until: string | null, at: string): boolean {
  if (until === null || !/^\d{4}-\d\d-\d\d$/.test(until)) return false;
  return Date.parse(until) - Date.parse(at.slice(0, 10)) <= ENDS_SOON_DAYS * DAY_MS;
}

/** Exemptions with the most urgent first; of those that end soon, the next to end. */
export function byUrgency({ exemptions, at }: Summary): readonly Exemption[] {
  return URGENCY_ORDER.flatMap((urgency) => {
    const own = exemptions.filter((each) => urgencyOf(each, at) === urgency);
    return urgency === 'soon' ? own.sort((left, right) => (String(left.until) < String(right.until) ? -1 : 1)) : own;
  });
}
