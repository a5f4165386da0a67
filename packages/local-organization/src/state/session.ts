import type { IamRole } from './iam-entities.ts';

/** A session of a role: temporary credentials, and who acts under them. */
export interface RoleSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: Date;
  readonly accountId: string;
  readonly role: IamRole;
  readonly sessionName: string;
}
