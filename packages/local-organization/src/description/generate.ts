import type { Account } from '../state/account.ts';
import type { OrganizationState } from '../state/organization-state.ts';
import { momentOf } from './age.ts';
import type { GenerateDescription, KeyDescription, UserDescription } from './schema.ts';

/**
 * The users a `generate` stands for, always the same for the same seed: `prefix-001` and on. The keys go round: one to
 * each user, then a second one to the first users, until all are given out.
 */
export function* generatedUsers(
  state: OrganizationState,
  account: Account,
  set: GenerateDescription,
): Generator<UserDescription> {
  const { users, prefix = 'user', keys = 0 } = set;
  const width = Math.max(3, String(users).length);
  for (let index = 0; index < users; index += 1) {
    const name = `${prefix}-${String(index + 1).padStart(width, '0')}`;
    const own = (index < keys ? 1 : 0) + (index < keys - users ? 1 : 0);
    yield {
      name,
      groups: set.groups ?? [],
      password: set.password ?? true,
      mfa: set.mfa ?? true,
      keys: Array.from({ length: own }, (_, number) => generatedKey(state, set, [account.id, name, String(number)])),
    };
  }
}

function generatedKey(state: OrganizationState, set: GenerateDescription, names: readonly string[]): KeyDescription {
  const now = state.clock();
  const { from, to } = set.keyAge ?? { from: '1d', to: '400d' };
  const newest = momentOf(from, now).getTime();
  const oldest = momentOf(to, now).getTime();
  const share = state.identifiers.below(10_000, 'age', ...names) / 10_000;
  const created = Math.floor((newest - (newest - oldest) * share) / 1000) * 1000;
  const isUsed = state.identifiers.below(10, 'used', ...names) < 7;
  const usedShare = state.identifiers.below(10_000, 'use', ...names) / 10_000;
  const used = Math.floor((created + (now.getTime() - created) * usedShare) / 1000) * 1000;
  const lastUsed = isUsed ? { lastUsed: new Date(used).toISOString() } : {};
  return { age: new Date(created).toISOString(), ...lastUsed };
}
