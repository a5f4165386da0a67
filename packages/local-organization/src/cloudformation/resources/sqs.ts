import { generatedName } from '../generated-name.ts';
import type { ResourceType } from '../resource-type.ts';
import { recordedType } from './recorded-type.ts';

const LONGEST_NAME = 80;
const NO_MESSAGES = 'no message is ever sent here';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html */
const SQS_QUEUE = recordedType({
  type: 'AWS::SQS::Queue',
  properties: {
    modelled: ['QueueName'],
    harmless: {
      KmsMasterKeyId: NO_MESSAGES,
      MessageRetentionPeriod: NO_MESSAGES,
      SqsManagedSseEnabled: NO_MESSAGES,
      Tags: 'no policy here looks at the tags of a queue',
    },
  },
  createOnly: ['QueueName'],
  nameProperty: 'QueueName',
  describe: (context, properties) => {
    const { region } = context.state.settings;
    const name = properties.text('QueueName') ?? generatedName(context, LONGEST_NAME);
    const url = `https://sqs.${region}.amazonaws.com/${context.account.id}/${name}`;
    const arn = `arn:aws:sqs:${region}:${context.account.id}:${name}`;
    return { physicalId: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queuepolicy.html */
const SQS_QUEUE_POLICY = recordedType({
  type: 'AWS::SQS::QueuePolicy',
  properties: { modelled: ['Queues'], harmless: { PolicyDocument: NO_MESSAGES } },
  createOnly: [],
  describe: (context, properties) => {
    properties.texts('Queues');
    const id = generatedName(context, LONGEST_NAME);
    return { physicalId: id, attributes: { Id: id } };
  },
});

/** The types of Amazon Simple Queue Service. */
export const SQS_TYPES: readonly ResourceType[] = [SQS_QUEUE, SQS_QUEUE_POLICY];
