import jsonata from 'jsonata';
import { StateFailure } from './state-failure.ts';

/** What expressions see beside the variables of the execution. */
export interface StatesVariable {
  readonly input: unknown;
  readonly context: unknown;
  readonly result?: unknown;
  readonly errorOutput?: unknown;
}

/** What an expression is evaluated with: `$states`, and variables without their dollar. */
export type Bindings = Readonly<Record<string, unknown>> & { readonly states: StatesVariable };

/** A JSONata expression that was read, and what it refers to. */
export interface ReadExpression {
  /** Variables and functions, without their dollar. */
  readonly names: ReadonlySet<string>;
  /** Members of `$states`: `input`, `result`, … */
  readonly statesMembers: ReadonlySet<string>;
  evaluate(bindings: Bindings): Promise<unknown>;
}

const DELIMITED = /^\{%([\s\S]*)%\}$/;
const known = new Map<string, ReadExpression>();

/**
 * The expression in a string that is one: `{% … %}` around the whole of it; null for any other string. Rejects what is
 * no JSONata with the parser's own message.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function expressionIn(text: string): ReadExpression | null {
  const [, source] = DELIMITED.exec(text) ?? [];
  if (source === undefined) return null;
  const read = known.get(source) ?? readExpression(source);
  known.set(source, read);
  return read;
}

function readExpression(source: string): ReadExpression {
  const compiled = jsonata(source);
  const references = { names: new Set<string>(), statesMembers: new Set<string>() };
  collectReferences(compiled.ast(), references);
  return {
    ...references,
    evaluate: async (bindings) => {
      // No input: Step Functions has no context for `$` and for bare names at the top level either.
      const value: unknown = await compiled.evaluate(undefined, bindings);
      // Results of JSONata carry marks of their own, and share parts with what they were made from.
      const text = JSON.stringify(value) as string | undefined;
      return text === undefined ? undefined : JSON.parse(text);
    },
  };
}

interface Node {
  readonly type?: unknown;
  readonly value?: unknown;
  readonly steps?: readonly Node[];
}

function collectReferences(node: unknown, into: { names: Set<string>; statesMembers: Set<string> }): void {
  if (typeof node !== 'object' || node === null) return;
  const { type, value, steps } = node as Node;
  if (type === 'variable' && typeof value === 'string') into.names.add(value);
  if (type === 'path' && steps?.[0]?.type === 'variable' && steps[0].value === 'states') {
    into.statesMembers.add(String(steps[1]?.value));
  }
  for (const part of Object.values(node)) collectReferences(part, into);
}

/**
 * A JSON value with every expression in it evaluated, wherever it is nested. One that fails or gives nothing is
 * States.QueryEvaluationError. `field` says in messages where the template stands.
 */
export async function evaluateTemplate(template: unknown, bindings: Bindings, field: string): Promise<unknown> {
  if (typeof template === 'string') return evaluateText(template, bindings, field);
  if (Array.isArray(template)) {
    return Promise.all(template.map((each: unknown, index) => evaluateTemplate(each, bindings, `${field}/${index}`)));
  }
  if (typeof template !== 'object' || template === null) return template;
  const entries = Object.entries(template).map(
    async ([key, value]) => [key, await evaluateTemplate(value, bindings, `${field}/${key}`)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function evaluateText(text: string, bindings: Bindings, field: string): Promise<unknown> {
  const expression = expressionIn(text);
  if (expression === null) return text;
  const where = `The JSONata expression '${text}' specified for the field '${field}'`;
  const value = await expression.evaluate(bindings).catch((error: unknown) => {
    throw new StateFailure('States.QueryEvaluationError', `${where} threw an error. ${jsonataMessage(error)}`);
  });
  if (value !== undefined) return value;
  throw new StateFailure('States.QueryEvaluationError', `${where} returned nothing (undefined).`);
}

/** What JSONata says is wrong: its errors are objects with a message, not Errors. */
export function jsonataMessage(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
