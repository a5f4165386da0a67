import { clockStartingAt, OrganizationClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { Account } from '../state/account.ts';
import { identityPolicies, trustPolicy } from '../policy/short-lists.ts';
import type { Denial } from '../policy/short-lists.ts';
import { Identifiers } from '../state/identifiers.ts';
import { addRole } from '../state/iam-directory.ts';
import { OrganizationState } from '../state/organization-state.ts';
import type { OrganizationSettings } from '../state/organization-state.ts';
import type { NextScheduledTime } from '../state/schedule.ts';
import { momentOf } from './age.ts';
import { defaultRole } from './default-roles.ts';
import type { DefaultRole } from './default-roles.ts';
import { buildPeople } from './people.ts';
import type { AccountDescription, CheckedDescription, OrganizationalUnitTree, RoleDescription } from './schema.ts';
import { unitPathSegments } from './unit-path.ts';

/** What may be said beside a description. */
export interface BuildOptions {
  readonly now?: Clock | undefined;
  readonly clock?: 'runs' | 'stands' | undefined;
  readonly nextScheduledTime?: NextScheduledTime | undefined;
  /** Everything generated follows from it: key ids, secrets, unit ids, ages of generated keys. */
  readonly seed?: string | undefined;
}

/** The organization a checked description describes. */
export function buildOrganization(description: CheckedDescription, options: BuildOptions): OrganizationState {
  const { organization } = description;
  const source =
    options.now ?? (organization.now === undefined ? () => new Date() : clockStartingAt(new Date(organization.now)));
  const identifiers = new Identifiers(options.seed ?? organization.id);
  const settings = { ...settingsOf(description, identifiers), nextScheduledTime: options.nextScheduledTime ?? null };
  const state = new OrganizationState(settings, new OrganizationClock(source, options.clock === 'stands'), identifiers);
  const unitIds = buildUnits(state, description.organizationalUnits ?? {});
  for (const account of description.accounts) {
    buildAccount(state, account, unitIds.get(unitPathSegments(account.ou ?? '/').join('\0')) ?? state.settings.rootId);
  }
  return state;
}

function settingsOf(
  { organization, accounts }: CheckedDescription,
  identifiers: Identifiers,
): Omit<OrganizationSettings, 'nextScheduledTime'> {
  const idOf = (name: string): string => accounts.find((account) => account.name === name)?.id ?? '';
  const delegated = organization.delegatedAdministrator;
  return {
    id: organization.id,
    rootId: `r-${identifiers.alphanumeric(4, 'root')}`,
    managementAccountId: idOf(organization.managementAccount),
    delegatedAdministratorIds: new Set(delegated === undefined ? [] : [idOf(delegated)]),
    region: organization.region ?? 'us-east-1',
    omitPaths: organization.omitPaths ?? false,
    hideMissingFunctions: organization.hideMissingFunctions ?? false,
  };
}

/** Adds the units; their ids by path, the names joined with NUL. */
function buildUnits(state: OrganizationState, tree: OrganizationalUnitTree): ReadonlyMap<string, string> {
  const { rootId } = state.settings;
  const unitIds = new Map<string, string>();
  const build = (children: OrganizationalUnitTree, parentId: string, parentPath: readonly string[]): void => {
    for (const [name, grandchildren] of Object.entries(children)) {
      const path = [...parentPath, name];
      const id = `ou-${rootId.slice(2)}-${state.identifiers.alphanumeric(8, 'unit', ...path)}`;
      state.addOrganizationalUnit({ id, name, parentId });
      unitIds.set(path.join('\0'), id);
      build(grandchildren, id, path);
    }
  };
  build(tree, rootId, []);
  return unitIds;
}

/** Adds an account with its roles, groups and users. */
export function buildAccount(state: OrganizationState, description: AccountDescription, parentId: string): Account {
  const { id, name } = description;
  const account = new Account(
    {
      id,
      name,
      email: description.email ?? `aws+${id}@example.com`,
      joinedAt: momentOf(description.joined ?? '1000d', state.clock()),
      agent: description.agent ?? 'deployed',
    },
    parentId,
  );
  account.state = description.state ?? 'ACTIVE';
  account.rootAccessKeys = description.rootAccessKeys ?? 0;
  state.addAccount(account);
  buildRoles(state, account, description.roles ?? {});
  buildPeople(state, account, description);
  return account;
}

function buildRoles(
  state: OrganizationState,
  account: Account,
  described: Readonly<Record<string, RoleDescription>>,
): void {
  const standard = defaultRole(account.id, state.settings.managementAccountId);
  for (const name of new Set([standard.name, ...Object.keys(described)])) {
    const role = describedRole(name, name === standard.name ? standard : undefined, described[name]);
    if (role === undefined) continue;
    addRole(state, account, {
      name,
      createdAt: account.joinedAt,
      trustPolicy: trustPolicy(role.trusts, state.settings.id),
      policies: identityPolicies(role.permissions),
    });
  }
}

// A description only names what differs from the default: its denials are added, its trusts and allows replace.
function describedRole(
  name: string,
  standard: DefaultRole | undefined,
  described: RoleDescription | undefined,
): DefaultRole | undefined {
  if (described === 'missing') return undefined;
  const denies = (described?.denies ?? []).map((denial): Denial =>
    typeof denial === 'string' ? { actions: [denial] } : denial,
  );
  return {
    name,
    trusts: described?.trusts ?? standard?.trusts ?? [],
    permissions: {
      allows: described?.allows ?? standard?.permissions.allows ?? [],
      denies: [...(standard?.permissions.denies ?? []), ...denies],
    },
  };
}
