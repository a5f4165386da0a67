import { endsSoon, type Summary } from '@keysweep/core';

/** How urgent an exemption is to a reader: it is over, ends soon, or goes on as it did. */
export type ExemptionUrgency = 'over' | 'soon' | 'lasting';

/** How urgent an exemption is at an instant (ISO 8601). */
export function urgencyOf(exemption: Summary['exemptions'][number], at: string): ExemptionUrgency {
  if (exemption.lapsed) return 'over';
  return endsSoon(exemption, at) ? 'soon' : 'lasting';
}
