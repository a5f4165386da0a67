/** A tag of an IAM user. Keys match case-insensitively, values exactly, as IAM's own conditions do. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** A user as `iam:GetAccountAuthorizationDetails` lists it: identity, groups and tags, never keys. */
export interface UserDetail {
  readonly userName: string;
  readonly userId: string;
  readonly createdAt: string | null;
  /** Group names as IAM spells them. */
  readonly groups: readonly string[];
  readonly tags: readonly Tag[];
}

/** A user or a group of the account, as the one bulk read of users and groups lists them. */
export type AuthorizationDetail =
  { readonly kind: 'user'; readonly user: UserDetail } | { readonly kind: 'group'; readonly groupName: string };

/** A member of a group as `iam:GetGroup` lists it. */
export interface GroupMember {
  readonly userName: string;
  readonly userId: string;
}

/** One of the two access-key slots of a credential report row. The report names no key ids. */
export interface CredentialReportSlot {
  readonly active: boolean;
  /** When the key of this slot was created or last rotated; null for "N/A": the slot never held a key. */
  readonly lastRotated: string | null;
  readonly lastUsedAt: string | null;
  readonly lastUsedService: string | null;
  readonly lastUsedRegion: string | null;
}

/** One row of the credential report. `passwordEnabled` is null where the report does not say. */
export interface CredentialReportRow {
  readonly userName: string;
  readonly userCreatedAt: string | null;
  readonly passwordEnabled: boolean | null;
  readonly mfaActive: boolean | null;
  readonly slots: readonly CredentialReportSlot[];
}

/** The credential report without the row of the root user: up to four hours old, so evidence and never proof. */
export interface CredentialReport {
  readonly generatedAt: string;
  readonly rows: readonly CredentialReportRow[];
}
