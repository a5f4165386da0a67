import type * as z from 'zod/mini';
import type { Problem } from '../problem.ts';
import { suggest } from '../suggestion.ts';
import { valueAt } from './document.ts';
import { keysAt, noteAt } from './schema-walk.ts';
import { TEXT_FORMATS, type TextFormat } from './text-format.ts';

type Issue = z.core.$ZodIssue;
type Path = (string | number)[];

/** What is being checked: the schema and the whole document, which the words of a problem refer to. */
export interface Checked {
  readonly schema: z.core.$ZodType;
  readonly document: unknown;
}

/** One place of the document and what stands there: its value, or the key itself where the key is what was refused. */
interface Place {
  readonly path: Path;
  readonly value: unknown;
}

/** zod's findings in the words of the person who wrote the document: where, what is wrong, what to write. */
export function schemaProblems(checked: Checked, issues: readonly Issue[]): Problem[] {
  return issues.flatMap((issue) => problemsOf(checked, issue, placeAt(checked, issue.path as Path)));
}

function placeAt(checked: Checked, path: Path): Place {
  return { path, value: valueAt(checked.document, path) };
}

function problemsOf(checked: Checked, issue: Issue, place: Place): Problem[] {
  const { path, value } = place;
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(checked.schema, path);
      return issue.keys.map((key) => unknownKey([...path, key], known));
    }
    case 'invalid_union':
      return unionProblems(checked, issue, place);
    case 'invalid_key': {
      const key = { path, value: path[path.length - 1] };
      return issue.issues.flatMap((inner) => problemsOf(checked, inner, key)).map(atKey);
    }
    case 'invalid_type':
      return [value === undefined ? missing(checked, path) : wrongType(checked, place, issue.expected)];
    case 'invalid_value':
      return [value === undefined ? missing(checked, path) : wrongChoice(place, issue.values.map(String))];
    case 'invalid_format':
      return [wrongText(place, issue.pattern)];
    case 'too_small':
      return [outOfRange(checked, place, `at least ${issue.minimum}`)];
    case 'too_big':
    // The schema of the configuration raises none of these.
    case 'custom':
    case 'invalid_element':
    case 'not_multiple_of':
    default:
      return [outOfRange(checked, place, `at most ${String((issue as z.core.$ZodIssueTooBig).maximum)}`)];
  }
}

/** An entry written as text or as a map: the problems of the form that was evidently meant. */
function unionProblems(checked: Checked, issue: z.core.$ZodIssueInvalidUnion, { path, value }: Place): Problem[] {
  const [asText, asMap] = issue.errors;
  const meant = (typeof value === 'object' && value !== null ? asMap : asText) as readonly Issue[];
  return meant.flatMap((inner) => problemsOf(checked, inner, placeAt(checked, [...path, ...(inner.path as Path)])));
}

function atKey({ path, problem, hint }: Problem): Problem {
  return { path, at: 'key', problem, hint };
}

function unknownKey(path: Path, known: readonly string[]): Problem {
  const key = String(path[path.length - 1]);
  return { path, at: 'key', problem: `unknown setting "${key}"`, hint: suggest(key, known) };
}

function missing(checked: Checked, path: Path): Problem {
  const name = String(path[path.length - 1]);
  return { path, at: 'parent', problem: `"${name}" is missing`, hint: noteAt(checked.schema, path) };
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function wrongType(checked: Checked, { path, value }: Place, expected: string): Problem {
  const note = noteAt(checked.schema, path);
  if (typeof value === 'number' && expected === 'string') return { path, at: 'value', ...numberForText(value, note) };
  const problem = `must be ${NOUNS[expected]}, not ${described(value)}`;
  return { path, at: 'value', problem, hint: note };
}

/** YAML reads 012345678901 as a number and drops its zero, so an account id needs its quotes. */
function numberForText(value: number, note: string): { problem: string; hint: string } {
  const couldBeAccount = Number.isInteger(value) && value >= 0 && value < 1e12;
  if (!couldBeAccount || value < 1e6) return { problem: `must be text, not the number ${value}`, hint: note };
  const id = String(value).padStart(12, '0');
  return {
    problem: 'is a number, which loses a leading zero: an account id is text',
    hint: `write it in quotes: "${id}"`,
  };
}

function wrongChoice({ path, value }: Place, choices: readonly string[]): Problem {
  const problem = `must be ${choices.join(' or ')}, not ${described(value)}`;
  // An object may not be asked for its text: its toString is part of the document.
  const text = typeof value === 'object' ? '' : textOf(value);
  if (choices.includes(text)) return { path, at: 'value', problem, hint: `write ${text} without quotes` };
  return { path, at: 'value', problem, hint: suggest(text, choices) };
}

function wrongText({ path, value }: Place, pattern: string | undefined): Problem {
  const format = Object.values(TEXT_FORMATS).find((candidate) => String(candidate.pattern) === pattern) as TextFormat;
  return { path, at: 'value', problem: `"${String(value)}" ${format.problem}`, hint: format.hint };
}

function outOfRange(checked: Checked, { path, value }: Place, bound: string): Problem {
  const note = noteAt(checked.schema, path);
  if (typeof value === 'number') return { path, at: 'value', problem: `must be ${bound}, not ${value}`, hint: note };
  const unit = Array.isArray(value) ? 'entries' : 'characters';
  const has = (value as { readonly length: number }).length;
  return { path, at: 'value', problem: `must have ${bound} ${unit}, not ${has}`, hint: note };
}

/** Of a value that is no object. */
const textOf: (value: unknown) => string = String;

function described(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `"${value}"` : textOf(value);
}
