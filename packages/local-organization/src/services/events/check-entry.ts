import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { isObject } from '../../cloudformation/template/json.ts';
import type { Json } from '../../cloudformation/template/json.ts';
import type { BusEvent } from '../../state/bus-event.ts';

/** The size of an entry in bytes, as EventBridge counts it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
export function sizeOf({ Time: time, Source, DetailType, Detail, Resources = [] }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources].map((text) => Buffer.byteLength(text ?? ''));
  return texts.reduce((sum, bytes) => sum + bytes, time === undefined ? 0 : 14);
}

/** What an entry says, or its refusal. */
export type CheckedEntry =
  { readonly said: Pick<BusEvent, 'source' | 'detailType' | 'detail'> } | { readonly refusal: PutEventsResultEntry };

/**
 * What an entry says, or why EventBridge does not take it. The codes are those of
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
export function checkEntry(entry: PutEventsRequestEntry): CheckedEntry {
  const { Source: source = '', DetailType: detailType = '', Detail: detail = '' } = entry;
  const missing = Object.entries({ Source: source, DetailType: detailType, Detail: detail }).find(
    ([, text]) => text === '',
  );
  if (missing !== undefined) {
    const [name] = missing;
    return refused('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  if (source.startsWith('aws.')) return refused('NotAuthorizedForSourceException', 'Not authorized for the source.');
  const parsed = parse(detail);
  return isObject(parsed)
    ? { said: { source, detailType, detail: parsed } }
    : refused('MalformedDetail', 'Detail is malformed.');
}

function refused(ErrorCode: string, ErrorMessage: string): CheckedEntry {
  return { refusal: { ErrorCode, ErrorMessage } };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
