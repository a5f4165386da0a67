import { lookSince, type AccountFacts } from '../account-state.ts';
import { counted } from './counted.ts';
import type { FoundInAccount } from './find-in-state.ts';

/** What our look since the run found that no run will ever judge: live keys of users who have left the configured groups. */
export function findInLook(facts: AccountFacts): FoundInAccount[] {
  const keysOf = new Map<string, number>();
  for (const { userName } of lookSince(facts)?.look.verdict.leftScope ?? [])
    keysOf.set(userName, (keysOf.get(userName) ?? 0) + 1);
  return [...keysOf].map(([userName, keys]) => ({
    severity: 'look',
    code: 'left-scope',
    message: `${userName} has left the configured groups with ${counted(keys, 'live key')}`,
    todo: 'see who took the user out: no sweep reaches these keys any more. Delete them, or put the user back',
  }));
}
