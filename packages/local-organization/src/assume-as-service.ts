import { evaluate } from './policy/evaluate.ts';
import { ownerContext, serviceContext } from './request-context.ts';
import type { Account } from './state/account.ts';
import type { IamRole } from './state/iam-entities.ts';
import type { OrganizationState } from './state/organization-state.ts';
import { openSession } from './state/sessions.ts';
import type { RoleSession } from './state/session.ts';

/** An AWS service that works with a role, for a resource of the role's own account: a role cannot be passed across. */
export interface ServiceAtWork {
  /** `lambda.amazonaws.com`, `scheduler.amazonaws.com`, `states.amazonaws.com`. */
  readonly service: string;
  readonly account: Account;
  readonly roleName: string;
  /** The resource it works for, which the service gives as `aws:SourceArn`. */
  readonly sourceArn: string;
}

/** Whether a role exists and trusts a service, its conditions on the source included. */
export function trustsService(state: OrganizationState, work: ServiceAtWork): boolean {
  return trustingRole(state, work) !== undefined;
}

/**
 * Opens the session a service works under; null where the role is missing or does not trust it. The trust policy alone
 * decides. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
 */
export function assumeAsService(
  state: OrganizationState,
  work: ServiceAtWork,
  session: { readonly sessionName: string; readonly durationSeconds: number },
): RoleSession | null {
  const role = trustingRole(state, work);
  return role === undefined ? null : openSession(state, { accountId: work.account.id, role, ...session });
}

function trustingRole(state: OrganizationState, work: ServiceAtWork): IamRole | undefined {
  const { account, service, sourceArn } = work;
  const role = account.state === 'ACTIVE' ? account.role(work.roleName) : undefined;
  if (role === undefined) return undefined;
  const { decision } = evaluate({
    principal: service,
    action: 'sts:AssumeRole',
    resource: { arn: role.arn, accountId: account.id },
    context: { ...serviceContext({ arn: sourceArn, accountId: account.id }), ...ownerContext(state, account) },
    identityPolicies: [],
    resourcePolicy: role.trustPolicy,
    scps: [],
  });
  return decision === 'allow' ? role : undefined;
}
