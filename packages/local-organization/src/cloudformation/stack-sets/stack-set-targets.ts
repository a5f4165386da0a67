import type { Account } from '../../state/account.ts';
import type { OrganizationState } from '../../state/organization-state.ts';

/**
 * The target an account is under: the nearest upward, for a target means its nested units too.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
 * @param parentIds the root and the units down to the account; empty for an account that is in no organization.
 */
export function targetOver(targets: readonly string[], parentIds: readonly string[]): string | undefined {
  return parentIds.findLast((id) => targets.includes(id));
}

/** The accounts under a root or unit and all units below, by id. The management account is never among them. */
export function accountsUnder(state: OrganizationState, parentId: string): readonly Account[] {
  const found: Account[] = [];
  const walk = (id: string): void => {
    found.push(...state.accountsIn(id).items);
    for (const unit of state.unitsIn(id).items) walk(unit.id);
  };
  walk(parentId);
  const { managementAccountId } = state.settings;
  return found.filter(({ id }) => id !== managementAccountId).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Where an account is now: the root and the units down to it; empty once it has left. */
export function positionOf(state: OrganizationState, account: Account): readonly string[] {
  return account.inOrganization ? state.parentIds(account.parentId) : [];
}
