import { CLOUDFORMATION } from './cloudformation/cloudformation.ts';
import { EVENTS } from './events/events.ts';
import { IAM } from './iam/iam.ts';
import { KMS } from './kms/kms.ts';
import { LAMBDA } from './lambda/lambda.ts';
import type { Service } from './operation.ts';
import { ORGANIZATIONS } from './organizations/organizations.ts';
import { S3 } from './s3/s3.ts';
import { SCHEDULER } from './scheduler/scheduler.ts';
import { SNS } from './sns/sns.ts';
import { SSM } from './ssm/ssm.ts';
import { STATES } from './states/states.ts';
import { STS } from './sts/sts.ts';

/** The services the organization answers, by signing name. */
export const SERVICES: ReadonlyMap<string, Service> = new Map(
  [IAM, STS, ORGANIZATIONS, LAMBDA, S3, SSM, KMS, CLOUDFORMATION, SCHEDULER, STATES, SNS, EVENTS].map((service) => [
    service.model.name,
    service,
  ]),
);
