import type { Topic } from '../../state/topic.ts';
import { generatedName, generatedUuid } from '../generated-name.ts';
import { alreadyExists, ResourceFailure } from '../resource-failure.ts';
import { policyIn } from '../resource-policy.ts';
import type { ResourceContext, ResourceType } from '../resource-type.ts';
import { recordedType } from './recorded-type.ts';

const LONGEST_TOPIC_NAME = 256;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html */
const SNS_TOPIC: ResourceType = {
  type: 'AWS::SNS::Topic',
  properties: {
    modelled: ['TopicName', 'KmsMasterKeyId'],
    harmless: {
      DisplayName: 'only shown',
      Tags: 'no policy here looks at the tags of a topic',
    },
  },
  createOnly: ['TopicName'],
  nameProperty: 'TopicName',
  create: async (context, properties) => {
    const { account, state } = context;
    const name = properties.text('TopicName') ?? generatedName(context, LONGEST_TOPIC_NAME);
    const arn = `arn:aws:sns:${state.settings.region}:${account.id}:${name}`;
    if (account.topics.has(arn)) throw alreadyExists('AWS::SNS::Topic', arn);
    const kmsKeyId = properties.text('KmsMasterKeyId') ?? null;
    account.topics.set(arn, { arn, name, kmsKeyId, policy: null, published: [] });
    return { physicalId: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  update: async (context, resource, properties) => {
    ownTopic(context, resource.physicalId).kmsKeyId = properties.text('KmsMasterKeyId') ?? null;
    return { ...resource };
  },
  delete: async ({ account }, { physicalId }) => void account.topics.delete(physicalId),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topicpolicy.html */
const SNS_TOPIC_POLICY: ResourceType = {
  type: 'AWS::SNS::TopicPolicy',
  properties: { modelled: ['Topics', 'PolicyDocument'], harmless: {} },
  createOnly: ['Topics'],
  create: async (context, properties) => {
    const policy = policyIn(properties, 'PolicyDocument', 'resource');
    for (const arn of properties.texts('Topics')) ownTopic(context, arn).policy = policy;
    const id = generatedName(context, LONGEST_TOPIC_NAME);
    return { physicalId: id, attributes: { Id: id } };
  },
  update: async (context, resource, properties) => {
    const policy = policyIn(properties, 'PolicyDocument', 'resource');
    for (const arn of properties.texts('Topics')) ownTopic(context, arn).policy = policy;
    return { ...resource };
  },
  delete: async ({ account }, { properties }) => {
    for (const arn of topicsOf(properties)) {
      const topic = account.topics.get(arn);
      if (topic !== undefined) topic.policy = null;
    }
  },
};

function topicsOf({ Topics: topics }: Readonly<Record<string, unknown>>): readonly string[] {
  return Array.isArray(topics) ? topics.filter((arn) => typeof arn === 'string') : [];
}

function ownTopic({ account }: ResourceContext, arn: string): Topic {
  const topic = account.topics.get(arn);
  if (topic !== undefined) return topic;
  throw new ResourceFailure('Resource handler returned message: "Topic does not exist" (HandlerErrorCode: NotFound)');
}

/**
 * Kept, so that it can be looked at; nobody confirms it, and nothing is delivered.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-subscription.html
 */
const SNS_SUBSCRIPTION = recordedType({
  type: 'AWS::SNS::Subscription',
  properties: { modelled: ['TopicArn', 'Protocol', 'Endpoint'], harmless: {} },
  createOnly: ['TopicArn', 'Protocol', 'Endpoint'],
  describe: (context, properties) => {
    const arn = `${properties.requiredText('TopicArn')}:${generatedUuid(context, 'sns')}`;
    return { physicalId: arn, attributes: { Arn: arn } };
  },
});

/** The types of Amazon Simple Notification Service. */
export const SNS_TYPES: readonly ResourceType[] = [SNS_TOPIC, SNS_TOPIC_POLICY, SNS_SUBSCRIPTION];
