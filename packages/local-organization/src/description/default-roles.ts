import type { Permissions, TrustedPrincipal } from '../policy/short-lists.ts';

/** A role that exists unless the description says otherwise. */
export interface DefaultRole {
  readonly name: string;
  readonly trusts: readonly TrustedPrincipal[];
  readonly permissions: Permissions;
}

/** The role a person works with in the management account. */
export const OPERATOR_ROLE = 'operator';

const EVERYTHING: Permissions = { allows: ['*'], denies: [] };

/**
 * The role of an account where nothing is said: Organizations makes one in every account but the management account.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access-cross-account-role.html
 */
export function defaultRole(accountId: string, managementAccountId: string): DefaultRole {
  return accountId === managementAccountId
    ? { name: OPERATOR_ROLE, trusts: [], permissions: EVERYTHING }
    : { name: 'OrganizationAccountAccessRole', trusts: [managementAccountId], permissions: EVERYTHING };
}
