import { ACCOUNT_ITSELF, FOR_THIS_ACCOUNT, type PermissionStatement, type ResourceStatement } from './statements.ts';

/** The logical id of the topic that people are told through. */
export const NOTIFICATION_TOPIC = 'Notifications';
/** The logical id of the key that encrypts it. */
export const NOTIFICATION_KEY = 'NotificationKey';

const TOPIC = { Ref: NOTIFICATION_TOPIC };

/** With the key that SNS itself has, alarms of CloudWatch would be lost: its policy cannot let CloudWatch in. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
export const NOTIFICATION_KEY_RULES: readonly ResourceStatement[] = [
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

/** Who of the account may publish is for its identity policies to say. */
export const NOTIFICATION_RULES: readonly ResourceStatement[] = [
  {
    Sid: 'AlarmsArePublished',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['sns:Publish'],
    Resource: TOPIC,
    Condition: FOR_THIS_ACCOUNT,
  },
  {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: ['sns:Publish'],
    Resource: TOPIC,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  },
];

/** Telling people. SNS asks KMS as whoever publishes. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
export const TELL_PEOPLE: readonly PermissionStatement[] = [
  { Sid: 'TellPeople', Effect: 'Allow', Action: ['sns:Publish'], Resource: TOPIC },
  {
    Sid: 'EncryptMessages',
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: { 'Fn::GetAtt': [NOTIFICATION_KEY, 'Arn'] },
  },
];
