import type { Stack } from 'aws-cdk-lib';
import { ACTIONS } from '@keysweep/core';
import {
  addParameters,
  LOG_RETENTION,
  wholeNumber,
  type AddedParameters,
  type LabelledParameter,
  type ParameterGroup,
} from './parameters.ts';

/** The parameters of the standalone template: a policy, as `keysweep.yaml` has it, and when. */
export type StandaloneParameterName =
  | 'Groups'
  | 'ExemptUsers'
  | 'ExemptGroups'
  | 'Action'
  | 'DeleteAfterInactiveDays'
  | 'MinimumKeyAgeDays'
  | 'RequireConsoleAccess'
  | 'MaximumRevocations'
  | 'Schedule'
  | 'TimeZone'
  | 'LogRetentionDays';

// A comma may be part of an IAM name; here it separates them. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const NAME = '[a-zA-Z0-9_+=.@-]';

const WHO: Readonly<Record<'Groups' | 'ExemptUsers' | 'ExemptGroups', LabelledParameter>> = {
  Groups: {
    label: 'Groups whose members are swept',
    type: 'CommaDelimitedList',
    description: 'IAM groups, separated by commas. The access keys of their members are swept, and of nobody else.',
    default: 'Developers,Administrators',
    allowedPattern: `^${NAME}{1,128}$`,
    constraintDescription:
      'names of IAM groups, separated by commas; a group whose name has a comma cannot be given here',
  },
  ExemptUsers: {
    label: 'Users who are never touched',
    type: 'CommaDelimitedList',
    description: 'IAM users, separated by commas. Better: tag the user keysweep-exempt, which IAM enforces as well.',
    default: '',
    allowedPattern: `^${NAME}{0,64}$`,
    constraintDescription: 'names of IAM users, separated by commas, or nothing',
  },
  ExemptGroups: {
    label: 'Groups whose members are never touched',
    type: 'CommaDelimitedList',
    description: 'IAM groups, separated by commas. As long as one of them does not exist, nothing is revoked.',
    default: '',
    allowedPattern: `^${NAME}{0,128}$`,
    constraintDescription: 'names of IAM groups, separated by commas, or nothing',
  },
};

const WHAT: Readonly<
  Record<
    'Action' | 'DeleteAfterInactiveDays' | 'MinimumKeyAgeDays' | 'RequireConsoleAccess' | 'MaximumRevocations',
    LabelledParameter
  >
> = {
  Action: {
    label: 'How far a sweep goes',
    type: 'String',
    description: 'observe changes nothing, deactivate can be undone, delete cannot. Begin with observe.',
    allowedValues: [...ACTIONS],
    default: 'observe',
  },
  DeleteAfterInactiveDays: {
    label: 'Days between deactivating and deleting',
    description: 'With delete: 0 deletes at once, N deactivates now and deletes once a key was inactive for N days.',
    default: '0',
    ...wholeNumber(4),
  },
  MinimumKeyAgeDays: {
    label: 'Days a key is left alone',
    description: 'Access keys younger than this are kept.',
    default: '0',
    ...wholeNumber(4),
  },
  RequireConsoleAccess: {
    label: 'Keep the keys of users without a password',
    type: 'String',
    description: 'With true, nobody is locked out: whoever cannot sign in to the console keeps their keys.',
    allowedValues: ['true', 'false'],
    default: 'true',
  },
  MaximumRevocations: {
    label: 'Most revocations per sweep',
    description: 'A sweep that would revoke more access keys than this revokes none.',
    default: '100',
    ...wholeNumber(5),
  },
};

const WHEN: Readonly<Record<'Schedule' | 'TimeZone', LabelledParameter>> = {
  Schedule: {
    label: 'Schedule',
    type: 'String',
    description: 'An EventBridge Scheduler cron expression with its six fields. Default: Fridays at 23:55.',
    default: 'cron(55 23 ? * FRI *)',
    allowedPattern: '^cron\\(.{11,249}\\)$',
    constraintDescription: 'a cron expression, like cron(55 23 ? * FRI *)',
  },
  TimeZone: {
    label: 'Time zone',
    type: 'String',
    description: 'The IANA time zone of the schedule, and of the days in keysweep-exempt-until tags.',
    default: 'UTC',
    allowedPattern: '^[A-Za-z0-9_+/-]{1,50}$',
    constraintDescription: 'an IANA time zone, like Europe/London',
  },
};

const GROUPS: readonly ParameterGroup<StandaloneParameterName>[] = [
  { label: 'Whose access keys', parameters: ['Groups', 'ExemptUsers', 'ExemptGroups'] },
  {
    label: 'What becomes of them',
    parameters: [
      'Action',
      'DeleteAfterInactiveDays',
      'MinimumKeyAgeDays',
      'RequireConsoleAccess',
      'MaximumRevocations',
    ],
  },
  { label: 'When', parameters: ['Schedule', 'TimeZone'] },
  { label: 'Logs', parameters: ['LogRetentionDays'] },
];

/** Adds the parameters of the standalone template. With none of them set, nothing is revoked. */
export function addStandaloneParameters(stack: Stack): AddedParameters<StandaloneParameterName> {
  return addParameters(stack, { ...WHO, ...WHAT, ...WHEN, LogRetentionDays: LOG_RETENTION }, GROUPS);
}
