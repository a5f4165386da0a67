import { OPERATOR_ROLE } from './description/default-roles.ts';
import { LocalOrganizationError } from './error.ts';
import type { OrganizationState } from './state/organization-state.ts';
import { openSession } from './state/sessions.ts';

/**
 * Whose credentials: `operator` is the administrator role of the management account; else a role by its ARN (no trust is
 * asked for), or a user, who needs an active access key.
 */
export type PrincipalReference =
  | 'operator'
  | `arn:${string}`
  | { readonly roleArn: string; readonly sessionName?: string; readonly durationSeconds?: number }
  | { readonly accountId: string; readonly userName: string };

/** Credentials as SDK clients take them. */
export interface IssuedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const TWELVE_HOURS = 12 * 60 * 60;

/** Credentials of a principal; a role's are a new session. */
export function issueCredentials(state: OrganizationState, principal: PrincipalReference): IssuedCredentials {
  if (principal === 'operator') {
    const roleArn = `arn:aws:iam::${state.settings.managementAccountId}:role/${OPERATOR_ROLE}`;
    return roleCredentials(state, { roleArn });
  }
  if (typeof principal === 'string') return roleCredentials(state, { roleArn: principal });
  return 'roleArn' in principal ? roleCredentials(state, principal) : userCredentials(state, principal);
}

function roleCredentials(
  state: OrganizationState,
  reference: Extract<PrincipalReference, { readonly roleArn: string }>,
): IssuedCredentials {
  const [, accountId = '', roleName = ''] =
    /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(reference.roleArn) ?? [];
  const role = state.accounts.get(accountId)?.role(roleName);
  if (role === undefined) throw new LocalOrganizationError('role-unknown', `There is no role ${reference.roleArn}.`);
  const { sessionName = 'local', durationSeconds = TWELVE_HOURS } = reference;
  const { accessKeyId, secretAccessKey, sessionToken } = openSession(state, {
    accountId,
    role,
    sessionName,
    durationSeconds,
  });
  return { accessKeyId, secretAccessKey, sessionToken };
}

function userCredentials(
  state: OrganizationState,
  { accountId, userName }: Extract<PrincipalReference, { readonly userName: string }>,
): IssuedCredentials {
  const user = state.account(accountId).user(userName);
  if (user === undefined)
    throw new LocalOrganizationError('user-unknown', `There is no user ${userName} in ${accountId}.`);
  const key = user.accessKeys.items.find((each) => each.status === 'Active');
  if (key === undefined)
    throw new LocalOrganizationError('access-key-unknown', `${userName} has no active access key.`);
  return { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey };
}
