import type { LocalOrganization } from '@keysweep/local-organization';

/** What a member stack of it is made of: a role, which an account that it cannot be deployed to has already. */
const PROBE_ROLE = 'keysweep-probe';

/** Deploys a StackSet `keysweep` to the root: every account that is not blocked gets a current instance, and no agent. */
export async function rollOutProbe(organization: LocalOrganization, blocked: readonly string[] = []): Promise<void> {
  for (const accountId of blocked) organization.putRole({ accountId, roleName: PROBE_ROLE, trusts: [accountId] });
  const accountId = organization.managementAccountId;
  const template = JSON.stringify({ Resources: { Members: stackSetTo(organization.account(accountId).parentId) } });
  await organization.deployStack({ accountId, stackName: 'keysweep-rollout', template });
}

function stackSetTo(target: string): object {
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = { Version: '2012-10-17', Statement: [trust] };
  const Probe = { Type: 'AWS::IAM::Role', Properties: { RoleName: PROBE_ROLE, AssumeRolePolicyDocument } };
  return {
    Type: 'AWS::CloudFormation::StackSet',
    Properties: {
      StackSetName: 'keysweep',
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: 'SELF',
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      OperationPreferences: { FailureTolerancePercentage: 100, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' },
      StackInstancesGroup: [
        {
          Regions: ['us-east-1'],
          DeploymentTargets: { OrganizationalUnitIds: [target], AccountFilterType: 'NONE' },
        },
      ],
      TemplateBody: JSON.stringify({ Resources: { Probe } }),
    },
  };
}
