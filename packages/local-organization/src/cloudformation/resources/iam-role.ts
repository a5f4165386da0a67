import type { Account } from '../../state/account.ts';
import { addRole } from '../../state/iam-directory.ts';
import type { IamRole } from '../../state/iam-entities.ts';
import type { OrganizationState } from '../../state/organization-state.ts';
import { nameKey } from '../../state/sorted-index.ts';
import { generatedName } from '../generated-name.ts';
import type { Properties } from '../properties.ts';
import { alreadyExists } from '../resource-failure.ts';
import { policyIn } from '../resource-policy.ts';
import type { CreatedResource, ResourceType } from '../resource-type.ts';

const TYPE = 'AWS::IAM::Role';
const LONGEST_NAME = 64;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-role.html */
export const IAM_ROLE: ResourceType = {
  type: TYPE,
  properties: {
    modelled: ['RoleName', 'Path', 'AssumeRolePolicyDocument', 'Policies', 'MaxSessionDuration'],
    harmless: { Description: 'only shown', Tags: 'no policy here looks at the tags of a role' },
  },
  createOnly: ['RoleName', 'Path'],
  nameProperty: 'RoleName',
  create: async (context, properties) => {
    const { state, account } = context;
    const name = properties.text('RoleName') ?? generatedName(context, LONGEST_NAME);
    if (account.role(name) !== undefined) throw alreadyExists(TYPE, name);
    return created(putRole(state, account, { name, createdAt: context.now, properties }));
  },
  update: async ({ state, account, now }, { physicalId: name }, properties) => {
    const createdAt = account.role(name)?.createdAt ?? now;
    return created(putRole(state, account, { name, createdAt, properties }));
  },
  delete: async ({ account }, { physicalId: name }) => void account.roles.delete(nameKey(name)),
};

interface WantedRole {
  readonly name: string;
  readonly createdAt: Date;
  readonly properties: Properties;
}

function putRole(state: OrganizationState, account: Account, { name, createdAt, properties }: WantedRole): IamRole {
  const policies = properties.objects('Policies').map((policy) => {
    policy.check({ modelled: ['PolicyName', 'PolicyDocument'], harmless: {} });
    policy.requiredText('PolicyName');
    return policyIn(policy, 'PolicyDocument', 'identity');
  });
  return addRole(state, account, {
    name,
    path: properties.text('Path'),
    createdAt,
    trustPolicy: policyIn(properties, 'AssumeRolePolicyDocument', 'trust'),
    policies,
    maxSessionSeconds: properties.number('MaxSessionDuration'),
  });
}

function created(role: IamRole): CreatedResource {
  return { physicalId: role.roleName, attributes: { Arn: role.arn, RoleId: role.roleId } };
}
