import { ConnectionDropped } from '../wire/message.ts';
import { ServiceError } from '../wire/service-error.ts';
import type { MapState } from './definition.ts';
import type { StartedExecution, Visit } from './execution-run.ts';
import { ExecutionEnded, limitedJson, StateFailure } from './state-failure.ts';

/** What one child is given, and how many items that is. */
export interface Batch {
  readonly input: unknown;
  readonly items: number;
}

/** The children of a Map run. */
export interface MapRunPlan {
  readonly batches: readonly Batch[];
  readonly atATime: number;
  /** The Map fails where more items than that failed. */
  readonly toleratedItems: number;
}

/**
 * Runs a child for each batch, so many at a time. A failed child fails all its items; beyond what is tolerated the rest is
 * aborted and the Map fails. What a tolerated failure leaves in the results is not documented: here, nothing.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export async function runChildren(state: MapState, visit: Visit, plan: MapRunPlan): Promise<readonly unknown[]> {
  const { batches, atATime, toleratedItems } = plan;
  const ending = new AbortController();
  const signal = AbortSignal.any([visit.run.signal, ending.signal]);
  const mapRun = newMapRun(state, visit, signal);
  const outputs: unknown[] = Array.from({ length: batches.length });
  const succeeded = new Set<number>();
  let failedItems = 0;
  const waiting = batches.entries();
  const worker = async (): Promise<void> => {
    for (const [index, batch] of waiting) {
      if (signal.aborted) return;
      const output = await runChild(mapRun, batch, index);
      if (output === undefined) failedItems += batch.items;
      else {
        outputs[index] = JSON.parse(output);
        succeeded.add(index);
      }
      if (failedItems > toleratedItems) ending.abort(new ExecutionEnded('ABORTED', null, null));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, batches.length) }, worker));
  visit.run.signal.throwIfAborted();
  if (ending.signal.aborted) {
    const cause = `The specified tolerated failure threshold was exceeded: ${failedItems} items failed.`;
    throw new StateFailure('States.ExceedToleratedFailureThreshold', cause);
  }
  return outputs.filter((_, index) => succeeded.has(index));
}

interface MapRun {
  readonly arn: string;
  readonly state: MapState;
  readonly visit: Visit;
  readonly signal: AbortSignal;
}

function newMapRun(state: MapState, visit: Visit, signal: AbortSignal): MapRun {
  const { machine, execution } = visit.run;
  const label = state.Label ?? visit.name.replace(/[^\w.-]/g, '').slice(0, 40);
  const id = execution.arn.split(':').at(-1) ?? '';
  machine.started += 1;
  const arn = `${machine.arn.replace(':stateMachine:', ':mapRun:')}/${label}:${id}-${machine.started}`;
  return { arn, state, visit, signal };
}

const START_ATTEMPTS = 5;

/** The output of a child; undefined if it failed, or could not even be started. */
async function runChild(mapRun: MapRun, batch: Batch, index: number): Promise<string | undefined> {
  const started = await startChild(mapRun, batch, index);
  await started?.done;
  return started?.execution.output ?? undefined;
}

async function startChild(mapRun: MapRun, batch: Batch, index: number): Promise<StartedExecution | undefined> {
  const { state, visit, arn: mapRunArn, signal } = mapRun;
  const { run } = visit;
  const input = limitedJson(batch.input, `The input of a child of '${visit.name}'`);
  const name = `${mapRunArn.split(':').at(-1)}-${index}`;
  const started: StartedExecution[] = [];
  const effect = (): Readonly<Record<string, unknown>> => {
    const child = run.tools.startChild(run, { name, mapRunArn, workflow: state.ItemProcessor, input, signal });
    started.push(child);
    return { executionArn: child.execution.arn, startDate: child.execution.startedAt };
  };
  const request = { input: { stateMachineArn: run.machine.arn, name, input }, effect };
  for (let attempt = 1; attempt <= START_ATTEMPTS && started.length === 0; attempt += 1) {
    await run.tools.ask(run, 'states:StartExecution', request).catch(failUnlessPassing);
  }
  return started[0];
}

// Without the permission no child ever starts; the name of that error is not documented.
function failUnlessPassing(error: unknown): void {
  if (error instanceof ConnectionDropped) return;
  if (!(error instanceof ServiceError)) throw error;
  if (error.exception.startsWith('AccessDenied')) throw new StateFailure('States.Permissions', error.message);
}
