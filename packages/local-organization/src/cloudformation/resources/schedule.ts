import { putSchedule } from '../../services/scheduler/put-schedule.ts';
import type { Schedule } from '../../state/schedule.ts';
import { generatedName } from '../generated-name.ts';
import { Properties } from '../properties.ts';
import { alreadyExists } from '../resource-failure.ts';
import type { CreatedResource, ResourceType } from '../resource-type.ts';

const TYPE = 'AWS::Scheduler::Schedule';
const LONGEST_NAME = 64;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-scheduler-schedule.html */
export const SCHEDULE: ResourceType = {
  type: TYPE,
  properties: {
    modelled: [
      'Name',
      'GroupName',
      'Description',
      'ScheduleExpression',
      'ScheduleExpressionTimezone',
      'State',
      'FlexibleTimeWindow',
      'Target',
    ],
    harmless: {},
  },
  createOnly: ['Name', 'GroupName'],
  nameProperty: 'Name',
  create: async (context, properties) => {
    const { state, account } = context;
    const name = properties.text('Name') ?? generatedName(context, LONGEST_NAME);
    const group = properties.text('GroupName') ?? 'default';
    if (account.schedules.get(`${group}/${name}`) !== undefined) throw alreadyExists(TYPE, name);
    return created(putSchedule(state, account, { properties: { ...properties.values, Name: name } }));
  },
  update: async ({ state, account }, { physicalId: name }, properties) => {
    const changed = { ...properties.values, Name: name };
    return created(putSchedule(state, account, { properties: changed, replacing: true }));
  },
  delete: async ({ account }, { physicalId: name, properties }) => {
    const group = new Properties(TYPE, properties).text('GroupName') ?? 'default';
    account.schedules.delete(`${group}/${name}`);
  },
};

function created({ name, arn }: Schedule): CreatedResource {
  return { physicalId: name, attributes: { Arn: arn } };
}
