import type { Catcher, MapState, Retrier, TaskState } from './definition.ts';
import { depart } from './depart.ts';
import { bindingsOf, record } from './execution-run.ts';
import type { Departure, Visit } from './execution-run.ts';
import { StateFailure } from './state-failure.ts';

/**
 * Does the work of a state, again where a Retry says so, and leaves it: with its result, or the way a Catch leads. What
 * nothing handles is thrown. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export async function withRetriesAndCatches(
  state: TaskState | MapState,
  visit: Visit,
  work: () => Promise<unknown>,
): Promise<Departure> {
  const retries = new Map<Retrier, number>();
  for (;;) {
    try {
      const result = await work();
      const bindings = bindingsOf(visit, { result });
      return await depart(state, { visit, bindings, otherwise: result }, state.Next ?? null);
    } catch (error) {
      const failure = asFailure(error);
      const waited = await waitForRetry(failure, { retriers: state.Retry, retries }, visit);
      if (!waited) return await caught(state.Catch, failure, visit);
    }
  }
}

// Stopping is no error of the state, and what is not a failure is a fault of the engine itself.
function asFailure(error: unknown): StateFailure {
  if (error instanceof StateFailure) return error;
  throw error;
}

interface Retrying {
  readonly retriers: readonly Retrier[];
  /** How often each was used during this visit. */
  readonly retries: Map<Retrier, number>;
}

/**
 * Whether there is a retry left for an error; waits before it. The first retrier that names the error decides alone.
 * https://states-language.net/spec.html#errors
 */
async function waitForRetry({ error }: StateFailure, { retriers, retries }: Retrying, visit: Visit): Promise<boolean> {
  const retrier = retriers.find((each) => matches(each.ErrorEquals, error));
  if (retrier === undefined) return false;
  const used = retries.get(retrier) ?? 0;
  if (used >= retrier.MaxAttempts) return false;
  retries.set(retrier, used + 1);
  const grown = retrier.IntervalSeconds * retrier.BackoffRate ** used;
  const waitSeconds = Math.min(grown, retrier.MaxDelaySeconds ?? grown);
  record(visit, { what: 'retried', error, waitSeconds });
  const { tools, signal } = visit.run;
  await tools.wait(retrier.JitterStrategy === 'FULL' ? waitSeconds * Math.random() : waitSeconds, signal);
  return true;
}

// In JSONata, what a Catch names no output for is the error itself.
async function caught(catchers: readonly Catcher[], failure: StateFailure, visit: Visit): Promise<Departure> {
  const catcher = catchers.find((each) => matches(each.ErrorEquals, failure.error));
  if (catcher === undefined) throw failure;
  record(visit, { what: 'caught', error: failure.error });
  const errorOutput = { Error: failure.error, Cause: failure.cause };
  const bindings = bindingsOf(visit, { errorOutput });
  return depart(catcher, { visit, bindings, otherwise: errorOutput }, catcher.Next);
}

const UNCATCHABLE = new Set(['States.DataLimitExceeded', 'States.Runtime']);

function matches(names: readonly string[], error: string): boolean {
  return names.some((name) => {
    if (name === 'States.ALL') return !UNCATCHABLE.has(error);
    if (name === 'States.TaskFailed') return error !== 'States.Timeout' && !UNCATCHABLE.has(error);
    return name === error && error !== 'States.Runtime';
  });
}
