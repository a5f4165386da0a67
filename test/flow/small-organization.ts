import type { OrganizationDescription } from '@keysweep/local-organization';
import { MANAGEMENT } from '../stage.ts';

export const PROD = '222222222222';
export const DEV = '333333333333';

/** One policy for everything: delete at once, nobody exempt but by tag and the group BreakGlass. */
export const deleteEverything = {
  version: 1,
  region: 'us-east-1',
  policies: {
    weekly: {
      groups: ['Developers', 'Administrators'],
      action: 'delete',
      exempt: { groups: ['BreakGlass'], users: [] },
    },
  },
  ceilings: { action: 'delete', revocations: 500 },
  assignments: { '/': 'weekly' },
  managementAccount: 'none',
};

/** The same, but keys are deactivated first and deleted after 7 days of being inactive. */
export const deactivateFirst = {
  ...deleteEverything,
  policies: { weekly: { ...deleteEverything.policies.weekly, deleteAfterInactiveDays: 7 } },
};

/** Two member accounts: six people in Prod with every kind of key, one in Dev. */
export function smallOrganization(): OrganizationDescription {
  return {
    organization: { id: 'o-flowtest01', managementAccount: 'Management' },
    organizationalUnits: { Workloads: { Prod: {}, Dev: {} } },
    accounts: [
      { name: 'Management', id: MANAGEMENT },
      {
        name: 'Prod',
        id: PROD,
        ou: '/Workloads/Prod',
        agent: 'deployed',
        groups: ['Developers', 'Administrators', 'BreakGlass', 'Robots'],
        users: [
          {
            name: 'alice',
            groups: ['Developers', 'Administrators'],
            password: true,
            keys: [{ age: '40d', lastUsed: '2d' }, { age: '3d' }],
          },
          { name: 'bob', groups: ['Developers'], password: true, keys: [{ age: '90d', status: 'Inactive' }] },
          {
            name: 'carol',
            groups: ['Developers'],
            password: true,
            tags: { 'keysweep-exempt': 'on call' },
            keys: [{ age: '10d' }],
          },
          { name: 'glass', groups: ['Administrators', 'BreakGlass'], password: true, keys: [{ age: '10d' }] },
          { name: 'ci', groups: ['Developers'], password: false, keys: [{ age: '100d', lastUsed: '1h' }] },
          { name: 'robot', groups: ['Robots'], password: false, keys: [{ age: '100d' }] },
        ],
      },
      {
        name: 'Dev',
        id: DEV,
        ou: '/Workloads/Dev',
        agent: 'deployed',
        groups: ['Developers', 'Administrators', 'BreakGlass'],
        users: [{ name: 'dave', groups: ['Developers'], password: true, keys: [{ age: '5d' }] }],
      },
    ],
  };
}

/** Whose keys the sweep must never touch, whatever fails. */
export const UNTOUCHABLE = ['carol', 'glass', 'ci', 'robot'];
