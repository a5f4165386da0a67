import type { PolicyDocument } from './policy/policy-document.ts';
import type { IamRole, IamUser } from './state/iam-entities.ts';

/** Who signed a request. */
export type Principal =
  | { readonly kind: 'user'; readonly accountId: string; readonly user: IamUser }
  | { readonly kind: 'role'; readonly accountId: string; readonly role: IamRole; readonly sessionName: string };

/** The ARN of a principal as `sts:GetCallerIdentity` gives it: of the session, not of the role. */
export function principalArn(principal: Principal): string {
  if (principal.kind === 'user') return principal.user.arn;
  return `arn:aws:sts::${principal.accountId}:assumed-role/${principal.role.roleName}/${principal.sessionName}`;
}

/** The unique id of a principal as `sts:GetCallerIdentity` gives it. */
export function principalId(principal: Principal): string {
  return principal.kind === 'user' ? principal.user.userId : `${principal.role.roleId}:${principal.sessionName}`;
}

/** The ARN that trust and resource policies name: of the user, or of the role behind the session. */
export function identityArn(principal: Principal): string {
  return principal.kind === 'user' ? principal.user.arn : principal.role.arn;
}

/** The principal's identity policies. */
export function policiesOf(principal: Principal): readonly PolicyDocument[] {
  return principal.kind === 'user' ? principal.user.policies : principal.role.policies;
}
