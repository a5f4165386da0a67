import * as v from 'valibot';
import type { Assignments } from '../assignments.ts';
import { policyName } from '../shape.ts';

const holding = { path: v.string(), policy: v.nullable(policyName), rule: v.string() };
const change = v.picklist(['added', 'removed', 'changed']);
const unit = v.object(holding);
const account = v.object({ ...holding, name: v.string() });

/**
 * What changes between two `assignments.json`, in the order of ids: OUs and accounts that come, go, are renamed or moved, or
 * fall under another policy or the same one by another rule. `before` and `after` are null where there is none.
 */
export const assignmentDiff = v.object({
  organizationalUnits: v.array(v.object({ id: v.string(), change, before: v.nullable(unit), after: v.nullable(unit) })),
  accounts: v.array(v.object({ id: v.string(), change, before: v.nullable(account), after: v.nullable(account) })),
});

/** What changes between two `assignments.json`. */
export type AssignmentDiff = v.InferOutput<typeof assignmentDiff>;
/** What changes about one OU. */
export type UnitChange = AssignmentDiff['organizationalUnits'][number];
/** What changes about one account. */
export type AccountChange = AssignmentDiff['accounts'][number];

/** Compares who falls under which policy, OU by OU and account by account, by their ids. */
export function diffAssignments(before: Assignments, after: Assignments): AssignmentDiff {
  return {
    organizationalUnits: diffById(before.organizationalUnits, after.organizationalUnits),
    accounts: diffById(before.accounts, after.accounts),
  };
}

interface Change<T> {
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly before: Omit<T, 'id'> | null;
  readonly after: Omit<T, 'id'> | null;
}

function diffById<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): Change<T>[] {
  const from = new Map(before.map(({ id, ...rest }) => [id, rest]));
  const to = new Map(after.map(({ id, ...rest }) => [id, rest]));
  const ids = [...new Set([...from.keys(), ...to.keys()])].sort();
  return ids.flatMap((id): Change<T>[] => {
    const [old = null, now = null] = [from.get(id), to.get(id)];
    if (old === null) return [{ id, change: 'added', before: null, after: now }];
    if (now === null) return [{ id, change: 'removed', before: old, after: null }];
    const same = Object.entries(old).every(([field, value]) => now[field as keyof typeof now] === value);
    return same ? [] : [{ id, change: 'changed', before: old, after: now }];
  });
}
