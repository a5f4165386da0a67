import { createScheduleGroup, deleteScheduleGroup } from '../../services/scheduler/put-schedule.ts';
import type { ScheduleGroup } from '../../state/schedule.ts';
import { generatedName } from '../generated-name.ts';
import { alreadyExists } from '../resource-failure.ts';
import type { CreatedResource, ResourceType } from '../resource-type.ts';

const TYPE = 'AWS::Scheduler::ScheduleGroup';
const LONGEST_NAME = 64;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-scheduler-schedulegroup.html */
export const SCHEDULE_GROUP: ResourceType = {
  type: TYPE,
  properties: { modelled: ['Name'], harmless: { Tags: 'no policy here looks at the tags of a group' } },
  createOnly: ['Name'],
  nameProperty: 'Name',
  create: async (context, properties) => {
    const { state, account } = context;
    const name = properties.text('Name') ?? generatedName(context, LONGEST_NAME);
    if (account.scheduleGroups.has(name)) throw alreadyExists(TYPE, name);
    return created(createScheduleGroup(state, account, name));
  },
  // Nothing but tags can change.
  update: async (_, resource) => ({ ...resource }),
  delete: async ({ account }, { physicalId: name }) => deleteScheduleGroup(account, name),
};

function created({ name, arn, createdAt }: ScheduleGroup): CreatedResource {
  const at = createdAt.toISOString();
  return {
    physicalId: name,
    attributes: { Arn: arn, CreationDate: at, LastModificationDate: at, State: 'ACTIVE' },
  };
}
