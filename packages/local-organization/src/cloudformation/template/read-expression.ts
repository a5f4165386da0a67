import type { Expression } from './expression.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { notModelled, validationError } from './refusals.ts';

type Reader = (argument: Json) => Expression;

/**
 * Reads a value of a template. An object with the one key of an intrinsic function is that function; one that is not known
 * here is refused by name. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export function readExpression(value: Json): Expression {
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item: Json) => readExpression(item)) };
  if (!isObject(value)) return { kind: 'literal', value };
  const [name = '', ...others] = Object.keys(value);
  if (others.length === 0 && isFunctionName(name)) return readFunction(name, value[name] ?? null);
  return {
    kind: 'object',
    entries: Object.entries(value).map(([key, item]) => [key, readExpression(item)] as const),
  };
}

/**
 * Reads a condition: the functions that may stand in the Conditions section, and nothing else.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
 */
export function readCondition(value: Json): Expression {
  const [key = '', ...others] = isObject(value) ? Object.keys(value) : [];
  const read = CONDITION_FUNCTIONS.get(key);
  if (read === undefined || others.length > 0 || !isObject(value)) {
    throw validationError(
      'Template format error: Conditions can only be boolean operations on parameters and other conditions',
    );
  }
  return read(value[key] ?? null);
}

function isFunctionName(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::');
}

function readFunction(name: string, argument: Json): Expression {
  const read = FUNCTIONS.get(name);
  if (read === undefined) throw notModelled(`the intrinsic function ${name}`);
  return read(argument);
}

const FUNCTIONS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['Ref', (argument) => ({ kind: 'ref', name: textOf(argument, 'Ref') })],
  ['Fn::GetAtt', readGetAtt],
  ['Fn::Sub', readSub],
  ['Fn::Join', readJoin],
  ['Fn::Split', readSplit],
  ['Fn::Select', readSelect],
  ['Fn::If', readIf],
]);

const CONDITION_FUNCTIONS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['Condition', (argument) => ({ kind: 'condition', name: textOf(argument, 'Condition') })],
  ['Fn::Equals', readEquals],
  ['Fn::And', (argument) => ({ kind: 'and', of: readOperands(argument, 'Fn::And') })],
  ['Fn::Or', (argument) => ({ kind: 'or', of: readOperands(argument, 'Fn::Or') })],
  ['Fn::Not', readNot],
]);

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-getatt.html
function readGetAtt(argument: Json): Expression {
  const [resource, attribute] = typeof argument === 'string' ? splitOnce(argument) : listOf(argument, 'Fn::GetAtt', 2);
  if (typeof attribute !== 'string') throw notModelled('an attribute name of Fn::GetAtt that is itself a function');
  return { kind: 'attribute', resource: textOf(resource, 'Fn::GetAtt'), attribute };
}

/** `${Name}`, `${Resource.Attribute}` and `${!Literal}`. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html */
function readSub(argument: Json): Expression {
  const [text, given] = typeof argument === 'string' ? [argument, {}] : listOf(argument, 'Fn::Sub', 2);
  if (!isObject(given)) throw malformed('Fn::Sub');
  const parts = textOf(text, 'Fn::Sub').split(/(\$\{[^}]*\})/);
  const items = parts.filter((part) => part !== '').map((part) => readSubPart(part, given));
  return { kind: 'join', delimiter: '', items: { kind: 'list', items } };
}

function readSubPart(part: string, given: JsonObject): Expression {
  const [, name] = /^\$\{([^}]*)\}$/.exec(part) ?? [];
  if (name === undefined) return { kind: 'literal', value: part };
  if (name.startsWith('!')) return { kind: 'literal', value: `\${${name.slice(1)}}` };
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (value !== undefined) return readExpression(value);
  return name.includes('.') ? readGetAtt(name) : { kind: 'ref', name };
}

function readJoin(argument: Json): Expression {
  const [delimiter, items = null] = listOf(argument, 'Fn::Join', 2);
  return { kind: 'join', delimiter: textOf(delimiter, 'Fn::Join'), items: readExpression(items) };
}

function readSplit(argument: Json): Expression {
  const [delimiter, text = null] = listOf(argument, 'Fn::Split', 2);
  return { kind: 'split', delimiter: textOf(delimiter, 'Fn::Split'), text: readExpression(text) };
}

function readSelect(argument: Json): Expression {
  const [index = null, from = null] = listOf(argument, 'Fn::Select', 2);
  return { kind: 'select', index: readExpression(index), from: readExpression(from) };
}

function readIf(argument: Json): Expression {
  const [condition, holds = null, fails = null] = listOf(argument, 'Fn::If', 3);
  return {
    kind: 'if',
    condition: textOf(condition, 'Fn::If'),
    holds: readExpression(holds),
    fails: readExpression(fails),
  };
}

function readEquals(argument: Json): Expression {
  const [left = null, right = null] = listOf(argument, 'Fn::Equals', 2);
  return { kind: 'equals', left: readExpression(left), right: readExpression(right) };
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html: 2 to 10
function readOperands(argument: Json, functionName: string): readonly Expression[] {
  if (!Array.isArray(argument) || argument.length < 2 || argument.length > 10) throw malformed(functionName);
  return argument.map((each: Json) => readCondition(each));
}

function readNot(argument: Json): Expression {
  const [operand = null] = listOf(argument, 'Fn::Not', 1);
  return { kind: 'not', of: readCondition(operand) };
}

function splitOnce(text: string): readonly [string, string | null] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, null] : [text.slice(0, dot), text.slice(dot + 1)];
}

function listOf(argument: Json, functionName: string, length: number): readonly Json[] {
  if (!Array.isArray(argument) || argument.length !== length) throw malformed(functionName);
  return argument;
}

function textOf(value: Json | undefined, functionName: string): string {
  if (typeof value !== 'string') throw malformed(functionName);
  return value;
}

function malformed(functionName: string) {
  return validationError(`Template error: the arguments of ${functionName} are not what it takes`);
}
