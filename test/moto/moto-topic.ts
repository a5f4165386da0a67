import type { Message } from '@keysweep/core';
import { MANAGEMENT_ACCOUNT, type MotoAdmin } from './moto-admin.ts';

const REGION = 'us-east-1';

/** Makes a topic in the management account, with a queue behind it that keeps what it is sent. */
export async function createTopic(admin: MotoAdmin, name: string): Promise<void> {
  await admin.query('sns', MANAGEMENT_ACCOUNT, { Action: 'CreateTopic', Name: name });
  await admin.query('sqs', MANAGEMENT_ACCOUNT, { Action: 'CreateQueue', QueueName: name });
  await admin.query('sns', MANAGEMENT_ACCOUNT, {
    Action: 'Subscribe',
    TopicArn: `arn:aws:sns:${REGION}:${MANAGEMENT_ACCOUNT}:${name}`,
    Protocol: 'sqs',
    Endpoint: `arn:aws:sqs:${REGION}:${MANAGEMENT_ACCOUNT}:${name}`,
  });
}

/** What the topic took, as it delivered it. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export async function receivedMessages(admin: MotoAdmin, name: string): Promise<readonly Message[]> {
  const xml = await admin.query('sqs', MANAGEMENT_ACCOUNT, {
    Action: 'ReceiveMessage',
    QueueUrl: `https://sqs.${REGION}.amazonaws.com/${MANAGEMENT_ACCOUNT}/${name}`,
    MaxNumberOfMessages: '10',
  });
  return [...xml.matchAll(/<Body>([^<]*)<\/Body>/g)].map(([, body]) => {
    const delivered = JSON.parse(unescapeXml(body ?? '')) as { readonly Subject?: string; readonly Message: string };
    return { subject: delivered.Subject ?? '', body: delivered.Message };
  });
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|(\w+));/g, (whole, code?: string, name?: string) =>
    code === undefined ? (ENTITIES[name ?? ''] ?? whole) : String.fromCodePoint(Number(code)),
  );
}
