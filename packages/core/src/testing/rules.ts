import type { PolicyRules } from '../policy.ts';

/** Rules that delete every developer's keys at once: whatever a test does not mention spares no key. */
export function rulesOf(overrides: Partial<PolicyRules> = {}): PolicyRules {
  return {
    groups: ['Developers'],
    action: 'delete',
    deleteAfterInactiveDays: 0,
    minimumKeyAgeDays: 0,
    exempt: { groups: [], users: [] },
    requireConsoleAccess: false,
    maximumRevocations: 100,
    timezone: 'UTC',
    ...overrides,
  };
}

/** The same rules as an order carries them: lists that may be written to. */
export function orderedRules(overrides: Partial<PolicyRules> = {}) {
  const { groups, exempt, ...rest } = rulesOf(overrides);
  return { ...rest, groups: [...groups], exempt: { groups: [...exempt.groups], users: [...exempt.users] } };
}
