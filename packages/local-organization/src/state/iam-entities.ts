import type { OperationPattern } from '../operation-pattern.ts';
import type { SortedIndex } from './sorted-index.ts';

/** A tag of a user. */
export interface IamTag {
  readonly key: string;
  readonly value: string;
}

/** When and for what an access key was last used. */
export interface KeyUse {
  readonly at: Date;
  readonly service: string;
  readonly region: string;
}

/** An access key of a user, secret included. */
export interface StoredAccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly userName: string;
  readonly createdAt: Date;
  /** `Active`, `Inactive`, or a status AWS adds, such as `Expired`. */
  status: string;
  lastUse: KeyUse | null;
}

/** The password of a user. */
export interface LoginProfile {
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** An IAM user. */
export interface IamUser {
  readonly userName: string;
  readonly path: string;
  readonly userId: string;
  readonly arn: string;
  readonly createdAt: Date;
  /** By lower-cased key: tag keys are compared without regard to case. */
  readonly tags: SortedIndex<IamTag>;
  readonly groups: SortedIndex<IamGroup>;
  readonly accessKeys: SortedIndex<StoredAccessKey>;
  readonly permissions: Permissions;
  loginProfile: LoginProfile | null;
  mfaActive: boolean;
}

/** An IAM group. */
export interface IamGroup {
  readonly groupName: string;
  readonly path: string;
  readonly groupId: string;
  readonly arn: string;
  readonly createdAt: Date;
  readonly members: SortedIndex<IamUser>;
}

/** A refusal: of actions everywhere, or only upon users that carry a tag (key compared without regard to case). */
export interface Denial {
  readonly actions: readonly OperationPattern[];
  readonly whenUserTagged?: string;
}

/** What a principal may do: a stand-in for its identity policies. */
export interface Permissions {
  readonly allows: readonly OperationPattern[];
  readonly denies: readonly Denial[];
}

/**
 * Who may assume a role: `organization` for every principal of the organization, an account id for every principal of
 * that account, or the ARN of one role or user.
 */
export type TrustedPrincipal = string;

/** An IAM role. */
export interface IamRole {
  readonly roleName: string;
  readonly path: string;
  readonly roleId: string;
  readonly arn: string;
  readonly createdAt: Date;
  readonly trusts: readonly TrustedPrincipal[];
  readonly permissions: Permissions;
}
