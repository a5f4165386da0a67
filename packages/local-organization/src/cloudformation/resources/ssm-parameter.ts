import type { ParameterVersion } from '../../state/parameter.ts';
import { generatedName } from '../generated-name.ts';
import type { Properties } from '../properties.ts';
import { alreadyExists, propertyNotModelled } from '../resource-failure.ts';
import type { CreatedResource, ResourceContext, ResourceType } from '../resource-type.ts';

const TYPE = 'AWS::SSM::Parameter';
const LONGEST_NAME = 1011;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-parameter.html */
export const SSM_PARAMETER: ResourceType = {
  type: TYPE,
  properties: {
    modelled: ['Name', 'Type', 'Value'],
    harmless: {
      AllowedPattern: 'only checked by SSM when somebody writes another value',
      Description: 'only shown',
      Tags: 'no policy here looks at the tags of a parameter',
      Tier: 'every tier is kept alike',
    },
  },
  createOnly: ['Name'],
  nameProperty: 'Name',
  create: async (context, properties) => {
    const name = properties.text('Name') ?? generatedName(context, LONGEST_NAME);
    if (context.account.parameters.has(name)) throw alreadyExists(TYPE, name);
    return written(context, name, properties);
  },
  update: async (context, { physicalId }, properties) => written(context, physicalId, properties),
  delete: async ({ account }, { physicalId }) => void account.parameters.delete(physicalId),
};

function written({ account, now }: ResourceContext, name: string, properties: Properties): CreatedResource {
  const type = typeOf(properties.requiredText('Type'));
  const value = properties.requiredText('Value');
  const version = (account.parameters.get(name)?.version ?? 0) + 1;
  account.parameters.set(name, { name, type, value, version, modifiedAt: now });
  return { physicalId: name, attributes: { Type: type, Value: value } };
}

function typeOf(type: string): ParameterVersion['type'] {
  if (type === 'String' || type === 'StringList') return type;
  throw propertyNotModelled(TYPE, `Type ${type}`);
}
