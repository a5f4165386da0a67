import type * as z from 'zod/mini';
import type { Problem } from '../problem.ts';
import { suggest } from '../suggestion.ts';
import { valueAt } from './document.ts';
import { keysAt, noteAt } from './schema-walk.ts';
import { TEXT_FORMATS } from './text-format.ts';

type Issue = z.core.$ZodIssue;
type Path = (string | number)[];

/** What is being checked: the schema and the whole document, which the words of a problem refer to. */
export interface Checked {
  readonly schema: z.core.$ZodType;
  readonly document: unknown;
}

/** zod's findings in the words of the person who wrote the document: where, what is wrong, what to write. */
export function schemaProblems(checked: Checked, issues: readonly Issue[]): Problem[] {
  return issues.flatMap((issue) => problemsOf(checked, issue, issue.path as Path));
}

function problemsOf(checked: Checked, issue: Issue, path: Path): Problem[] {
  const value = valueAt(checked.document, path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(checked.schema, path);
      return issue.keys.map((key) => unknownKey([...path, key], known));
    }
    case 'invalid_union':
      return unionProblems(checked, { issue, path, value });
    case 'invalid_key':
      return issue.issues.flatMap((inner) => problemsOf(checked, inner, path).map((found) => ({ ...found, at: 'key' as const })));
    case 'invalid_type':
      return [value === undefined ? missing(checked, path) : wrongType(checked, path, issue.expected)];
    case 'invalid_value':
      return [value === undefined ? missing(checked, path) : wrongChoice(path, value, issue.values.map(String))];
    case 'invalid_format':
      return [wrongText(path, value, issue.pattern)];
    case 'too_small':
      return [outOfRange(checked, path, `at least ${issue.minimum}`)];
    default:
      return [outOfRange(checked, path, `at most ${(issue as { maximum?: unknown }).maximum}`)];
  }
}

/** An entry written as text or as a map: the problems of the form that was evidently meant. */
function unionProblems(checked: Checked, at: { issue: z.core.$ZodIssueInvalidUnion; path: Path; value: unknown }): Problem[] {
  const [asText = [], asMap = []] = at.issue.errors;
  const meant = typeof at.value === 'object' && at.value !== null ? asMap : asText;
  return meant.flatMap((inner) => problemsOf(checked, inner, [...at.path, ...(inner.path as Path)]));
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
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function wrongType(checked: Checked, path: Path, expected: string): Problem {
  const value = valueAt(checked.document, path);
  const note = noteAt(checked.schema, path);
  if (typeof value === 'number' && expected === 'string') return { path, at: 'value', ...numberForText(value, note) };
  const problem = `must be ${NOUNS[expected] ?? expected}, not ${described(value)}`;
  return { path, at: 'value', problem, hint: note };
}

/** YAML reads 012345678901 as a number and drops its zero, so an account id needs its quotes. */
function numberForText(value: number, note: string): { problem: string; hint: string } {
  const couldBeAccount = Number.isInteger(value) && value >= 0 && value < 1e12;
  if (!couldBeAccount || value < 1e6) return { problem: `must be text, not the number ${value}`, hint: note };
  const id = String(value).padStart(12, '0');
  return { problem: 'is a number, which loses a leading zero: an account id is text', hint: `write it in quotes: "${id}"` };
}

function wrongChoice(path: Path, value: unknown, choices: readonly string[]): Problem {
  const problem = `must be ${choices.join(' or ')}, not ${described(value)}`;
  if (choices.includes(String(value))) return { path, at: 'value', problem, hint: `write ${String(value)} without quotes` };
  return { path, at: 'value', problem, hint: suggest(String(value), choices) };
}

function wrongText(path: Path, value: unknown, pattern: string | undefined): Problem {
  // A pattern on a map's keys is tested on the last step of the path.
  const text = typeof value === 'string' ? value : String(path[path.length - 1]);
  const format = Object.values(TEXT_FORMATS).find((candidate) => String(candidate.pattern) === pattern);
  const { problem = 'is not written as it should be', hint = `it must match ${pattern}` } = format ?? {};
  return { path, at: 'value', problem: `"${text}" ${problem}`, hint };
}

function outOfRange(checked: Checked, path: Path, bound: string): Problem {
  const value = valueAt(checked.document, path);
  const note = noteAt(checked.schema, path);
  if (typeof value === 'number') return { path, at: 'value', problem: `must be ${bound}, not ${value}`, hint: note };
  const unit = Array.isArray(value) ? 'entries' : 'characters';
  const has = (value as { readonly length: number }).length;
  return { path, at: 'value', problem: `must have ${bound} ${unit}, not ${has}`, hint: note };
}

function described(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `"${value}"` : String(value);
}
