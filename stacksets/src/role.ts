import type { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from './acknowledge.ts';
import { policyDocument, type PermissionStatement, type TrustStatement, type Value } from './statements.ts';

/** A role with a fixed name and one policy. */
export interface RoleDefinition {
  readonly name: string;
  readonly description: string;
  readonly trust: TrustStatement;
  readonly statements: readonly PermissionStatement[];
  /** By the Sid of each statement that allows something with a wildcard: why it must. */
  readonly wildcards?: Readonly<Record<string, string>>;
}

/** The policy stands inside the role: what waits for the role then never runs without it. */
export function addRole(stack: Stack, id: string, definition: RoleDefinition): CfnRole {
  const { name, description, trust, statements, wildcards = {} } = definition;
  const role = new CfnRole(stack, id, {
    roleName: name,
    description,
    assumeRolePolicyDocument: policyDocument([trust]),
    policies: [{ policyName: name, policyDocument: policyDocument(statements) }],
  });
  for (const { Sid, Resource } of statements) {
    const reason = wildcards[Sid];
    if (reason !== undefined)
      acknowledge(role, Object.fromEntries(wildcardsOf(Resource).map((each) => [each, reason])));
  }
  return role;
}

/** The findings of cdk-nag about the resources of a statement, by the names it gives them. */
function wildcardsOf(resource: PermissionStatement['Resource']): string[] {
  const values: readonly Value[] = Array.isArray(resource) ? resource : [resource as Value];
  return values
    .map((value) => (typeof value === 'object' && 'Fn::Sub' in value ? value['Fn::Sub'] : value))
    .filter((value) => typeof value === 'string')
    .map((value) => `AwsSolutions-IAM5[Resource::${value.replaceAll(/\$\{([^}]+)\}/g, '<$1>')}]`);
}
