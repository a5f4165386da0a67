import type { AccessKey } from './access-key.ts';
import type { CredentialReport, GroupMember, UserDetail } from './iam-user.ts';
import type { Failure, PagedReading, Reading } from './reading.ts';

/** What was read of one group of the policy. `name` is the policy's spelling. */
export interface GroupObservation {
  readonly name: string;
  readonly role: 'included' | 'exempt';
  readonly members: PagedReading<GroupMember>;
}

/** What was read of one user in scope. */
export interface UserObservation {
  readonly userName: string;
  /** `known` with an empty list also where the credential report proves that no key is old enough to matter. */
  readonly accessKeys: Reading<readonly AccessKey[]>;
  /** Whether the user can sign in with a password; `not-needed` where the policy does not ask. */
  readonly consoleAccess: Reading<boolean> | { readonly state: 'not-needed' };
}

/** Everything one account told us, read failures included: the input of `plan`. */
export interface AccountObservation {
  /** Users with groups and tags; group names; and how the bulk read ended. */
  readonly details: {
    readonly users: readonly UserDetail[];
    readonly groupNames: readonly string[];
    readonly failure: Failure | null;
  };
  readonly groups: readonly GroupObservation[];
  readonly credentialReport: Reading<CredentialReport>;
  readonly users: readonly UserObservation[];
}
