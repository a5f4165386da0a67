import { LocalOrganizationError } from '../error.ts';
import type { DescriptionProblem } from '../error.ts';
import { ServiceError } from '../wire/service-error.ts';
import { definitionSchema } from './definition.ts';
import type { Catcher, Retrier, State, StateMachineDefinition, Workflow } from './definition.ts';
import { expressionIn, jsonataMessage } from './expression.ts';

// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
const LARGEST_DEFINITION = 1_048_576;

/**
 * Functions that Step Functions adds to JSONata or takes from it, and those that would tell the real time.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
const UNKNOWN_FUNCTIONS = ['eval', 'hash', 'millis', 'now', 'parse', 'partition', 'random', 'range', 'uuid'];

/**
 * Reads a definition. What AWS would refuse is InvalidDefinition; what the engine does not know is
 * `state-machine-unsupported` with every such place, so that nothing runs that would run differently on AWS.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
 */
export function readDefinition(text: string): StateMachineDefinition {
  if (Buffer.byteLength(text, 'utf8') > LARGEST_DEFINITION) throw invalid('The definition is larger than 1 MB');
  const parsed = definitionSchema.safeParse(parseJson(text));
  if (!parsed.success) throw unsupported(parsed.error.issues.flatMap(problemsOf));
  checkWorkflow(parsed.data, '');
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('INVALID_JSON_DESCRIPTION: the definition is not JSON');
  }
}

type Issue = NonNullable<ReturnType<typeof definitionSchema.safeParse>['error']>['issues'][number];

function problemsOf(issue: Issue): readonly DescriptionProblem[] {
  const path = issue.path.map(String).join('/');
  if (issue.code !== 'unrecognized_keys') {
    const isOtherType = issue.code === 'invalid_union' && issue.path.at(-1) === 'Type';
    return [{ path, problem: isOtherType ? 'a state of this type is not modelled' : issue.message }];
  }
  return issue.keys.map((key) => ({ path: `${path}/${key}`, problem: 'the field is not modelled' }));
}

function unsupported(problems: readonly DescriptionProblem[]): LocalOrganizationError {
  const list = problems.map(({ path, problem }) => `/${path.replace(/^\//, '')}: ${problem}`).join('; ');
  return new LocalOrganizationError('state-machine-unsupported', `The engine cannot run this: ${list}`, problems);
}

function invalid(problem: string): ServiceError {
  return new ServiceError('InvalidDefinition', `Invalid State Machine Definition: '${problem}'`);
}

function checkWorkflow(workflow: Workflow, at: string): void {
  checkTarget(workflow, workflow.StartAt, `${at}/StartAt`);
  for (const [name, state] of Object.entries(workflow.States)) {
    const place = `${at}/States/${name}`;
    checkTransitions(workflow, state, place);
    checkExpressions(state, { place, field: [], type: state.Type });
    if (state.Type === 'Map') checkWorkflow(state.ItemProcessor, `${place}/ItemProcessor`);
  }
}

function checkTarget({ States: states }: Workflow, target: string, place: string): void {
  if (!Object.hasOwn(states, target)) throw invalid(`MISSING_TRANSITION_TARGET: no state ${target} at ${place}`);
}

function checkTransitions(workflow: Workflow, state: State, place: string): void {
  if (state.Type === 'Choice') {
    for (const [index, { Next: next }] of state.Choices.entries())
      checkTarget(workflow, next, `${place}/Choices/${index}/Next`);
    if (state.Default !== undefined) checkTarget(workflow, state.Default, `${place}/Default`);
  }
  if ('Catch' in state) {
    for (const [index, { Next: next }] of state.Catch.entries())
      checkTarget(workflow, next, `${place}/Catch/${index}/Next`);
    checkWildcard(state.Retry, `${place}/Retry`);
    checkWildcard(state.Catch, `${place}/Catch`);
  }
  if (state.Type === 'Choice' || state.Type === 'Succeed' || state.Type === 'Fail') return;
  if ((state.Next === undefined) === (state.End === undefined))
    throw invalid(`SCHEMA_VALIDATION_FAILED: either Next or End must be there at ${place}`);
  if (state.Next !== undefined) checkTarget(workflow, state.Next, `${place}/Next`);
}

// https://states-language.net/spec.html#errors: States.ALL stands alone, and in the last of them
function checkWildcard(handlers: readonly (Retrier | Catcher)[], place: string): void {
  for (const [index, { ErrorEquals: errors }] of handlers.entries()) {
    if (!errors.includes('States.ALL')) continue;
    if (errors.length > 1 || index < handlers.length - 1)
      throw invalid(`SCHEMA_VALIDATION_FAILED: States.ALL must be alone and last at ${place}/${index}`);
  }
}

interface Place {
  readonly place: string;
  /** The keys from the state down. */
  readonly field: readonly string[];
  readonly type: State['Type'];
}

function checkExpressions(value: unknown, at: Place): void {
  if (typeof value === 'string') return checkExpression(value, at);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (key === 'Comment' || key === 'ItemProcessor') continue;
    checkExpressions(part, { ...at, place: `${at.place}/${key}`, field: [...at.field, key] });
  }
}

function checkExpression(text: string, at: Place): void {
  const expression = readOrRefuse(text, at.place);
  if (expression === null) return;
  const unknown = UNKNOWN_FUNCTIONS.find((name) => expression.names.has(name));
  if (unknown !== undefined)
    throw unsupported([{ path: at.place, problem: `the function $${unknown} is not modelled` }]);
  const allowed = new Set(['input', 'context', memberIn(at)]);
  const misplaced = [...expression.statesMembers].find((member) => !allowed.has(member));
  if (misplaced !== undefined)
    throw invalid(`INVALID_JSONATA_EXPRESSION: $states.${misplaced} cannot be used at ${at.place}`);
}

function readOrRefuse(text: string, place: string): ReturnType<typeof expressionIn> {
  try {
    return expressionIn(text);
  } catch (error) {
    throw invalid(`INVALID_JSONATA_EXPRESSION: ${jsonataMessage(error)} at ${place}`);
  }
}

// https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html: where $states.result and .errorOutput are
function memberIn({ field, type }: Place): string | undefined {
  if (field[0] === 'Catch') return 'errorOutput';
  const afterwards = field[0] === 'Output' || field[0] === 'Assign';
  return afterwards && (type === 'Task' || type === 'Map') ? 'result' : undefined;
}
