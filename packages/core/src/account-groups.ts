import { lookSince, type AccountFacts } from './account-state.ts';
import { nameKey } from './policy.ts';

/** The configured groups of one account, as the policy spells them. */
export interface AccountGroups {
  /** Those that it has, as far as anybody could tell: one that could not be read may be there. Null where nothing has looked. */
  readonly found: readonly string[] | null;
  /** Those that it does not have. */
  readonly missing: readonly string[];
}

/** The configured groups by our last look: the one since the run where there is one; what only the run says, as it says it. */
export function groupsOf(facts: AccountFacts): AccountGroups {
  const report = facts.run.state === 'reported' ? facts.run.report : null;
  const included = report?.groups.filter(({ role }) => role === 'included') ?? [];
  const missing = included.filter(({ state }) => state === 'missing').map(({ name }) => name);
  const since = lookSince(facts);
  if (since !== null) {
    const found = new Set(since.look.groups.map(nameKey));
    return { found: since.look.groups, missing: missing.filter((name) => !found.has(nameKey(name))) };
  }
  const found = included.filter(({ state }) => state !== 'missing').map(({ name }) => name);
  return { found: included.length === 0 ? null : found, missing };
}
