import type { RequestContext } from './policy/condition.ts';
import { identityArn } from './principal.ts';
import type { Principal } from './principal.ts';
import type { Account } from './state/account.ts';
import type { IamUser } from './state/iam-entities.ts';
import type { OrganizationState } from './state/organization-state.ts';

/**
 * What a signed request tells of its caller, by condition key. Keys of the organization are absent for an account that is
 * in none. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function callerContext(state: OrganizationState, caller: Principal): RequestContext {
  const account = state.account(caller.accountId);
  return {
    'aws:PrincipalArn': identityArn(caller),
    'aws:PrincipalAccount': account.id,
    // Both doors stand for AWS's own endpoints, which are asked through TLS.
    'aws:SecureTransport': 'true',
    ...(account.inOrganization
      ? {
          'aws:PrincipalOrgID': state.settings.id,
          'aws:PrincipalOrgPaths': [`${state.idPath(account.parentId)}/`],
        }
      : {}),
  };
}

/** What is known of the resource by its owner; nothing where no account of this state owns it. */
export function ownerContext(state: OrganizationState, owner: Account | undefined): RequestContext {
  if (owner === undefined) return {};
  return {
    'aws:ResourceAccount': owner.id,
    ...(owner.inOrganization ? { 'aws:ResourceOrgID': state.settings.id } : {}),
  };
}

/**
 * The tags of a user, under the global key and under IAM's own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 */
export function tagContext(user: IamUser): RequestContext {
  return Object.fromEntries(
    user.tags.items.flatMap(({ key, value }) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}
