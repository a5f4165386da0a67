import { evidenceKeys, serialise, type Failure, type Summary } from '@keysweep/core';
import type { Centre } from '../centre.ts';
import { embeddedMetrics } from './embedded-metrics.ts';
import { composeMessage, type Told } from './message.ts';
import type { Outlets } from './outlets.ts';
import { summaryMetrics } from './summary-metrics.ts';
import { isWorthAMessage } from './whether-to-tell.ts';

/** What became of the message of a summary. `already`: one was sent of it before, or may have been. */
export type Telling =
  { readonly state: 'sent' | 'not-needed' | 'already' } | { readonly state: 'failed'; readonly failure: Failure };

/** What is told of a published summary. */
export interface PublishedSummary extends Omit<Told, 'bucket'> {
  /** The id under which it was published. */
  readonly id: string;
}

/**
 * Tells a published summary: a message to people, where it is worth one, and its metrics. Never throws: a summary that
 * could not be told is published all the same, and `Untold` counts it.
 *
 * Whoever sends a message marks it as sent before, so that there is never more than one; if the sender dies in between, there
 * is none. A run that is taken up again and ends in another way has a message for that end too.
 */
export async function tellSummary(published: PublishedSummary, centre: Centre, outlets: Outlets): Promise<Telling> {
  const telling = await sendMessage(published, centre, outlets);
  emitMetrics(published.summary, telling, outlets);
  return telling;
}

async function sendMessage(
  { id, ...told }: PublishedSummary,
  { evidence }: Centre,
  { notifier, bucket }: Outlets,
): Promise<Telling> {
  if (!isWorthAMessage(told.summary, told.run !== null)) return { state: 'not-needed' };
  const key = evidenceKeys.told(id, told.run?.state ?? 'summary');
  const marked = await evidence.putOnce(key, serialise({ schema: 'keysweep/told/1', at: told.summary.at }));
  if (marked.state === 'exists') return { state: 'already' };
  if (marked.state === 'failed') return { state: 'failed', failure: marked.failure };
  const failure = await notifier.publish(composeMessage({ ...told, bucket }));
  return failure === null ? { state: 'sent' } : { state: 'failed', failure };
}

function emitMetrics(summary: Summary, { state }: Telling, { emit }: Outlets): void {
  const untold = { name: 'Untold', unit: 'Count', value: state === 'failed' ? 1 : 0 } as const;
  emit(embeddedMetrics([...summaryMetrics(summary), untold], summary));
}
