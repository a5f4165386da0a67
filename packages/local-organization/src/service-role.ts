import { trustsService } from './assume-as-service.ts';
import type { Principal } from './principal.ts';
import type { Account } from './state/account.ts';
import type { OrganizationState } from './state/organization-state.ts';
import { ServiceError } from './wire/service-error.ts';

/** A role, by its ARN, that an AWS service was given to act under. */
export interface ServiceRole {
  /** `states.amazonaws.com`, `scheduler.amazonaws.com`. */
  readonly service: string;
  readonly roleArn: string;
  /** The account of the state machine or the schedule; no other's roles can be given to it. */
  readonly account: Account;
  /** What the service acts for. */
  readonly sourceArn: string;
}

/** Whether the role is there, is the account's own, and trusts the service. */
export function isTrusting(state: OrganizationState, given: ServiceRole): boolean {
  const { account, roleArn } = given;
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return account.role(roleName)?.arn === roleArn && trustsService(state, { ...given, roleName });
}

/** The principal that a service is under a role it was given; AccessDeniedException if it cannot assume it (any more). */
export function servicePrincipal(state: OrganizationState, given: ServiceRole, sessionName: string): Principal {
  const { account, roleArn, service } = given;
  const role = account.role(roleArn.slice(roleArn.lastIndexOf('/') + 1));
  if (role === undefined || !isTrusting(state, given)) {
    const message = `User: ${service} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
    throw new ServiceError('AccessDeniedException', message, { status: 403 });
  }
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html says what a session may be called.
  const allowed = sessionName.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
  return { kind: 'role', accountId: account.id, role, sessionName: allowed };
}
