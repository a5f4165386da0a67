import type { OrganizationSnapshot } from '@keysweep/core';

/**
 * A snapshot as the text of `organization.json`: OUs and accounts in the order of their ids, fields in one order. The same
 * organization gives the same bytes, so that a change of it reads as one in a review.
 */
export function snapshotText(snapshot: OrganizationSnapshot): string {
  const { id, managementAccountId, rootId } = snapshot;
  const organizationalUnits = snapshot.organizationalUnits
    .map(({ id: unitId, name, parentId }) => ({ id: unitId, name, parentId }))
    .sort(byId);
  const accounts = snapshot.accounts
    .map(({ id: accountId, name, email, state, parentId }) => ({ id: accountId, name, email, state, parentId }))
    .sort(byId);
  return `${JSON.stringify({ id, managementAccountId, rootId, organizationalUnits, accounts }, null, 2)}\n`;
}

function byId(left: { readonly id: string }, right: { readonly id: string }): number {
  return left.id < right.id ? -1 : 1;
}
