import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListRootsCommand,
  OrganizationsClient,
  type Account,
} from '@aws-sdk/client-organizations';
import type { OrganizationAccount, OrganizationReader, OrganizationSnapshot, Reading } from '@keysweep/core';
import { known, unknown } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf, malformed } from './iam/failure.ts';
import { readPages } from './iam/paging.ts';
import { nextOfToken, PAGE_SIZE, readAccountParents, readUnits } from './organization-walk.ts';

/** What a reader of the organization may be told. */
export interface OrganizationReaderOptions {
  /** Requests under way at a time; default 4, near the lowest of the limits that the walk meets (6 a second). */
  readonly concurrency?: number;
}

/** An account before it is known where it stands. */
interface PlacelessAccount extends Omit<OrganizationAccount, 'parentId'> {
  /** From `Account.Paths`; null where AWS gave none. */
  readonly parentId: string | null;
}

/**
 * Reads the whole organization: one walk of the organizational units, and all accounts. One unreadable page makes the
 * whole snapshot `unknown`; a part of an organization is never shown as the whole. Works from the management account
 * or a delegated administrator. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export function organizationReader(
  connection: Connection,
  options: OrganizationReaderOptions = {},
): OrganizationReader {
  const client = new OrganizationsClient(clientSettings(connection));
  return { snapshot: () => readSnapshot(client, options.concurrency ?? 4) };
}

async function readSnapshot(client: OrganizationsClient, concurrency: number): Promise<Reading<OrganizationSnapshot>> {
  const identity = await readIdentity(client);
  if (identity.state !== 'known') return identity;
  const { rootId } = identity.value;
  const [units, accounts] = await Promise.all([readUnits(client, rootId, concurrency), readAccounts(client)]);
  if (units.state !== 'known') return units;
  if (accounts.state !== 'known') return accounts;
  const parentIds = [rootId, ...units.value.map((unit) => unit.id)];
  const placed = await place(client, { accounts: accounts.value, parentIds, concurrency });
  if (placed.state !== 'known') return placed;
  return known({ ...identity.value, organizationalUnits: units.value, accounts: placed.value });
}

type Identity = Pick<OrganizationSnapshot, 'id' | 'managementAccountId' | 'rootId'>;

async function readIdentity(client: OrganizationsClient): Promise<Reading<Identity>> {
  let operation = 'organizations:DescribeOrganization';
  try {
    const { Organization: organization } = await client.send(new DescribeOrganizationCommand({}));
    operation = 'organizations:ListRoots';
    const roots = await readPages({
      operation,
      fetchPage: async (token) => {
        const page = await client.send(new ListRootsCommand({ MaxResults: PAGE_SIZE, NextToken: token }));
        return { items: page.Roots?.map((root) => root.Id ?? null), next: nextOfToken(page.NextToken) };
      },
    });
    if (roots.end.state === 'unknown') return roots.end;
    const [rootId] = roots.items;
    if (!organization?.Id || !organization.MasterAccountId || rootId === undefined || roots.items.length > 1) {
      return unknown(malformed(operation, 'the organization does not have an id, a management account and one root'));
    }
    return known({ id: organization.Id, managementAccountId: organization.MasterAccountId, rootId });
  } catch (error) {
    return unknown(failureOf(operation, error));
  }
}

async function readAccounts(client: OrganizationsClient): Promise<Reading<readonly PlacelessAccount[]>> {
  const { items, end } = await readPages({
    operation: 'organizations:ListAccounts',
    fetchPage: async (token) => {
      const page = await client.send(new ListAccountsCommand({ MaxResults: PAGE_SIZE, NextToken: token }));
      return { items: page.Accounts?.map(accountOf), next: nextOfToken(page.NextToken) };
    },
  });
  return end.state === 'complete' ? known(items) : end;
}

/** `State` replaced `Status`; an account without one is never taken for an active one. */
function accountOf({ Id, Name, Email, State, Paths }: Account): PlacelessAccount | null {
  if (!Id) return null;
  const parents = new Set((Paths ?? []).map(parentOfPath));
  const [parentId] = parents;
  if (parents.size > 1 || parentId === null) return null;
  return { id: Id, name: Name ?? '', email: Email ?? '', state: State ?? 'UNKNOWN', parentId: parentId ?? null };
}

/**
 * The last organizational unit, or the root, of a path `o-…/r-…/ou-…/…`, with or without the account's own id at the
 * end; null for anything else. https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
 */
function parentOfPath(path: string): string | null {
  const parts = path.split('/').filter((part) => part !== '' && !/^\d{12}$/.test(part));
  const [organization, root, ...units] = parts;
  const wellFormed =
    organization?.startsWith('o-') && root?.startsWith('r-') && units.every((unit) => unit.startsWith('ou-'));
  return wellFormed ? (parts.at(-1) ?? null) : null;
}

interface Placing {
  readonly accounts: readonly PlacelessAccount[];
  readonly parentIds: readonly string[];
  readonly concurrency: number;
}

async function place(client: OrganizationsClient, placing: Placing): Promise<Reading<readonly OrganizationAccount[]>> {
  const { accounts, parentIds, concurrency } = placing;
  const needsWalk = accounts.some((account) => account.parentId === null);
  const walked = needsWalk
    ? await readAccountParents(client, parentIds, concurrency)
    : known(new Map<string, string>());
  if (walked.state !== 'known') return walked;
  const placed: OrganizationAccount[] = [];
  for (const account of accounts) {
    const parentId = needsWalk ? walked.value.get(account.id) : account.parentId;
    // The calls are not one moment: an account or unit may have moved or come between them. Reading again settles it.
    if (!parentId || !parentIds.includes(parentId)) {
      const message = `account ${account.id} stands in no organizational unit that the walk met: the organization changed meanwhile`;
      return unknown({
        kind: 'conflict',
        operation: 'organizations:ListAccounts',
        code: 'OrganizationChanged',
        message,
      });
    }
    placed.push({ ...account, parentId });
  }
  return known(placed);
}
