import type { OperationPattern } from '../operation-pattern.ts';
import type { PolicyDocument, PolicyStatement } from './policy-document.ts';

/**
 * Who may assume a role or invoke a function, in a word: `organization` for every principal of the organization, an
 * account id for every principal of that account, the ARN of one role or user, or the name of an AWS service.
 */
export type TrustedPrincipal = string;

/** A refusal: of actions everywhere, or only upon users that carry a tag (key compared without regard to case). */
export interface Denial {
  readonly actions: readonly OperationPattern[];
  readonly whenUserTagged?: string;
}

/** What a principal may do, in short. */
export interface Permissions {
  readonly allows: readonly OperationPattern[];
  readonly denies: readonly Denial[];
}

/** The identity policies that short lists mean: everything is allowed everywhere, or denied. */
export function identityPolicies({ allows, denies }: Permissions): readonly PolicyDocument[] {
  const allowing: PolicyStatement[] = allows.length === 0 ? [] : [{ Effect: 'Allow', Action: allows, Resource: '*' }];
  const statements = [...allowing, ...denies.map(denying)];
  return statements.length === 0 ? [] : [documentOf(statements)];
}

function denying({ actions, whenUserTagged: tag }: Denial): PolicyStatement {
  const everywhere = { Effect: 'Deny', Action: actions, Resource: '*' };
  // `false`: the key is there, whatever its value.
  return tag === undefined
    ? everywhere
    : { ...everywhere, Condition: { Null: { [`aws:ResourceTag/${tag}`]: 'false' } } };
}

/** The trust policy that a list of principals means. */
export function trustPolicy(trusts: readonly TrustedPrincipal[], organizationId: string): PolicyDocument {
  return documentOf(
    trusts.map((trusted) => ({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      ...principalOf(trusted, organizationId),
    })),
  );
}

/**
 * The permissions that a list of principals means, as Lambda's AddPermission writes them (`organization` is its
 * `PrincipalOrgID`). https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function invokePermissions(
  invokableBy: readonly TrustedPrincipal[],
  { functionArn, organizationId }: { readonly functionArn: string; readonly organizationId: string },
): readonly PolicyStatement[] {
  return invokableBy.map((trusted, index) => ({
    Sid: `invokable-${index}`,
    Effect: 'Allow',
    Action: 'lambda:InvokeFunction',
    Resource: functionArn,
    ...principalOf(trusted, organizationId),
  }));
}

function principalOf(
  trusted: TrustedPrincipal,
  organizationId: string,
): Pick<PolicyStatement, 'Principal' | 'Condition'> {
  if (trusted === 'organization')
    return { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': organizationId } } };
  if (trusted.endsWith('.amazonaws.com')) return { Principal: { Service: trusted } };
  return { Principal: { AWS: /^\d{12}$/.test(trusted) ? `arn:aws:iam::${trusted}:root` : trusted } };
}

function documentOf(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}
