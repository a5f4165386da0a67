import type { RequestContext } from './policy/condition-keys.ts';
import { evaluate } from './policy/evaluate.ts';
import type { PolicyDocument, PolicyKind } from './policy/policy-document.ts';
import { policiesOf, principalArn } from './principal.ts';
import type { Principal } from './principal.ts';
import { callerContext, ownerContext, resourceTagContext } from './request-context.ts';
import type { IamUser } from './state/iam-entities.ts';
import type { OrganizationState } from './state/organization-state.ts';

/** What an action is done to. */
export interface Resource {
  readonly arn: string;
  /** Who owns it; the caller's account if left out. */
  readonly accountId?: string | undefined;
  /** Its own policy: of a bucket, a key or a function, or the trust policy of a role. */
  readonly policy?: PolicyDocument | null | undefined;
  /** The IAM user whose tags conditions look at. */
  readonly user?: IamUser | undefined;
  /** Condition keys that this request alone carries. */
  readonly context?: RequestContext | undefined;
}

/** The verdict; a refusal says which kind of policy denies, or allows nothing. */
export type Authorization =
  | { readonly verdict: 'allowed' }
  | { readonly verdict: 'denied'; readonly reason: 'explicit' | 'implicit'; readonly kind: PolicyKind };

/** An action, and what it is done to. */
export interface Intent {
  readonly action: string;
  readonly resource: Resource;
}

/** Whether all policies together let a principal do something. */
export function authorize(state: OrganizationState, caller: Principal, { action, resource }: Intent): Authorization {
  const ownerId = resource.accountId ?? caller.accountId;
  const { decision, kind } = evaluate({
    principal: principalArn(caller),
    action,
    resource: { arn: resource.arn, accountId: ownerId },
    context: {
      ...callerContext(state, caller),
      ...ownerContext(state, state.accounts.get(ownerId)),
      ...(resource.user === undefined ? {} : resourceTagContext(resource.user.tags.items)),
      ...resource.context,
    },
    identityPolicies: policiesOf(caller),
    resourcePolicy: resource.policy ?? undefined,
    scps: serviceControlPoliciesOver(state, caller.accountId),
  });
  if (decision === 'allow') return { verdict: 'allowed' };
  return { verdict: 'denied', reason: decision === 'explicit-deny' ? 'explicit' : 'implicit', kind };
}

/**
 * The policies over an account, one list per level from the root down; none over the management account.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
function serviceControlPoliciesOver(
  state: OrganizationState,
  accountId: string,
): readonly (readonly PolicyDocument[])[] {
  const account = state.account(accountId);
  if (accountId === state.settings.managementAccountId || !account.inOrganization) return [];
  return [...state.parentIds(account.parentId), accountId].map((id) => state.serviceControlPolicies.of(id));
}

// [what denies, what allows nothing]
const NAMES: Readonly<Record<PolicyKind, readonly [string, string]>> = {
  identity: ['an identity-based policy', 'identity-based policy'],
  resource: ['a resource-based policy', 'resource-based policy'],
  trust: ['the role trust policy', 'role trust policy'],
  scp: ['a service control policy', 'service control policy'],
};

/**
 * The sentence AWS gives with a refusal. A service control policy that is silent counts as one that denies; and STS does
 * not say why nothing allows an AssumeRole, so that nobody learns which roles exist.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialMessage(
  caller: Principal,
  { action, resource }: Intent,
  { reason, kind }: Extract<Authorization, { readonly verdict: 'denied' }>,
): string {
  const refused = `User: ${principalArn(caller)} is not authorized to perform: ${action} on resource: ${resource.arn}`;
  const [denying, silent] = NAMES[kind];
  if (reason === 'explicit' || kind === 'scp') return `${refused} with an explicit deny in ${denying}`;
  return action === 'sts:AssumeRole' ? refused : `${refused} because no ${silent} allows the ${action} action`;
}
