import { parse } from 'valibot';
import { expect, it } from 'vitest';
import { assignmentsOf, assignmentsSchema, deploymentTargets } from './assignments.ts';
import { parseConfig, type Config } from './config/config.ts';
import type { OrganizationSnapshot } from './organization.ts';

const account = (id: string, parentId: string, state = 'ACTIVE') => ({
  id,
  name: `a${id[0]}`,
  email: '',
  state,
  parentId,
});

const snapshot: OrganizationSnapshot = {
  id: 'o-0123456789',
  managementAccountId: '100000000000',
  rootId: 'r-ab12',
  organizationalUnits: [
    { id: 'ou-ab12-00000002', name: 'Prod', parentId: 'ou-ab12-00000001' },
    { id: 'ou-ab12-00000001', name: 'Workloads', parentId: 'r-ab12' },
    { id: 'ou-ab12-00000003', name: 'Suspended', parentId: 'r-ab12' },
  ],
  accounts: [
    account('300000000000', 'ou-ab12-00000002'),
    account('200000000000', 'ou-ab12-00000001'),
    account('100000000000', 'r-ab12'),
    account('400000000000', 'ou-ab12-00000002', 'SUSPENDED'),
    account('500000000000', 'ou-ab12-00000003'),
  ],
};

function configOf(overrides: object): Config {
  const policies = { weekly: { groups: ['A'] }, careful: { extends: 'weekly' } };
  const parsed = parseConfig({
    version: 1,
    region: 'us-east-1',
    policies,
    assignments: { '/': 'weekly' },
    ...overrides,
  });
  expect(parsed).toMatchObject({ ok: true });
  return (parsed as Extract<typeof parsed, { ok: true }>).config;
}

it('says of every OU and account, in the order of ids, which policy holds and what rule gave it', () => {
  const found = assignmentsOf(
    configOf({ assignments: { '/': 'weekly', '/Workloads/Prod': 'careful', '/Suspended': 'none' } }),
    snapshot,
  );
  expect(parse(assignmentsSchema, found)).toEqual(found);
  expect(found).toEqual({
    schema: 'keysweep/assignments/1',
    organizationId: 'o-0123456789',
    organizationalUnits: [
      { id: 'ou-ab12-00000001', path: '/Workloads', policy: 'weekly', rule: '/' },
      { id: 'ou-ab12-00000002', path: '/Workloads/Prod', policy: 'careful', rule: '/Workloads/Prod' },
      { id: 'ou-ab12-00000003', path: '/Suspended', policy: null, rule: '/Suspended is assigned none' },
      { id: 'r-ab12', path: '/', policy: 'weekly', rule: '/' },
    ],
    accounts: [
      { id: '100000000000', name: 'a1', path: '/', policy: null, rule: 'managementAccount is assigned none' },
      { id: '200000000000', name: 'a2', path: '/Workloads', policy: 'weekly', rule: '/' },
      { id: '300000000000', name: 'a3', path: '/Workloads/Prod', policy: 'careful', rule: '/Workloads/Prod' },
      { id: '400000000000', name: 'a4', path: '/Workloads/Prod', policy: null, rule: 'the account is SUSPENDED' },
      { id: '500000000000', name: 'a5', path: '/Suspended', policy: null, rule: '/Suspended is assigned none' },
    ],
  });
});

it('gives the targets of the StackSet by their ids, in order, however they were written', () => {
  expect(deploymentTargets(configOf({}), snapshot)).toEqual(['r-ab12']);
  expect(
    deploymentTargets(configOf({ deployTo: ['/Suspended', '/Workloads/', 'ou-ab12-00000002'] }), snapshot),
  ).toEqual(['ou-ab12-00000001', 'ou-ab12-00000002', 'ou-ab12-00000003']);
});
