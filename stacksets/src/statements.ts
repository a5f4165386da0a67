/** What CloudFormation fills in at deployment: a text with names in it, a parameter or a resource, an attribute of one. */
export type Intrinsic =
  { readonly 'Fn::Sub': string } | { readonly Ref: string } | { readonly 'Fn::GetAtt': readonly [string, string] };

/** One or several values of an element of a statement. */
export type Value = string | Intrinsic;

/** By operator, then by condition key. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, Value | readonly Value[]>>>>;

/** One statement of a role's permissions, as it stands in the template. */
export interface PermissionStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: Value | readonly Value[];
  readonly Condition?: Conditions;
}

/** One statement of a role's trust policy, as it stands in the template. */
export interface TrustStatement {
  readonly Effect: 'Allow';
  readonly Principal: { readonly Service: string } | { readonly AWS: Intrinsic };
  readonly Action: 'sts:AssumeRole';
  readonly Condition?: Conditions;
}

/** One statement of the policy of a bucket, key, topic or queue, as it stands in the template. */
export interface ResourceStatement extends PermissionStatement {
  readonly Principal: '*' | { readonly Service: string } | { readonly AWS: Value };
}

/** A policy document of these statements. */
export function policyDocument<Statement extends object>(statements: readonly Statement[]) {
  return { Version: '2012-10-17', Statement: statements };
}

/** The ARN of something in the account and Region of the stack. */
export function arnHere(service: string, resource: string): Intrinsic {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}` };
}

/** The account of the stack as a principal: its own policies decide who of it. */
export const ACCOUNT_ITSELF: Intrinsic = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };

/** An AWS service may work with the role; on behalf of this account alone, where the service says for whom it asks. */
export function serviceTrust(service: string, condition?: Conditions): TrustStatement {
  const statement: TrustStatement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

/** No other account can have the service work here for it. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export const FOR_THIS_ACCOUNT: Conditions = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
