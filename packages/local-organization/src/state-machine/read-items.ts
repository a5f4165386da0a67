import { ConnectionDropped, decodeText } from '../wire/message.ts';
import { ServiceError } from '../wire/service-error.ts';
import type { MapState } from './definition.ts';
import { unlessEnded } from './execution-run.ts';
import type { Visit } from './execution-run.ts';
import { evaluateTemplate } from './expression.ts';
import type { Bindings } from './expression.ts';
import { StateFailure } from './state-failure.ts';

/**
 * The items of a Map: the JSON array in the object that its reader names. Whatever keeps it from being read is
 * States.ItemReaderFailed. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export async function readItems(state: MapState, visit: Visit, bindings: Bindings): Promise<readonly unknown[]> {
  const input = await evaluateTemplate(state.ItemReader.Arguments, bindings, 'ItemReader/Arguments');
  const { tools, signal } = visit.run;
  const read = tools.ask(visit.run, 's3:GetObject', { input: input as Readonly<Record<string, unknown>> });
  const { Body: body } = await unlessEnded(signal, read.catch(readerFailed));
  const items = parse(body instanceof Uint8Array ? decodeText(body) : '');
  if (Array.isArray(items)) return items;
  throw new StateFailure('States.ItemReaderFailed', 'Attempting to map over non-iterable node.');
}

function readerFailed(error: unknown): never {
  if (error instanceof ServiceError) {
    throw new StateFailure('States.ItemReaderFailed', `${error.exception}: ${error.message}`);
  }
  throw error instanceof ConnectionDropped ? new StateFailure('States.ItemReaderFailed', error.message) : error;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StateFailure('States.ItemReaderFailed', 'The object is not JSON.');
  }
}
