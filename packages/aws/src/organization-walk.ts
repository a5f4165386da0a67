import {
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { OrganizationalUnit, Reading } from '@keysweep/core';
import { known, unknown } from '@keysweep/core';
import { malformed } from './iam/failure.ts';
import { pace } from './iam/pace.ts';
import { readPages } from './iam/paging.ts';

/** The most that AWS Organizations puts on a page. */
export const PAGE_SIZE = 20;

/**
 * The token of an AWS Organizations page: a page may be empty and still name a next one; none ends the list.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListOrganizationalUnitsForParent.html
 */
export function nextOfToken(token: unknown): string | null | undefined {
  if (token === undefined || token === null) return null;
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/** All organizational units below the root, parents before children: ids, names and parents in one walk. */
export async function readUnits(
  client: OrganizationsClient,
  rootId: string,
  concurrency: number,
): Promise<Reading<readonly OrganizationalUnit[]>> {
  const places = pace(concurrency);
  const units: OrganizationalUnit[] = [];
  const seen = new Set([rootId]);
  let level: readonly string[] = [rootId];
  while (level.length > 0) {
    const readings = await Promise.all(level.map((parentId) => places.run(() => readChildren(client, parentId))));
    const children: OrganizationalUnit[] = [];
    for (const reading of readings) {
      if (reading.state !== 'known') return reading;
      children.push(...reading.value);
    }
    if (children.some(({ id }) => seen.size === seen.add(id).size)) {
      return unknown(
        malformed('organizations:ListOrganizationalUnitsForParent', 'an organizational unit has two parents'),
      );
    }
    units.push(...children);
    level = children.map((unit) => unit.id);
  }
  return known(units);
}

async function readChildren(
  client: OrganizationsClient,
  parentId: string,
): Promise<Reading<readonly OrganizationalUnit[]>> {
  const { items, end } = await readPages({
    operation: 'organizations:ListOrganizationalUnitsForParent',
    fetchPage: async (token) => {
      const page = await client.send(
        new ListOrganizationalUnitsForParentCommand({ ParentId: parentId, MaxResults: PAGE_SIZE, NextToken: token }),
      );
      const items = page.OrganizationalUnits?.map(({ Id, Name }) =>
        Id && Name ? { id: Id, name: Name, parentId } : null,
      );
      return { items, next: nextOfToken(page.NextToken) };
    },
  });
  return end.state === 'complete' ? known(items) : end;
}

/** Account id → parent id, asked of every parent: for an organization whose accounts carry no `Paths`. */
export async function readAccountParents(
  client: OrganizationsClient,
  parentIds: readonly string[],
  concurrency: number,
): Promise<Reading<ReadonlyMap<string, string>>> {
  const places = pace(concurrency);
  const parents = new Map<string, string>();
  const readings = await Promise.all(parentIds.map((parentId) => places.run(() => readAccountIds(client, parentId))));
  for (const [index, reading] of readings.entries()) {
    if (reading.state !== 'known') return reading;
    for (const accountId of reading.value) parents.set(accountId, parentIds[index] ?? '');
  }
  return known(parents);
}

async function readAccountIds(client: OrganizationsClient, parentId: string): Promise<Reading<readonly string[]>> {
  const { items, end } = await readPages({
    operation: 'organizations:ListAccountsForParent',
    fetchPage: async (token) => {
      const page = await client.send(
        new ListAccountsForParentCommand({ ParentId: parentId, MaxResults: PAGE_SIZE, NextToken: token }),
      );
      return { items: page.Accounts?.map(({ Id }) => Id ?? null), next: nextOfToken(page.NextToken) };
    },
  });
  return end.state === 'complete' ? known(items) : end;
}
