import { createHash } from 'node:crypto';
import type { Stack } from 'aws-cdk-lib';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { TOPIC_NAME } from './names.ts';
import { ACCOUNT_ITSELF, FOR_THIS_ACCOUNT, policyDocument, type ResourceStatement } from './statements.ts';

const TOPIC = 'Notifications';

/** With the key that SNS itself has, alarms of CloudWatch would be lost: its policy cannot let CloudWatch in. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
const KEY_POLICY: readonly ResourceStatement[] = [
  {
    Sid: 'AccountDecides',
    Effect: 'Allow',
    Principal: { AWS: ACCOUNT_ITSELF },
    Action: ['kms:*'],
    Resource: '*',
  },
  {
    Sid: 'AlarmsAreEncrypted',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
    Condition: FOR_THIS_ACCOUNT,
  },
];

const TOPIC_POLICY: readonly ResourceStatement[] = [
  {
    Sid: 'AlarmsArePublished',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['sns:Publish'],
    Resource: { Ref: TOPIC },
    Condition: FOR_THIS_ACCOUNT,
  },
  {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: ['sns:Publish'],
    Resource: { Ref: TOPIC },
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  },
];

/** The topic that people are told through. SNS asks each address to confirm first. @returns its ARN. */
export function addNotifications(stack: Stack, addresses: readonly string[]): string {
  const key = new CfnKey(stack, 'NotificationKey', {
    description: 'keysweep: encrypts notifications',
    enableKeyRotation: true,
    keyPolicy: policyDocument(KEY_POLICY),
    // It keeps nothing but messages under way.
    pendingWindowInDays: 7,
  });
  const topic = new CfnTopic(stack, TOPIC, {
    topicName: TOPIC_NAME,
    displayName: 'keysweep',
    kmsMasterKeyId: key.attrArn,
  });
  new CfnTopicPolicy(stack, 'NotificationRules', {
    topics: [topic.ref],
    policyDocument: policyDocument(TOPIC_POLICY),
  });
  const byId = new Map(addresses.map((address) => [idOf(address), address]));
  for (const [id, endpoint] of byId)
    new CfnSubscription(stack, `Notify${id}`, { topicArn: topic.ref, protocol: 'email', endpoint });
  return topic.ref;
}

/** From the address itself: with numbers, one address less would renumber the others, and SNS would drop them. */
function idOf(address: string): string {
  return createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 12);
}
