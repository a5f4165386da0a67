import { matchesOperation } from './operation-pattern.ts';
import { identityArn, permissionsOf } from './principal.ts';
import type { Principal } from './principal.ts';
import type { Denial, IamUser, TrustedPrincipal } from './state/iam-entities.ts';
import { nameKey } from './state/sorted-index.ts';

/** What an action is done to. `user` is the IAM user whose tags conditions look at. */
export interface Resource {
  readonly arn: string;
  readonly user?: IamUser | undefined;
}

/** The verdict of the identity policies. */
export type Authorization =
  { readonly verdict: 'allowed' } | { readonly verdict: 'denied'; readonly reason: 'explicit' | 'implicit' };

/**
 * Whether a principal's identity policies allow an action on a resource: an explicit Deny wins, else an Allow is needed.
 * A seam: the lists of the description stand in for policy documents here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function authorize(principal: Principal, action: string, resource: Resource): Authorization {
  const { allows, denies } = permissionsOf(principal);
  if (denies.some((denial) => denialHolds(denial, action, resource))) return { verdict: 'denied', reason: 'explicit' };
  if (allows.some((pattern) => matchesOperation(pattern, action))) return { verdict: 'allowed' };
  return { verdict: 'denied', reason: 'implicit' };
}

function denialHolds(denial: Denial, action: string, resource: Resource): boolean {
  if (!denial.actions.some((pattern) => matchesOperation(pattern, action))) return false;
  // Tag keys of condition keys match without regard to case, and an absent user has no tags.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
  return denial.whenUserTagged === undefined || resource.user?.tags.get(nameKey(denial.whenUserTagged)) !== undefined;
}

/** Whether a list of trusted principals (of a role or a function) names this one, and how closely. */
export function trusts(trusted: readonly TrustedPrincipal[], principal: Principal): 'by-name' | 'by-account' | 'no' {
  if (trusted.includes(identityArn(principal))) return 'by-name';
  // Every principal that can sign here belongs to the organization.
  const byAccount = trusted.some((entry) => entry === principal.accountId || entry === 'organization');
  return byAccount ? 'by-account' : 'no';
}

/** The sentence AWS gives with a refusal. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function denialMessage(refused: {
  readonly principalArn: string;
  readonly action: string;
  readonly resource: Resource;
  readonly reason: 'explicit' | 'implicit';
}): string {
  const { principalArn, action, resource, reason } = refused;
  const because =
    reason === 'explicit'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource.arn} ${because}`;
}
