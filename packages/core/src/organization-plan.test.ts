import { expect, it } from 'vitest';
import * as v from 'valibot';
import { plannedAccountSchema } from './organization-plan.ts';

const failure = { kind: 'access-denied', operation: 'sts:AssumeRole', code: 'AccessDenied', message: 'no' };
const account = {
  accountId: '222222222222',
  name: 'Prod',
  organizationalUnitPath: '/Workloads/Prod',
  policy: 'weekly',
  action: 'delete',
  assignedBy: '/',
  agent: 'current',
  look: { state: 'unavailable', failure },
};

it('takes an account that nobody could look into, if it is said why', () => {
  expect(v.is(plannedAccountSchema, account)).toBe(true);
  expect(v.is(plannedAccountSchema, { ...account, look: { state: 'unavailable' } })).toBe(false);
});

it('takes no look for one that does not say of each read whether it failed', () => {
  const look = { state: 'taken', ledger: 'known', groups: [], users: [], keys: [], refusal: null, observed: null };
  expect(v.is(plannedAccountSchema, { ...account, look: { ...look, unknowns: [] } })).toBe(true);
  expect(v.is(plannedAccountSchema, { ...account, look })).toBe(false);
});
