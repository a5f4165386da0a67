import { createHash } from 'node:crypto';
import type { Stack } from 'aws-cdk-lib';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { TOPIC_NAME } from './names.ts';
import {
  NOTIFICATION_KEY,
  NOTIFICATION_KEY_RULES,
  NOTIFICATION_RULES,
  NOTIFICATION_TOPIC,
} from './notification-permissions.ts';
import { policyDocument } from './statements.ts';

/** The topic that people are told through. SNS asks each address to confirm first. @returns its ARN. */
export function addNotifications(stack: Stack, addresses: readonly string[]): string {
  const key = new CfnKey(stack, NOTIFICATION_KEY, {
    description: 'keysweep: encrypts notifications',
    enableKeyRotation: true,
    keyPolicy: policyDocument(NOTIFICATION_KEY_RULES),
    // It keeps nothing but messages under way.
    pendingWindowInDays: 7,
  });
  const topic = new CfnTopic(stack, NOTIFICATION_TOPIC, {
    topicName: TOPIC_NAME,
    displayName: 'keysweep',
    kmsMasterKeyId: key.attrArn,
  });
  new CfnTopicPolicy(stack, 'NotificationRules', {
    topics: [topic.ref],
    policyDocument: policyDocument(NOTIFICATION_RULES),
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
