import type { Expression } from './expression.ts';
import { sameJson } from './json.ts';
import type { Json } from './json.ts';
import { validationError } from './refusals.ts';

/** What the names in an expression mean. */
export interface Scope {
  /** The value of a parameter, of a pseudo parameter, or what Ref gives for a resource. */
  ref(name: string): Json;
  attribute(resource: string, attribute: string): Json;
  condition(name: string): boolean;
}

/** `AWS::NoValue`: what holds it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

/** The value of an expression; null where it comes to `AWS::NoValue`. */
export function evaluateExpression(expression: Expression, scope: Scope): Json {
  const value = evaluate(expression, scope);
  return value === NO_VALUE ? null : value;
}

/** Whether a condition holds. */
export function evaluateCondition(condition: Expression, scope: Scope): boolean {
  return evaluate(condition, scope) === true;
}

type Value = Json | typeof NO_VALUE;

function evaluate(expression: Expression, scope: Scope): Value {
  const { kind } = expression;
  if (kind === 'literal') return expression.value;
  if (kind === 'list') return present(expression.items.map((item) => evaluate(item, scope)));
  if (kind === 'object') return objectOf(expression.entries, scope);
  if (kind === 'ref') return expression.name === 'AWS::NoValue' ? NO_VALUE : scope.ref(expression.name);
  if (kind === 'attribute') return scope.attribute(expression.resource, expression.attribute);
  if (kind === 'join') return listIn(expression.items, scope).map(textOf).join(expression.delimiter);
  if (kind === 'split') return textOf(evaluateExpression(expression.text, scope)).split(expression.delimiter);
  if (kind === 'select') return selected(expression, scope);
  if (kind === 'if')
    return evaluate(scope.condition(expression.condition) ? expression.holds : expression.fails, scope);
  return decide(expression, scope);
}

function decide(
  expression: Extract<Expression, { readonly kind: 'condition' | 'equals' | 'and' | 'or' | 'not' }>,
  scope: Scope,
): boolean {
  if (expression.kind === 'condition') return scope.condition(expression.name);
  if (expression.kind === 'and') return expression.of.every((each) => evaluateCondition(each, scope));
  if (expression.kind === 'or') return expression.of.some((each) => evaluateCondition(each, scope));
  if (expression.kind === 'not') return !evaluateCondition(expression.of, scope);
  return sameJson(evaluateExpression(expression.left, scope), evaluateExpression(expression.right, scope));
}

function objectOf(entries: readonly (readonly [string, Expression])[], scope: Scope): Json {
  const values = entries.map(([name, value]) => [name, evaluate(value, scope)] as const);
  return Object.fromEntries(values.filter((entry): entry is [string, Json] => entry[1] !== NO_VALUE));
}

function present(values: readonly Value[]): readonly Json[] {
  return values.filter((value): value is Json => value !== NO_VALUE);
}

function listIn(expression: Expression, scope: Scope): readonly Json[] {
  const list = evaluateExpression(expression, scope);
  if (!Array.isArray(list)) throw validationError('Template error: a function needs a list and was given none');
  return list;
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-select.html
function selected({ index, from }: Extract<Expression, { readonly kind: 'select' }>, scope: Scope): Json {
  const list = listIn(from, scope);
  const found = list[Number(evaluateExpression(index, scope))];
  if (found !== undefined) return found;
  throw validationError('Template error: Fn::Select cannot select nonexistent value at the index given');
}

function textOf(value: Json): string {
  if (typeof value === 'object') throw validationError('Template error: a function needs text and was given none');
  return String(value);
}
