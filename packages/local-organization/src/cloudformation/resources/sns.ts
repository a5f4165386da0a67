import { generatedName, generatedUuid } from '../generated-name.ts';
import type { ResourceType } from '../resource-type.ts';
import { recordedType } from './recorded-type.ts';

const LONGEST_TOPIC_NAME = 256;
const NOBODY_PUBLISHES = 'nothing is published here';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html */
const SNS_TOPIC = recordedType({
  type: 'AWS::SNS::Topic',
  properties: {
    modelled: ['TopicName'],
    harmless: {
      DisplayName: 'only shown',
      KmsMasterKeyId: NOBODY_PUBLISHES,
      Tags: 'no policy here looks at the tags of a topic',
    },
  },
  createOnly: ['TopicName'],
  nameProperty: 'TopicName',
  describe: (context, properties) => {
    const name = properties.text('TopicName') ?? generatedName(context, LONGEST_TOPIC_NAME);
    const arn = `arn:aws:sns:${context.state.settings.region}:${context.account.id}:${name}`;
    return { physicalId: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topicpolicy.html */
const SNS_TOPIC_POLICY = recordedType({
  type: 'AWS::SNS::TopicPolicy',
  properties: { modelled: ['Topics'], harmless: { PolicyDocument: NOBODY_PUBLISHES } },
  createOnly: [],
  describe: (context, properties) => {
    properties.texts('Topics');
    const id = generatedName(context, LONGEST_TOPIC_NAME);
    return { physicalId: id, attributes: { Id: id } };
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-subscription.html */
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
