import { LocalOrganization } from '../../local-organization.ts';
import { template } from './templates.ts';
import type { Resources } from './templates.ts';

/** The accounts of the organization that StackSets are tested in. */
export const CENTRE = '111111111111';
export const SECURITY = '222222222222';
export const DEEP = '333333333333';
export const OTHER = '444444444444';
export const CLOSED = '555555555555';
/** In no organization at first. */
export const JOINER = '666666666666';

/** An organization with units five deep: an account at the bottom, one beside, one suspended, one delegated administrator. */
export function deepOrganization(): LocalOrganization {
  return LocalOrganization.fromDescription({
    organization: { id: 'o-deep123456', managementAccount: 'Management', delegatedAdministrator: 'Security' },
    organizationalUnits: { A: { B: { C: { D: { E: {} } } } }, Other: {} },
    accounts: [
      { name: 'Management', id: CENTRE },
      { name: 'Security', id: SECURITY },
      { name: 'Deep', id: DEEP, ou: '/A/B/C/D/E' },
      { name: 'Other', id: OTHER, ou: '/Other' },
      { name: 'Closed', id: CLOSED, ou: '/A', state: 'SUSPENDED' },
    ],
  });
}

/** The properties of a StackSet `agents`, as a rollout has them. */
export function stackSet(memberTemplate: string, targets: readonly string[], rest: object = {}): object {
  return {
    Type: 'AWS::CloudFormation::StackSet',
    Properties: {
      StackSetName: 'agents',
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: 'SELF',
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      OperationPreferences: { FailureTolerancePercentage: 100, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' },
      StackInstancesGroup: targets.map((target) => ({
        Regions: ['us-east-1'],
        DeploymentTargets: { OrganizationalUnitIds: [target], AccountFilterType: 'NONE' },
      })),
      TemplateBody: memberTemplate,
      ...rest,
    },
  };
}

/** A member template that writes the parameter `/agent`, with a value of the StackSet's. */
export function memberTemplate(resources: Resources = {}): string {
  const agent = { Type: 'AWS::SSM::Parameter', Properties: { Name: '/agent', Type: 'String', Value: { Ref: 'Word' } } };
  return template({ Agent: agent, ...resources }, { Parameters: { Word: { Type: 'String', Default: 'first' } } });
}
