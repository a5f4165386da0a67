import { EXEMPT_TAG } from '@keysweep/core';
import { CENTRAL_ROLE_NAME } from './names.ts';

/** A value CloudFormation fills in at deployment. */
type Intrinsic = { readonly 'Fn::Sub': string } | { readonly Ref: string };

/** One statement of an IAM policy, written as it stands in the template. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: '*' | Intrinsic;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | Intrinsic>>>>;
}

/** One statement of a role's trust policy: who may assume it, and when. */
export interface TrustStatement extends Omit<Statement, 'Sid' | 'Resource'> {
  readonly Principal: Readonly<Record<'Service' | 'AWS', string | Intrinsic>> | { readonly Service: string } | { readonly AWS: Intrinsic };
}
