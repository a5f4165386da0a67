import type { PlannedAccount, PlannedKey } from '@keysweep/core';
import type { PlanEnd, PlanHead } from '../plan-end.ts';
import { planTotals } from '../plan-totals.ts';

const AT = '2026-11-20T18:00:00.000Z';

/** What is said before the accounts. */
export const head = (overrides: Partial<PlanHead> = {}): PlanHead => ({
  schema: 'keysweep/cli-plan/1',
  organizationId: 'o-example1234',
  at: AT,
  configHash: 'c'.repeat(64),
  caller: 'arn:aws:sts::111122223333:assumed-role/operator/kim',
  roleName: 'OrganizationAccountAccessRole',
  only: { accounts: [], organizationalUnits: [], policies: [] },
  centre: { state: 'deployed', bucket: 'keysweep-111122223333-us-east-1', switch: { state: 'enabled' } },
  ...overrides,
});

/** A key that a policy deletes, of somebody who uses it. */
export const aKey = (last: string, overrides: Partial<PlannedKey> = {}): PlannedKey => ({
  accessKeyId: `AKIAEXAMPLEXXXXX${last}`,
  userName: 'priya',
  userId: 'AIDAEXAMPLEPRIYA0001',
  status: 'Active',
  createdAt: '2026-10-01T09:00:00.000Z',
  lastUsed: { state: 'used', at: '2026-11-18T09:00:00.000Z', service: 's3', region: 'eu-west-1' },
  decision: 'delete',
  rule: 'policy-deletes',
  ...overrides,
});

type Look = Extract<PlannedAccount['look'], { readonly state: 'taken' }>;

/** An account in which all was read. */
export const anAccount = (
  digit: number,
  look: Partial<Look> | { readonly state: 'unavailable' },
  overrides: Partial<PlannedAccount> = {},
): PlannedAccount => ({
  accountId: String(digit).repeat(12),
  name: `Account ${digit}`,
  organizationalUnitPath: '/Workloads',
  policy: 'weekly',
  action: 'delete',
  assignedBy: '/',
  agent: 'current',
  look:
    look.state === 'unavailable'
      ? { state: 'unavailable', failure: denied('sts:AssumeRole') }
      : {
          ledger: 'not-needed',
          groups: [{ name: 'Developers', role: 'included', state: 'read', members: 1 }],
          users: [],
          keys: [],
          unknowns: [],
          refusal: null,
          observed: null,
          ...look,
          state: 'taken',
        },
  ...overrides,
});

/** A read that IAM or STS denies. */
export const denied = (operation: string) =>
  ({ kind: 'access-denied', operation, code: 'AccessDenied', message: 'no' }) as const;

/** What is said after accounts. */
export function endOf(accounts: readonly PlannedAccount[], overrides: Partial<PlanEnd> = {}): PlanEnd {
  const { leftOut = [], groupsNowhere = [], gates = [] } = overrides;
  const totals = planTotals(leftOut.length);
  for (const account of accounts) totals.take(account);
  return { leftOut, groupsNowhere, gates, totals: totals.totals() };
}
