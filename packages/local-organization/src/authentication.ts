import { refusal } from './services/dialect.ts';
import type { Principal } from './principal.ts';
import type { KeyUse } from './state/iam-entities.ts';
import type { OrganizationState } from './state/organization-state.ts';
import type { CredentialScope } from './wire/credential-scope.ts';
import type { ServiceModel } from './wire/service-model.ts';

/**
 * Who signed a request, by the access key id of its credential scope. The signature itself is NOT verified: this process
 * holds no secret worth guarding, so it believes the id. Everything else is as strict as AWS: unknown, inactive, deleted
 * and expired credentials are refused, and a session must show its token.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export function authenticate(state: OrganizationState, model: ServiceModel, scope: CredentialScope): Principal {
  return scope.accessKeyId.startsWith('ASIA')
    ? sessionPrincipal(state, model, scope)
    : userPrincipal(state, model, scope);
}

function sessionPrincipal(state: OrganizationState, model: ServiceModel, scope: CredentialScope): Principal {
  const session = state.sessions.get(scope.accessKeyId);
  if (session === undefined || session.sessionToken !== scope.sessionToken || !isActive(state, session.accountId)) {
    throw unknownKey(model);
  }
  if (session.expiresAt.getTime() <= state.clock().getTime()) {
    throw refusal(model, 'expiredToken', 'The security token included in the request is expired');
  }
  // A role replaced under the same name keeps its sessions, under the new permissions; a removed one ends them.
  const role = state.account(session.accountId).role(session.role.roleName);
  if (role === undefined) throw unknownKey(model);
  return { kind: 'role', accountId: session.accountId, role, sessionName: session.sessionName };
}

function userPrincipal(state: OrganizationState, model: ServiceModel, scope: CredentialScope): Principal {
  const owner = state.accessKeyOwners.get(scope.accessKeyId);
  if (owner === undefined || owner.key.status !== 'Active' || !isActive(state, owner.account.id))
    throw unknownKey(model);
  owner.key.lastUse = keyUse(scope, state.clock());
  return { kind: 'user', accountId: owner.account.id, user: owner.user };
}

// The report names no Region for services that are not Regional, such as S3.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
function keyUse(scope: CredentialScope, at: Date): KeyUse {
  return { at, service: scope.service, region: scope.service === 's3' ? 'N/A' : scope.region };
}

function isActive(state: OrganizationState, accountId: string): boolean {
  return state.account(accountId).state === 'ACTIVE';
}

function unknownKey(model: ServiceModel) {
  return refusal(model, 'unknownKey', 'The security token included in the request is invalid.');
}
