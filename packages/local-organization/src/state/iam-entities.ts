import type { PolicyDocument } from '../policy/policy-document.ts';
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

/** A long-lived secret of a user for one service. */
export interface ServiceSpecificCredential {
  readonly id: string;
  /** Such as `codecommit.amazonaws.com`. */
  readonly serviceName: string;
  readonly createdAt: Date;
  /** `Active`, `Inactive` or `Expired`. */
  readonly status: 'Active' | 'Inactive' | 'Expired';
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
  /** Its identity policies. */
  readonly policies: readonly PolicyDocument[];
  loginProfile: LoginProfile | null;
  mfaActive: boolean;
  serviceSpecificCredentials: readonly ServiceSpecificCredential[];
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

/** An IAM role. */
export interface IamRole {
  readonly roleName: string;
  readonly path: string;
  readonly roleId: string;
  readonly arn: string;
  readonly createdAt: Date;
  /** Who may assume it. */
  readonly trustPolicy: PolicyDocument;
  /** Its identity policies. */
  readonly policies: readonly PolicyDocument[];
  /** The longest session that may be asked for. */
  readonly maxSessionSeconds: number;
}
