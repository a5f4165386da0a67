import type { LogGroup } from '../../state/log-group.ts';
import { generatedName } from '../generated-name.ts';
import { alreadyExists } from '../resource-failure.ts';
import type { CreatedResource, ResourceType } from '../resource-type.ts';

const TYPE = 'AWS::Logs::LogGroup';
const LONGEST_NAME = 512;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-loggroup.html */
export const LOG_GROUP: ResourceType = {
  type: TYPE,
  properties: {
    modelled: ['LogGroupName', 'RetentionInDays'],
    harmless: { Tags: 'no policy here looks at the tags of a log group' },
  },
  createOnly: ['LogGroupName'],
  nameProperty: 'LogGroupName',
  create: async (context, properties) => {
    const { state, account, now } = context;
    const name = properties.text('LogGroupName') ?? generatedName(context, LONGEST_NAME);
    if (account.logGroups.has(name)) throw alreadyExists(TYPE, name);
    const group: LogGroup = {
      name,
      arn: `arn:aws:logs:${state.settings.region}:${account.id}:log-group:${name}`,
      retentionInDays: properties.number('RetentionInDays') ?? null,
      createdAt: now,
    };
    account.logGroups.set(name, group);
    return created(group);
  },
  update: async ({ account }, resource, properties) => {
    const group = account.logGroups.get(resource.physicalId);
    if (group !== undefined) group.retentionInDays = properties.number('RetentionInDays') ?? null;
    return { ...resource };
  },
  delete: async ({ account }, { physicalId }) => void account.logGroups.delete(physicalId),
};

// The ARN that CloudFormation gives means the streams of the group.
function created({ name, arn }: LogGroup): CreatedResource {
  return { physicalId: name, attributes: { Arn: `${arn}:*` } };
}
