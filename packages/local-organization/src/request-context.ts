import type { RequestContext } from './policy/condition-keys.ts';
import { identityArn } from './principal.ts';
import type { Principal } from './principal.ts';
import type { Account } from './state/account.ts';
import type { IamTag } from './state/iam-entities.ts';
import type { OrganizationState } from './state/organization-state.ts';

/**
 * What every signed request carries. Both doors stand for AWS's own endpoints, which are asked through TLS, and nothing
 * here makes a request with somebody else's credentials.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const ALWAYS: RequestContext = { 'aws:SecureTransport': 'true', 'aws:ViaAWSService': 'false' };

/**
 * What a signed request tells of its caller, by condition key. Keys of the organization are absent for an account that is
 * in none. Sessions of roles are temporary credentials, and carry no word of the MFA they were asked for with.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export function callerContext(state: OrganizationState, caller: Principal): RequestContext {
  const account = state.account(caller.accountId);
  return {
    ...ALWAYS,
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalArn': identityArn(caller),
    'aws:PrincipalAccount': account.id,
    ...(caller.kind === 'role' ? { 'aws:MultiFactorAuthPresent': 'false' } : {}),
    ...(account.inOrganization
      ? { 'aws:PrincipalOrgID': state.settings.id, 'aws:PrincipalOrgPaths': [organizationPath(state, account)] }
      : {}),
  };
}

/**
 * What a service tells when it acts for a resource of an account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function serviceContext(source: { readonly arn: string; readonly accountId: string }): RequestContext {
  return {
    ...ALWAYS,
    'aws:PrincipalIsAWSService': 'true',
    'aws:SourceArn': source.arn,
    'aws:SourceAccount': source.accountId,
  };
}

/** What is known of a resource by its owner; nothing where no account of this state owns it. */
export function ownerContext(state: OrganizationState, owner: Account | undefined): RequestContext {
  if (owner === undefined) return {};
  return {
    'aws:ResourceAccount': owner.id,
    ...(owner.inOrganization
      ? { 'aws:ResourceOrgID': state.settings.id, 'aws:ResourceOrgPaths': [organizationPath(state, owner)] }
      : {}),
  };
}

/**
 * The tags of a user, under the global key and under IAM's own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function resourceTagContext(tags: readonly IamTag[]): RequestContext {
  return Object.fromEntries(
    tags.flatMap(({ key, value }) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}

function organizationPath(state: OrganizationState, account: Account): string {
  return `${state.idPath(account.parentId)}/`;
}
