import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { EventBus, Failure, KeyEvent } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf, malformed } from './iam/failure.ts';
import { pauseFor } from './iam/system-clock.ts';

/** How the bus is written to. */
export interface EventBusOptions {
  /** Waits the given milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html; an event of ours is far below its share of 256 KiB. */
const MOST_ENTRIES = 10;
const ATTEMPTS = 4;
const PAUSE_MS = 200;
const OPERATION = 'events:PutEvents';

/**
 * The default event bus of the caller's account. Entries that EventBridge says it did not take, and requests that were
 * throttled, are sent again; a request whose answer was lost is not, for its events may have been taken.
 */
export function eventBus(connection: Connection, { sleep = pauseFor }: EventBusOptions = {}): EventBus {
  const client = new EventBridgeClient(clientSettings({ ...connection, maxAttempts: 1 }));
  return {
    put: async (events) => {
      let [lost, firstFailure]: [number, Failure | null] = [0, null];
      for (let start = 0; start < events.length; start += MOST_ENTRIES) {
        const entries = events.slice(start, start + MOST_ENTRIES).map(entryOf);
        const left = await putPatiently({ client, sleep }, entries);
        lost += left.entries.length;
        firstFailure ??= left.failure;
      }
      return { taken: events.length - lost, lost, failure: firstFailure };
    },
  };
}

function entryOf(event: KeyEvent): PutEventsRequestEntry {
  return { Source: 'keysweep', DetailType: 'Access key revoked', Detail: JSON.stringify(event) };
}

interface Bus {
  readonly client: EventBridgeClient;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Entries that were not taken, the failure of the first, and whether they certainly were not. */
interface Left {
  readonly entries: readonly PutEventsRequestEntry[];
  readonly failure: Failure | null;
  readonly isCertain: boolean;
}

async function putPatiently({ client, sleep }: Bus, entries: readonly PutEventsRequestEntry[]): Promise<Left> {
  let left = await putOnce(client, entries);
  for (let attempt = 1; attempt < ATTEMPTS && left.entries.length > 0 && left.isCertain; attempt += 1) {
    await sleep(PAUSE_MS * 2 ** attempt);
    left = await putOnce(client, left.entries);
  }
  return left;
}

async function putOnce(client: EventBridgeClient, entries: readonly PutEventsRequestEntry[]): Promise<Left> {
  try {
    const { Entries: results = [] } = await client.send(new PutEventsCommand({ Entries: [...entries] }));
    if (results.length !== entries.length)
      return { entries, failure: malformed(OPERATION, 'the answer is not about every entry'), isCertain: false };
    const refused = results.findIndex(({ EventId: id }) => id === undefined);
    const failure = refused < 0 ? null : failureOf(OPERATION, refusal(results[refused]));
    return { entries: entries.filter((_, index) => results[index]?.EventId === undefined), failure, isCertain: true };
  } catch (error) {
    const failure = failureOf(OPERATION, error);
    return { entries, failure, isCertain: failure.kind === 'throttled' };
  }
}

/** What EventBridge says of one entry, in the form in which it says it of a request. */
function refusal(result: { readonly ErrorCode?: string | undefined; readonly ErrorMessage?: string | undefined } = {}) {
  return { name: result.ErrorCode ?? 'NoErrorCode', message: result.ErrorMessage ?? '', $fault: 'server' };
}
