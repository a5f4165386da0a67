import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Notifier } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf } from './iam/failure.ts';
import { pauseFor } from './iam/system-clock.ts';

/** Which topic. */
export interface NotifierOptions {
  readonly topicArn: string;
  /** Waits the given milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

const ATTEMPTS = 4;
const PAUSE_MS = 500;

/**
 * People, by an SNS topic. SNS knows no message twice, so one is sent again only where it was throttled: whatever else is
 * answered, or is not, the message may have been taken. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function notifier(connection: Connection, { topicArn, sleep = pauseFor }: NotifierOptions): Notifier {
  const client = new SNSClient(clientSettings({ ...connection, maxAttempts: 1 }));
  return {
    publish: async ({ subject, body }) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: body }));
          return null;
        } catch (error) {
          const failure = failureOf('sns:Publish', error);
          if (failure.kind !== 'throttled' || attempt === ATTEMPTS) return failure;
          await sleep(PAUSE_MS * 2 ** attempt);
        }
      }
    },
  };
}
