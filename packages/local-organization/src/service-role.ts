import { evaluate } from './policy/evaluate.ts';
import type { Principal } from './principal.ts';
import type { Account } from './state/account.ts';
import type { IamRole } from './state/iam-entities.ts';
import type { OrganizationState } from './state/organization-state.ts';
import { ServiceError } from './wire/service-error.ts';

/** A role that an AWS service is to act under, and on whose behalf. */
export interface ServiceRole {
  /** The service principal, such as `states.amazonaws.com`. */
  readonly service: string;
  readonly roleArn: string;
  /** The account of the schedule or the state machine; its roles alone can be given to it. */
  readonly accountId: string;
}

/**
 * The session under which a service acts; an AccessDeniedException if the role is not there or does not trust the service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function serviceSession(state: OrganizationState, serviceRole: ServiceRole, sessionName: string): Principal {
  const { service, roleArn, accountId } = serviceRole;
  const role = trustingRole(state, serviceRole);
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html says what a session may be called.
  if (role !== undefined)
    return { kind: 'role', accountId, role, sessionName: sessionName.replace(/[^\w+=,.@-]/g, '-').slice(0, 64) };
  const message = `User: ${service} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
  throw new ServiceError('AccessDeniedException', message, { status: 403 });
}

/** The role, if it is there and lets the service assume it on behalf of the account. */
export function trustingRole(
  state: OrganizationState,
  { service, roleArn, accountId }: ServiceRole,
): IamRole | undefined {
  const account = state.accounts.get(accountId);
  const role = account?.state === 'ACTIVE' ? roleOf(account, roleArn) : undefined;
  if (role === undefined) return undefined;
  const { decision } = evaluate({
    principal: service,
    action: 'sts:AssumeRole',
    resource: { arn: roleArn, accountId },
    context: { 'aws:SourceAccount': accountId },
    identityPolicies: [],
    resourcePolicy: role.trustPolicy,
    scps: [],
  });
  return decision === 'allow' ? role : undefined;
}

function roleOf(account: Account, roleArn: string): IamRole | undefined {
  const role = account.role(roleArn.slice(roleArn.lastIndexOf('/') + 1));
  return role?.arn === roleArn ? role : undefined;
}
