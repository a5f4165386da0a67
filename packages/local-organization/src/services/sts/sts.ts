import * as client from '@aws-sdk/client-sts';
import type {
  AssumeRoleRequest,
  AssumeRoleResponse,
  GetAccessKeyInfoRequest,
  GetAccessKeyInfoResponse,
  GetCallerIdentityResponse,
} from '@aws-sdk/client-sts';
import { denialMessage } from '../../authorization.ts';
import type { RequestContext } from '../../policy/condition-keys.ts';
import { principalArn, principalId } from '../../principal.ts';
import { accountOfAccessKeyId } from '../../state/identifiers.ts';
import type { IamRole } from '../../state/iam-entities.ts';
import { openSession } from '../../state/sessions.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { validationError } from '../iam/pages.ts';
import { operation, service } from '../operation.ts';
import type { Call } from '../operation.ts';

const identity = {
  name: 'sts',
  protocol: 'awsQuery',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
} as const;

// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
const DEFAULT_SESSION_SECONDS = 3600;

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/;

/** AWS Security Token Service. */
export const STS = service(serviceModel(identity, client), [
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html: no permission is needed, not even a Deny stops it
  operation<object, GetCallerIdentityResponse>('sts:GetCallerIdentity', getCallerIdentity, { action: null }),
  operation<AssumeRoleRequest, AssumeRoleResponse>('sts:AssumeRole', assumeRole, {
    // Judged by assumeRole itself: the role's trust decides as much as the caller's policies do.
    action: null,
    accountId: (input) => ROLE_ARN.exec(input.RoleArn ?? '')?.[1],
  }),
  operation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse>('sts:GetAccessKeyInfo', getAccessKeyInfo),
]);

function getCallerIdentity(call: Call): GetCallerIdentityResponse {
  return { UserId: principalId(call.caller), Account: call.account.id, Arn: principalArn(call.caller) };
}

// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
function assumeRole(call: Call, input: AssumeRoleRequest): AssumeRoleResponse {
  const sessionName = input.RoleSessionName ?? '';
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw validationError(
      `Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: [\\w+=,.@-]{2,64}`,
    );
  }
  refuseUnmodelled(input);
  const durationSeconds = requestedDuration(input);
  const { accountId, role } = assumableRole(call, input);
  if (durationSeconds > role.maxSessionSeconds) throw exceedsMaximumSession();
  const session = openSession(call.state, { accountId, role, sessionName, durationSeconds });
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiresAt,
    },
    AssumedRoleUser: {
      AssumedRoleId: `${role.roleId}:${sessionName}`,
      Arn: `arn:aws:sts::${accountId}:assumed-role/${role.roleName}/${sessionName}`,
    },
  };
}

/**
 * The role, if it exists, trusts the caller, and the caller may assume it: within one account a trust that names the
 * caller is enough, else the caller's own policies must allow it too. A missing role is refused in the same words, so
 * nobody learns which roles exist. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
function assumableRole(call: Call, input: AssumeRoleRequest): { readonly accountId: string; readonly role: IamRole } {
  const roleArn = input.RoleArn ?? '';
  const [, accountId = '', roleName = ''] = ROLE_ARN.exec(roleArn) ?? [];
  const account = call.state.accounts.get(accountId);
  const role = account?.state === 'ACTIVE' ? account.role(roleName) : undefined;
  const action = 'sts:AssumeRole';
  const policy = role?.arn === roleArn ? role.trustPolicy : undefined;
  const resource = { arn: roleArn, accountId, policy, context: mfaContext(call, input) };
  const authorization = call.authorize(action, resource);
  if (role !== undefined && authorization.verdict === 'allowed') return { accountId, role };
  const refused = authorization.verdict === 'denied' ? authorization : NOT_TRUSTED;
  throw new ServiceError('AccessDenied', denialMessage(call.caller, { action, resource }, refused), { status: 403 });
}

const NOT_TRUSTED = { verdict: 'denied', reason: 'implicit', kind: 'trust' } as const;

/**
 * What the request alone tells of MFA: a user may show a code of its own device. Six digits are believed, as signatures
 * are. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
function mfaContext({ caller }: Call, { SerialNumber: serial, TokenCode: code }: AssumeRoleRequest): RequestContext {
  if (serial === undefined && code === undefined) return {};
  const isOwnDevice =
    caller.kind === 'user' &&
    caller.user.mfaActive &&
    serial === `arn:aws:iam::${caller.accountId}:mfa/${caller.user.userName}`;
  if (isOwnDevice && /^\d{6}$/.test(code ?? '')) return { 'aws:MultiFactorAuthPresent': 'true' };
  const message = 'MultiFactorAuthentication failed with invalid MFA one time pass code. ';
  throw new ServiceError('AccessDenied', message, { status: 403 });
}

function requestedDuration({ DurationSeconds: seconds = DEFAULT_SESSION_SECONDS }: AssumeRoleRequest): number {
  if (seconds >= 900 && seconds <= 43_200) return seconds;
  throw validationError(`Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: 900 to 43200`);
}

function exceedsMaximumSession(): ServiceError {
  const message = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';
  return new ServiceError('ValidationError', message, { status: 400 });
}

function refuseUnmodelled(input: AssumeRoleRequest): void {
  if (input.Policy === undefined && input.PolicyArns === undefined) return;
  throw new ServiceError('NotImplemented', 'Session policies are not evaluated by the local organization.', {
    status: 501,
  });
}

// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
function getAccessKeyInfo(call: Call, input: GetAccessKeyInfoRequest): GetAccessKeyInfoResponse {
  const accessKeyId = input.AccessKeyId ?? '';
  const owner = call.state.accessKeyOwners.get(accessKeyId)?.account.id ?? accountOfAccessKeyId(accessKeyId);
  if (owner !== null && call.state.accounts.get(owner) !== undefined) return { Account: owner };
  throw new ServiceError('ValidationError', `Invalid value for parameter: AccessKeyId, Value: ${accessKeyId}`, {
    status: 400,
  });
}
