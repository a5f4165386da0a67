import type { OrganizationDescription } from '@keysweep/local-organization';
import type { DescribedAccount, DescribedUser, WorldDescription } from './world.ts';

type LocalAccount = OrganizationDescription['accounts'][number];
type LocalUser = NonNullable<LocalAccount['users']>[number];
interface UnitTree {
  [name: string]: UnitTree;
}

/** The management account of every local world; keysweep's centre is in it too. */
export const MANAGEMENT_ACCOUNT_ID = '111111111111';
const FIRST_MEMBER = 200_000_000_001;

/** A described world in the local organization's own words, and the account ids it chose. */
export function describeLocally(world: WorldDescription): {
  readonly organization: OrganizationDescription;
  readonly accountIds: ReadonlyMap<string, string>;
} {
  const accounts = world.accounts ?? [];
  const ids = new Map(accounts.map(({ name }, index) => [name, String(FIRST_MEMBER + index)]));
  const organization: OrganizationDescription = {
    organization: { id: 'o-contract01', managementAccount: 'Management' },
    organizationalUnits: treeOf([...(world.units ?? []), ...accounts.map(({ unit }) => unit ?? '')]),
    accounts: [
      { name: 'Management', id: MANAGEMENT_ACCOUNT_ID },
      ...accounts.map((account) => localAccount(account, ids.get(account.name) ?? '')),
    ],
  };
  return { organization, accountIds: ids };
}

function treeOf(paths: readonly string[]): UnitTree {
  const root: UnitTree = {};
  for (const path of paths) {
    let unit = root;
    for (const name of path.split('/').filter((part) => part !== '')) unit = unit[name] ??= {};
  }
  return root;
}

function localAccount(account: DescribedAccount, id: string): LocalAccount {
  const users = account.users ?? [];
  const groups = new Set([...(account.groups ?? []), ...users.flatMap((user) => user.groups ?? [])]);
  return {
    name: account.name,
    id,
    ou: `/${account.unit ?? ''}`,
    state: account.suspended === true ? 'SUSPENDED' : 'ACTIVE',
    groups: [...groups],
    rootAccessKeys: account.rootAccessKeys ?? 0,
    users: users.map(localUser),
  };
}

function localUser(user: DescribedUser): LocalUser {
  const { name, groups = [], tags = [], password = false, mfa = false, keys = [], credentials = [] } = user;
  return {
    name,
    groups: [...groups],
    password,
    mfa,
    credentials: credentials.map((status) => ({ service: 'codecommit.amazonaws.com', status })),
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
    keys: keys.map((status, index) => ({ age: `${String(400 - index)}d`, status })),
  };
}
