import type { Expression } from './expression.ts';
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

function evaluate(expression: Expression, scope: Scope): Json | typeof NO_VALUE {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'list':
      return present(expression.items.map((item) => evaluate(item, scope)));
    case 'object':
      return objectOf(expression.entries, scope);
    case 'ref':
      return expression.name === 'AWS::NoValue' ? NO_VALUE : scope.ref(expression.name);
    case 'attribute':
      return scope.attribute(expression.resource, expression.attribute);
    case 'join':
      return listIn(expression.items, scope).map(textOf).join(expression.delimiter);
    case 'split':
      return textOf(evaluateExpression(expression.text, scope)).split(expression.delimiter);
    case 'select':
      return selected(expression, scope);
    case 'if':
      return evaluate(scope.condition(expression.condition) ? expression.then : expression.otherwise, scope);
    case 'condition':
      return scope.condition(expression.name);
    case 'equals':
      return JSON.stringify(evaluate(expression.left, scope)) === JSON.stringify(evaluate(expression.right, scope));
    case 'and':
      return expression.of.every((each) => evaluateCondition(each, scope));
    case 'or':
      return expression.of.some((each) => evaluateCondition(each, scope));
    case 'not':
      return !evaluateCondition(expression.of, scope);
  }
}

function objectOf(entries: readonly (readonly [string, Expression])[], scope: Scope): Json {
  const values = entries.map(([name, value]) => [name, evaluate(value, scope)] as const);
  return Object.fromEntries(values.filter((entry): entry is [string, Json] => entry[1] !== NO_VALUE));
}

function present(values: readonly (Json | typeof NO_VALUE)[]): readonly Json[] {
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
