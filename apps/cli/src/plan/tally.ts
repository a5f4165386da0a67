import { revokes, type OrganizationPlan, type PlannedAccount } from '@keysweep/core';

type Totals = OrganizationPlan['totals'];
/** A taken look. */
export type TakenLook = Extract<PlannedAccount['look'], { readonly state: 'taken' }>;

/** Keys by what would become of them. */
export type KeyCounts = Totals['keys'];

/** No key at all. */
export const NO_KEYS: KeyCounts = { keep: 0, exempt: 0, unknown: 0, deactivate: 0, delete: 0, refused: 0, observed: 0 };

/** The keys of one account by what would become of them; none where nobody could look. */
export function countKeys({ look }: PlannedAccount): KeyCounts {
  if (look.state === 'unavailable') return NO_KEYS;
  const counts = { ...NO_KEYS, observed: look.observed ?? 0 };
  for (const { decision } of look.keys) counts[revokes(decision) && look.refusal !== null ? 'refused' : decision] += 1;
  return counts;
}

/** Both together. */
export function addKeys(left: KeyCounts, right: KeyCounts): KeyCounts {
  const names = Object.keys(left) as (keyof KeyCounts)[];
  return Object.fromEntries(names.map((name) => [name, left[name] + right[name]])) as KeyCounts;
}

/** How many keys would be changed. */
export function changesAmong(counts: KeyCounts): number {
  return counts.delete + counts.deactivate;
}

/** Whether everything was read that the decisions of the account rest on. */
export function isReadInFull({ look }: PlannedAccount): boolean {
  return look.state === 'taken' && look.unknowns.length === 0 && !look.keys.some(isUnknown);
}

function isUnknown({ decision }: TakenLook['keys'][number]): boolean {
  return decision === 'unknown';
}
