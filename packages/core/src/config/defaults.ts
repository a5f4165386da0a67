/** What an absent setting means. The schema's notes and `normalise` both read it here. */
export const DEFAULTS = {
  central: { delegatedAdministrator: null, retainEvidenceDays: 400, objectLock: false, encryptionKey: null },
  policy: {
    schedule: 'cron(55 23 ? * FRI *)',
    timezone: 'UTC',
    action: 'observe',
    deleteAfterInactiveDays: 0,
    minimumKeyAgeDays: 0,
    requireConsoleAccess: true,
    maximumRevocations: 100,
  },
  maximumRevocationsOrganization: 2000,
  ceilings: { action: 'delete', revocations: 200 },
  managementAccount: 'none',
  deployTo: ['/'],
  summary: { schedule: 'cron(0 6 * * ? *)', timezone: 'UTC' },
} as const;
