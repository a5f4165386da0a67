import { PublishCommand, SNSClient, type PublishInput } from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../../local-organization.ts';
import type { PolicyStatement } from '../../policy/policy-document.ts';
import { acme, asAdministrator, asRole, EMPTY, PAYMENTS } from '../../testing/acme.ts';

const TOPIC = `arn:aws:sns:us-east-1:${PAYMENTS}:news`;
const document = (...Statement: PolicyStatement[]) => ({ Version: '2012-10-17', Statement });
const account = { AWS: `arn:aws:iam::${PAYMENTS}:root` };

let organization: LocalOrganization;
beforeEach(() => {
  organization = acme({ clock: 'stands' });
});

/** Deploys the topic; with a key if its policy is given. */
async function deploy(more: { key?: PolicyStatement; topicPolicy?: PolicyStatement } = {}): Promise<void> {
  const { key, topicPolicy } = more;
  const keyed = key && { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: document(key) } } };
  const encryption = key && { KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } };
  const rules = topicPolicy && {
    Rules: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: document(topicPolicy) },
    },
  };
  const Topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news', ...encryption } };
  const template = JSON.stringify({ Resources: { Topic, ...keyed, ...rules } });
  const { failure } = await organization.deployStack({ accountId: PAYMENTS, stackName: 'news', template });
  expect(failure).toBeNull();
}

const publish = (input: Partial<PublishInput> = {}, as = asAdministrator(organization, PAYMENTS)) =>
  new SNSClient(as).send(new PublishCommand({ TopicArn: TOPIC, Message: 'It is over.', ...input }));

/** A caller of the topic's account with these actions on everything. */
function teller(...allows: string[]) {
  organization.putRole({ accountId: PAYMENTS, roleName: 'teller', allows });
  return asRole(organization, PAYMENTS, 'teller');
}

describe('a topic', () => {
  it('keeps what is published', async () => {
    await deploy();
    const { MessageId: messageId } = await publish({ Subject: 'News', Message: 'Größe\n→ 1' });
    await publish();
    const publishedAt = organization.now();
    expect(organization.published(TOPIC)).toMatchObject([
      { messageId, subject: 'News', message: 'Größe\n→ 1', publishedAt },
      { subject: null, message: 'It is over.' },
    ]);
  });

  it.each<[string, Partial<PublishInput>, string]>([
    ['without a text', { Message: '' }, 'InvalidParameter'],
    ['above 256 KiB', { Message: 'ä'.repeat(131_073) }, 'InvalidParameter'],
    ['with a subject of 100 characters', { Subject: 'x'.repeat(100) }, 'InvalidParameter'],
    ['with a subject that is not ASCII', { Subject: 'Größe' }, 'InvalidParameter'],
    ['with a line break in its subject', { Subject: 'a\nb' }, 'InvalidParameter'],
    ['with a subject that begins with a blank', { Subject: ' a' }, 'InvalidParameter'],
    ['to what is no topic', { TopicArn: 'news' }, 'InvalidParameter'],
    ['to a topic that is not there', { TopicArn: `${TOPIC}s` }, 'NotFound'],
    ['to a telephone', { TopicArn: undefined, PhoneNumber: '+4930' }, 'NotImplemented'],
    ['of several texts', { MessageStructure: 'json' }, 'NotImplemented'],
  ])('takes no message %s', async (_, input, code) => {
    await deploy();
    await expect(publish(input)).rejects.toMatchObject({
      name: expect.stringMatching(new RegExp(`^${code}(Exception)?$`)),
    });
    expect(organization.published(TOPIC)).toEqual([]);
  });

  it('is closed to whoever may not publish, and to other accounts until its policy opens it', async () => {
    await deploy();
    await expect(publish({}, teller('sns:List*'))).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
    await expect(publish({}, asAdministrator(organization, EMPTY))).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
    });
    const stranger = { AWS: `arn:aws:iam::${EMPTY}:root` };
    await deploy({ topicPolicy: { Effect: 'Allow', Principal: stranger, Action: 'sns:Publish', Resource: TOPIC } });
    await publish({}, asAdministrator(organization, EMPTY));
    expect(organization.published(TOPIC)).toHaveLength(1);
  });
});

describe('an encrypted topic', () => {
  const open: PolicyStatement = { Effect: 'Allow', Principal: account, Action: 'kms:*', Resource: '*' };

  it.each([
    ['kms:Decrypt', 'kms:GenerateDataKey'],
    ['kms:GenerateDataKey', 'kms:Decrypt'],
  ])('takes nothing from whoever may only %s with its key', async (only, other) => {
    await deploy({ key: open });
    await expect(publish({}, teller('sns:Publish', only))).rejects.toMatchObject({
      name: 'KMSAccessDeniedException',
      message: expect.stringContaining(other),
    });
    await publish({}, teller('sns:Publish', only, other));
    expect(organization.published(TOPIC)).toHaveLength(1);
  });

  it('takes nothing where the policy of the key lets the account not decide', async () => {
    await deploy({ key: { ...open, Principal: { Service: 'cloudwatch.amazonaws.com' } } });
    await expect(publish()).rejects.toMatchObject({ name: 'KMSAccessDeniedException' });
  });
});

it('is made behind AWS’s back too, with a key of its own, and no second one of its name', async () => {
  const policy = document({ Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' });
  const made = { accountId: PAYMENTS, name: 'news' };
  const { topicArn, keyArn } = organization.createTopic({ ...made, keyPolicy: policy });
  expect([topicArn, keyArn]).toEqual([
    TOPIC,
    expect.stringMatching(/^arn:aws:kms:us-east-1:222222222222:key\/[\w-]{36}$/),
  ]);
  await expect(publish()).rejects.toMatchObject({ name: 'KMSAccessDeniedException' });
  expect(() => organization.createTopic(made)).toThrow('already');
  expect(() => organization.published(`${TOPIC}s`)).toThrow('no topic');
});
