import type { GenericIssue, GenericSchema } from 'valibot';
import type { Problem } from '../problem.ts';
import { suggest } from '../suggestion.ts';
import { issuePath, valueAt } from './document.ts';
import { choicesAt, keysAt, noteAt } from './schema-walk.ts';
import { TEXT_FORMATS, type TextFormat } from './text-format.ts';

type Path = (string | number)[];

/** What is being checked: the schema and the whole document, which the words of a problem refer to. */
export interface Checked {
  readonly schema: GenericSchema;
  readonly document: unknown;
}

/** One place of the document and what stands there: its value, or the key itself where the key is what was refused. */
interface Place {
  readonly path: Path;
  readonly value: unknown;
}

/** valibot's findings in the words of the person who wrote the document: where, what is wrong, what to write. */
export function schemaProblems(checked: Checked, issues: readonly GenericIssue[]): Problem[] {
  return issues.flatMap((issue) => problemsOf(checked, issue, issuePath(issue)));
}

function problemsOf(checked: Checked, issue: GenericIssue, path: Path): Problem[] {
  const value = valueAt(checked.document, path);
  if (issue.expected === 'never') return unknownKeys(checked, path.slice(0, -1));
  if (issue.type === 'union') return unionProblems(checked, issue, { path, value });
  if (value === undefined) return [missing(checked, path)];
  if (issue.path?.at(-1)?.origin !== 'key') return [problemAt(checked, issue, { path, value })];
  return [{ ...problemAt(checked, issue, { path, value: path.at(-1) }), at: 'key' }];
}

/** What is wrong with something that is there. */
function problemAt(checked: Checked, issue: GenericIssue, place: Place): Problem {
  switch (issue.type) {
    case 'literal':
    case 'picklist':
      return wrongChoice(place, choicesAt(checked.schema, place.path));
    case 'regex':
      return wrongText(place, issue.requirement);
    case 'min_length':
    case 'min_value':
      return outOfRange(checked, place, `at least ${String(issue.requirement)}`);
    case 'max_length':
    case 'max_value':
      return outOfRange(checked, place, `at most ${String(issue.requirement)}`);
    default:
      return wrongType(checked, place, issue.type);
  }
}

/** An entry written as text or as a map: the problems of the form that was evidently meant. The text has only one. */
function unionProblems(checked: Checked, issue: GenericIssue, { path, value }: Place): Problem[] {
  const [asText, ...asMap] = issue.issues as readonly [GenericIssue, ...GenericIssue[]];
  const meant = typeof value === 'object' && value !== null ? asMap : [asText];
  return meant.flatMap((inner) => problemsOf(checked, inner, [...path, ...issuePath(inner)]));
}

/** valibot stops at the first unknown setting of a map; whoever wrote them wants to see them all. */
function unknownKeys(checked: Checked, path: Path): Problem[] {
  const known = keysAt(checked.schema, path);
  const written = Object.keys(valueAt(checked.document, path) as object);
  return written.filter((key) => !known.includes(key)).map((key) => unknownKey([...path, key], known));
}

function unknownKey(path: Path, known: readonly string[]): Problem {
  const key = String(path[path.length - 1]);
  return { path, at: 'key', problem: `unknown setting "${key}"`, hint: suggest(key, known) };
}

function missing(checked: Checked, path: Path): Problem {
  const name = String(path[path.length - 1]);
  return { path, at: 'parent', problem: `"${name}" is missing`, hint: noteAt(checked.schema, path) };
}

/** By valibot's name of what was wanted; `custom` is what asks for a map. */
const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a whole number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  custom: 'a map',
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

function wrongText({ path, value }: Place, pattern: unknown): Problem {
  const format = Object.values(TEXT_FORMATS).find((candidate) => candidate.pattern === pattern) as TextFormat;
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
