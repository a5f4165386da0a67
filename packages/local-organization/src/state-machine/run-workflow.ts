import type { ChoiceState, State, Workflow } from './definition.ts';
import { depart } from './depart.ts';
import { bindingsOf, record } from './execution-run.ts';
import type { Departure, ExecutionRun, Visit } from './execution-run.ts';
import { evaluateTemplate } from './expression.ts';
import { invokeFunction } from './invoke-function.ts';
import { runMap } from './run-map.ts';
import { limitedJson, StateFailure } from './state-failure.ts';
import { withRetriesAndCatches } from './retry-and-catch.ts';

/**
 * Runs states from the first one until one has no next, and gives the output of the last. Rejects with a StateFailure
 * that nothing caught, or with the ExecutionEnded that aborted the run.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-states.html
 */
export async function runWorkflow(workflow: Workflow, run: ExecutionRun, input: unknown): Promise<unknown> {
  let at: Departure = { output: input, next: workflow.StartAt };
  while (at.next !== null) {
    run.signal.throwIfAborted();
    const visit = { run, name: at.next, input: at.output };
    record(visit, { what: 'entered' });
    at = await leave(workflow.States[at.next], visit);
    limitedJson(at.output, `The output of the state '${visit.name}'`);
  }
  return at.output;
}

async function leave(state: State | undefined, visit: Visit): Promise<Departure> {
  if (state === undefined) throw new StateFailure('States.Runtime', `There is no state '${visit.name}'.`);
  if (state.Type === 'Choice') return choose(state, visit);
  if (state.Type === 'Fail') return fail(state, visit);
  if (state.Type === 'Task') return withRetriesAndCatches(state, visit, () => invokeFunction(state, visit));
  if (state.Type === 'Map') return withRetriesAndCatches(state, visit, () => runMap(state, visit));
  const next = state.Type === 'Pass' ? (state.Next ?? null) : null;
  return depart(state, { bindings: bindingsOf(visit), otherwise: visit.input, visit }, next);
}

/**
 * The first choice whose condition holds, else the default, each with its own Output and Assign.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
async function choose(state: ChoiceState, visit: Visit): Promise<Departure> {
  const leaving = { bindings: bindingsOf(visit), otherwise: visit.input, visit };
  for (const [index, choice] of state.Choices.entries()) {
    const holds = await evaluateTemplate(choice.Condition, leaving.bindings, `Choices/${index}/Condition`);
    if (typeof holds !== 'boolean')
      throw new StateFailure('States.QueryEvaluationError', `The condition ${choice.Condition} is not a boolean.`);
    if (holds) return depart(choice, leaving, choice.Next);
  }
  if (state.Default !== undefined) return depart(state, leaving, state.Default);
  throw new StateFailure('States.NoChoiceMatched', `No choice of '${visit.name}' matched.`);
}

// https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html
async function fail(state: Extract<State, { readonly Type: 'Fail' }>, visit: Visit): Promise<never> {
  const { Error: error = '', Cause: cause = '' } = state;
  const evaluated = (await evaluateTemplate({ Error: error, Cause: cause }, bindingsOf(visit), visit.name)) as object;
  const [errorName, causeText] = Object.values(evaluated).map(String);
  throw new StateFailure(errorName ?? '', causeText ?? '');
}
