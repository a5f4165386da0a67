import type { LocalOrganization, OrganizationDescription } from '@keysweep/local-organization';

type AccountDescription = Parameters<LocalOrganization['addAccount']>[0];

export const MANAGEMENT = '100000000001';
export const ORGANIZATION = 'o-rehearsal01';

/** The account that the configuration leaves out. */
export const EXCLUDED = 'Mainframe Bridge';
/** The account in which a role of somebody else's has the name of ours. */
export const OBSTRUCTED = 'Legacy Monolith';

/** The places of the rehearsal, with the names of the accounts in each. */
export const PLACES: Readonly<Record<string, readonly string[]>> = {
  '/': ['Management'],
  '/Security': ['Log Archive', 'Security Tooling'],
  '/Infrastructure': ['Network', 'Shared Services', 'Backup', EXCLUDED],
  '/Workloads/Prod': [
    ...['Accounts', 'Checkout', 'Ledger', 'Notifications', 'Payments', 'Pricing', 'Search'],
    ...['Catalogue', 'Orders', 'Shipping', 'Returns', 'Loyalty', 'Fraud', OBSTRUCTED],
  ],
  '/Workloads/Prod/Regulated': ['Cardholder Data', 'Key Custody', 'Clearing', 'Reporting', 'Tax'],
  '/Workloads/Staging': numbered('Staging', 8),
  '/Workloads/Dev': numbered('Dev', 14),
  '/Sandbox': numbered('Sandbox', 8),
  '/Acquired': ['Bluebird Shop', 'Bluebird Data', 'Bluebird Ops'],
  '/Suspended': ['Closed Last Year'],
};

/** The accounts that join later. */
const JOINING = ['Sandbox 09', 'Warehouse'];

/** Ids count up from the management account's. */
const ACCOUNT_IDS: ReadonlyMap<string, string> = new Map(
  [...Object.values(PLACES).flat(), ...JOINING].map((name, index) => [name, String(Number(MANAGEMENT) + index)]),
);

/** The id of an account, by name. */
export function idOf(name: string): string {
  const id = ACCOUNT_IDS.get(name);
  if (id === undefined) throw new TypeError(`there is no account ${name}`);
  return id;
}

/** What everybody has: two people, one of them with a key, and a machine with a key that no configured group knows. */
export const EVERYBODY: Pick<Required<AccountDescription>, 'groups' | 'users'> = {
  groups: ['Developers', 'Administrators'],
  users: [
    { name: 'ana', groups: ['Developers'], password: true, mfa: true, keys: [{ age: '40d', lastUsed: '2d' }] },
    { name: 'ben', groups: ['Administrators'], password: true, mfa: true },
    { name: 'deploy-bot', password: false, keys: [{ age: '300d', lastUsed: '1h' }] },
  ],
};

/** 60 accounts in nine organizational units, on a Monday morning; nothing of keysweep is deployed yet. */
export function sixtyAccounts(): OrganizationDescription {
  return {
    organization: { id: ORGANIZATION, managementAccount: 'Management', now: '2026-11-02T09:00:00Z' },
    organizationalUnits: {
      Security: {},
      Infrastructure: {},
      Workloads: { Prod: { Regulated: {} }, Staging: {}, Dev: {} },
      Sandbox: {},
      Acquired: {},
      Suspended: {},
    },
    accounts: Object.entries(PLACES).flatMap(([ou, names]) => names.map((name) => account(name, ou))),
  };
}

function account(name: string, ou: string): AccountDescription {
  const bare = {
    name,
    id: idOf(name),
    ou,
    groups: EVERYBODY.groups,
    users: structuredClone(EVERYBODY.users),
  };
  if (ou === '/Suspended') return { ...bare, state: 'SUSPENDED' };
  return name === OBSTRUCTED ? { ...bare, roles: { 'keysweep-audit': {} } } : bare;
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name} ${String(index + 1).padStart(2, '0')}`);
}
