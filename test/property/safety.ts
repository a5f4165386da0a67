import { expect } from 'vitest';
import { isSubject } from './model/due-keys.ts';
import type { Model } from './model/model.ts';
import type { Run } from './model/run.ts';
import type { ManifestLine, SeenKey } from './model/world.ts';

/** The keys of every account before and after a run was at work, and the accounts its manifest gave to it. */
export interface Deed {
  readonly run: Run;
  readonly before: readonly SeenKey[];
  readonly after: readonly SeenKey[];
  readonly manifest: readonly ManifestLine[];
  /** Keys that the run may touch at all: of users of its groups, in the accounts it sweeps, who are not exempt. */
  readonly touchable: ReadonlySet<string>;
  /** Nothing allowed it to revoke: the switch was off all the time, or the run had been held before. */
  readonly forbidden: boolean;
}

/** The keys that a run may touch as things are now. */
export function touchableBy({ swept, rules, due }: Run, model: Model): string[] {
  const subjects = swept.flatMap((id) => model.account(id).people.filter((person) => isSubject(person, rules, due)));
  return subjects.flatMap(({ keys }) => keys.map(({ id }) => id));
}

/**
 * What must hold of any run, whatever the model says it should have done: it touches nobody else's keys, does not go
 * further than its policy, stays within its limits, and does nothing where it may not.
 */
export function expectNoHarm({ run, before, after, manifest, touchable, forbidden }: Deed): void {
  const left = new Map(after.map((key) => [key.accessKeyId, key]));
  const own = new Set(manifest.flatMap(({ accountId, policy }) => (policy === run.policy ? [accountId] : [])));
  const gone = before.filter(({ accessKeyId }) => !left.has(accessKeyId));
  const deactivated = before.filter(
    (key) => key.status === 'Active' && left.get(key.accessKeyId)?.status === 'Inactive',
  );
  const revoked = [...gone, ...deactivated];
  expect(revoked.filter(({ accountId }) => !own.has(accountId))).toEqual([]);
  expect(revoked.filter(({ accessKeyId }) => !touchable.has(accessKeyId))).toEqual([]);
  if (run.rules.action !== 'delete') expect(gone).toEqual([]);
  if (run.rules.action === 'observe' || forbidden) expect(revoked).toEqual([]);
  expect(revoked.length).toBeLessThanOrEqual(run.organizationLimit);
  for (const [accountId, count] of countByAccount(revoked))
    expect({ accountId, count, within: count <= run.rules.maximumRevocations }).toMatchObject({ within: true });
}

function countByAccount(keys: readonly SeenKey[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { accountId } of keys) counts.set(accountId, (counts.get(accountId) ?? 0) + 1);
  return counts;
}
