import { EXCLUDED, idOf } from './sixty-accounts.ts';

/** How far the policies go: at first none of them touches anything. */
export const OBSERVING = { weekly: { action: 'observe' }, careful: { action: 'observe' } };

/** Later: delete each week; in production deactivate, and delete what nobody has missed for two weeks. */
export const REVOKING = {
  weekly: { action: 'delete' },
  careful: { action: 'delete', deleteAfterInactiveDays: 14 },
};

/** `keysweep.yaml` of the rehearsal, as plain values: three policies, one inside the other. */
export function policies(strictness: typeof OBSERVING | typeof REVOKING): unknown {
  return {
    version: 1,
    region: 'us-east-1',
    policies: {
      weekly: { groups: ['Developers', 'Administrators'], schedule: 'cron(55 23 ? * FRI *)', ...strictness.weekly },
      careful: { extends: 'weekly', ...strictness.careful },
      watch: { extends: 'weekly', action: 'observe' },
    },
    ceilings: { action: 'delete', revocations: 100 },
    assignments: {
      '/': 'weekly',
      '/Workloads/Prod': 'careful',
      '/Workloads/Prod/Regulated': 'watch',
      '/Suspended': 'none',
    },
    excludeAccounts: [idOf(EXCLUDED)],
    managementAccount: 'careful',
    summary: { schedule: 'cron(0 6 ? * SUN *)' },
  };
}
