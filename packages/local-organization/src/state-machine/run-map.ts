import type { MapState } from './definition.ts';
import { bindingsOf } from './execution-run.ts';
import type { Visit } from './execution-run.ts';
import { evaluateTemplate } from './expression.ts';
import type { Bindings } from './expression.ts';
import { readItems } from './read-items.ts';
import { runChildren } from './run-children.ts';
import type { Batch } from './run-children.ts';
import { limitedJson, StateFailure } from './state-failure.ts';

// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: parallel child executions of a Map run
const MOST_CHILDREN_AT_A_TIME = 10_000;

/**
 * Runs a distributed Map: reads its items, packs them into batches, and runs a child execution for each. Gives the
 * outputs of the children that succeeded, in the order of their batches.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export async function runMap(state: MapState, visit: Visit): Promise<unknown> {
  const bindings = bindingsOf(visit);
  const items = await readItems(state, visit, bindings);
  const selected = await selectItems(state, visit, items);
  const batches = await batchItems(state, bindings, selected);
  const limit = await numberOf(state.MaxConcurrency, bindings, 'MaxConcurrency');
  const tolerated = await numberOf(state.ToleratedFailurePercentage, bindings, 'ToleratedFailurePercentage');
  const outputs = await runChildren(state, visit, {
    batches,
    toleratedItems: (items.length * tolerated) / 100,
    atATime: limit === 0 ? MOST_CHILDREN_AT_A_TIME : limit,
  });
  limitedJson(outputs, `The result of the state '${visit.name}'`);
  return outputs;
}

// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemselector.html
async function selectItems(
  { ItemSelector: selector }: MapState,
  visit: Visit,
  items: readonly unknown[],
): Promise<readonly unknown[]> {
  if (selector === undefined) return items;
  return Promise.all(
    items.map((value, index) =>
      evaluateTemplate(selector, bindingsOf(visit, { map: { Item: { Index: index, Value: value } } }), 'ItemSelector'),
    ),
  );
}

// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
async function batchItems(
  { ItemBatcher: batcher }: MapState,
  bindings: Bindings,
  items: readonly unknown[],
): Promise<readonly Batch[]> {
  if (batcher === undefined) return items.map((item) => ({ input: item, items: 1 }));
  const size = await numberOf(batcher.MaxItemsPerBatch, bindings, 'ItemBatcher/MaxItemsPerBatch');
  if (size < 1) throw outOfRange('ItemBatcher/MaxItemsPerBatch', size);
  const shared =
    batcher.BatchInput === undefined
      ? {}
      : { BatchInput: await evaluateTemplate(batcher.BatchInput, bindings, 'ItemBatcher/BatchInput') };
  const batches: Batch[] = [];
  for (let start = 0; start < items.length; start += size) {
    const packed = items.slice(start, start + size);
    batches.push({ input: { ...shared, Items: packed }, items: packed.length });
  }
  return batches;
}

async function numberOf(given: number | string, bindings: Bindings, field: string): Promise<number> {
  const value = await evaluateTemplate(given, bindings, field);
  const isWhole = typeof value === 'number' && (field === 'ToleratedFailurePercentage' || Number.isInteger(value));
  if (isWhole && value >= 0) return value;
  throw outOfRange(field, value);
}

function outOfRange(field: string, value: unknown): StateFailure {
  return new StateFailure('States.QueryEvaluationError', `${field} is ${JSON.stringify(value)}.`);
}
