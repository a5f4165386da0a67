import type { ResourceType } from './resource-type.ts';
import { CLOUDWATCH_ALARM } from './resources/cloudwatch-alarm.ts';
import { IAM_ROLE } from './resources/iam-role.ts';
import { KMS_ALIAS } from './resources/kms-alias.ts';
import { KMS_KEY } from './resources/kms-key.ts';
import { LAMBDA_FUNCTION } from './resources/lambda-function.ts';
import { LAMBDA_PERMISSION } from './resources/lambda-permission.ts';
import { LOG_GROUP } from './resources/log-group.ts';
import { S3_BUCKET_POLICY } from './resources/s3-bucket-policy.ts';
import { S3_BUCKET } from './resources/s3-bucket.ts';
import { SCHEDULE_GROUP } from './resources/schedule-group.ts';
import { SCHEDULE } from './resources/schedule.ts';
import { SNS_TYPES } from './resources/sns.ts';
import { SQS_TYPES } from './resources/sqs.ts';
import { SSM_PARAMETER } from './resources/ssm-parameter.ts';
import { STACK_SET } from './resources/stack-set.ts';
import { STATE_MACHINE } from './resources/state-machine.ts';

const ALL: readonly ResourceType[] = [
  CLOUDWATCH_ALARM,
  IAM_ROLE,
  KMS_ALIAS,
  KMS_KEY,
  LAMBDA_FUNCTION,
  LAMBDA_PERMISSION,
  LOG_GROUP,
  S3_BUCKET,
  S3_BUCKET_POLICY,
  SCHEDULE,
  SCHEDULE_GROUP,
  ...SNS_TYPES,
  ...SQS_TYPES,
  SSM_PARAMETER,
  STACK_SET,
  STATE_MACHINE,
];

/** The resource types that stacks may have, by type. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(ALL.map((each) => [each.type, each]));
