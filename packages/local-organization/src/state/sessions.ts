import type { IamRole } from './iam-entities.ts';
import type { OrganizationState } from './organization-state.ts';
import type { RoleSession } from './session.ts';

/** The session to open. */
export interface NewSession {
  readonly accountId: string;
  readonly role: IamRole;
  readonly sessionName: string;
  readonly durationSeconds: number;
}

/** Opens a session of a role; whether the caller may is for others to judge. */
export function openSession(state: OrganizationState, session: NewSession): RoleSession {
  const number = String(state.sessions.size);
  const names = [session.accountId, session.role.roleName, session.sessionName, number];
  const opened: RoleSession = {
    accessKeyId: state.identifiers.accessKeyId('ASIA', session.accountId, ...names),
    secretAccessKey: state.identifiers.secret('session', ...names),
    sessionToken: state.identifiers.secret('token', ...names) + state.identifiers.secret('token-end', ...names),
    expiresAt: new Date(state.clock().getTime() + session.durationSeconds * 1000),
    accountId: session.accountId,
    role: session.role,
    sessionName: session.sessionName,
  };
  state.sessions.set(opened.accessKeyId, opened);
  return opened;
}
