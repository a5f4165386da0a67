import type { RequestContext } from './policy/condition.ts';
import { evaluate } from './policy/evaluate.ts';
import type { PolicyDocument, PolicyKind } from './policy/policy-document.ts';
import { policiesOf, principalArn } from './principal.ts';
import type { Principal } from './principal.ts';
import { callerContext, ownerContext, tagContext } from './request-context.ts';
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
      ...(resource.user === undefined ? {} : tagContext(resource.user)),
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

const NAMES: Readonly<Record<PolicyKind, string>> = {
  identity: 'identity-based policy',
  resource: 'resource-based policy',
  trust: 'role trust policy',
  scp: 'service control policy',
};

/** The sentence AWS gives with a refusal. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function denialMessage(
  caller: Principal,
  { action, resource }: Intent,
  { reason, kind }: Extract<Authorization, { readonly verdict: 'denied' }>,
): string {
  const article = kind === 'identity' ? 'an' : 'a';
  const because =
    reason === 'explicit'
      ? `with an explicit deny in ${article} ${NAMES[kind]}`
      : `because no ${NAMES[kind]} allows the ${action} action`;
  return `User: ${principalArn(caller)} is not authorized to perform: ${action} on resource: ${resource.arn} ${because}`;
}
