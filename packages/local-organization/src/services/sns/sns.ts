import { randomUUID } from 'node:crypto';
import * as client from '@aws-sdk/client-sns';
import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns';
import type { Resource } from '../../authorization.ts';
import { principalArn } from '../../principal.ts';
import type { Topic } from '../../state/topic.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { operation, service } from '../operation.ts';
import type { Call } from '../operation.ts';
import { checkMessage } from './check-message.ts';
import { encryptMessage } from './encrypt-message.ts';

const identity = {
  name: 'sns',
  protocol: 'awsQuery',
  xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
} as const;

/** Publishing to topics of Amazon SNS. What is published is kept and goes no further. */
export const SNS = service(serviceModel(identity, client), [
  operation<PublishInput, PublishResponse>('sns:Publish', publish, { resource: topicResource }),
]);

const TOPIC_ARN = /^arn:aws:sns:[a-z0-9-]+:(\d{12}):[\w-]{1,256}$/;

// Of a topic that does not exist only its account is known; what is no topic is refused later, as such.
function topicResource(call: Call, { TopicArn: arn = '' }: PublishInput): Resource {
  const [, accountId] = TOPIC_ARN.exec(arn) ?? [];
  if (accountId === undefined) return { arn: '*' };
  return { arn, accountId, policy: topicAt(call, arn)?.policy };
}

function topicAt({ state }: Call, arn: string): Topic | undefined {
  const [, accountId = ''] = TOPIC_ARN.exec(arn) ?? [];
  return state.accounts.get(accountId)?.topics.get(arn);
}

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
function publish(call: Call, input: PublishInput): PublishResponse {
  const { TopicArn: arn } = input;
  if (arn === undefined) throw new ServiceError('NotImplemented', 'Only topics are published to.', { status: 501 });
  if (!TOPIC_ARN.test(arn))
    throw new ServiceError('InvalidParameterException', 'Invalid parameter: TopicArn Reason: An ARN must have 6 parts');
  const { message, subject } = checkMessage(input);
  const topic = topicAt(call, arn);
  if (topic === undefined) throw new ServiceError('NotFoundException', 'Topic does not exist');
  encryptMessage(call, topic);
  const messageId = randomUUID();
  topic.published.push({
    messageId,
    subject,
    message,
    publishedAt: call.now,
    publishedBy: principalArn(call.caller),
  });
  return { MessageId: messageId };
}
