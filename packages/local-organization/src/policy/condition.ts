import type { PolicyStatement } from './policy-document.ts';
import { listOf } from './policy-document.ts';
import { refuse, withoutVariables } from './refuse.ts';
import { arnComponents, matchesArn, matchesWildcards } from './wildcard.ts';

/** What is known of a request, by condition key: one value, or the list of a key that has several. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** A condition that was read: holds, or does not, for the values of a key (none where the key is absent). */
export type ReadCondition = (values: ReadonlyMap<string, readonly string[]>) => boolean;

type Compare = (wanted: string, given: string) => boolean;

/**
 * ArnEquals and ArnLike behave identically; Bool compares the words.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATORS: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['StringEquals', (wanted, given) => wanted === given],
  ['StringLike', matchesWildcards],
  ['ArnEquals', matchesArn],
  ['ArnLike', matchesArn],
  ['Bool', (wanted, given) => wanted === given.toLowerCase()],
  ['ForAnyValue:StringLike', matchesWildcards],
]);

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
const SINGLE_VALUED = new Set([
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalaccount',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:securetransport',
  'aws:sourceaccount',
  's3:if-none-match',
]);
const TAG_OF_RESOURCE = /^(aws|iam):resourcetag\/./;
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
const MULTI_VALUED = new Set(['aws:principalorgpaths', 'aws:tagkeys']);

/** Reads the Condition of a statement: every operator and every key must hold, and one value of each is enough. */
export function readConditions(condition: PolicyStatement['Condition'], element: string): readonly ReadCondition[] {
  return Object.entries(condition ?? {}).flatMap(([operator, block]) =>
    Object.entries(block).map(([key, value]) => {
      const where = `${element}.${operator}.${key}`;
      const wanted = listOf<string | boolean>(value).map((each) => withoutVariables(String(each), where));
      return readCondition(operator, { key: key.toLowerCase(), wanted }, where);
    }),
  );
}

/** The context of a request under lower-case keys: names of keys do not distinguish case. Unknown keys are refused. */
export function readContext(context: RequestContext): ReadonlyMap<string, readonly string[]> {
  const entries = Object.entries(context).map(([name, value]) => {
    const key = name.toLowerCase();
    const values = listOf<string>(value);
    if (!isMultiValued(key, `context.${name}`) && values.length !== 1) refuse(`context.${name}`, 'has one value');
    return [key, values] as const;
  });
  const read = new Map(entries);
  return read.size === entries.length ? read : refuse('context', 'the same key twice, in different case');
}

function readCondition(
  operator: string,
  { key, wanted }: { readonly key: string; readonly wanted: readonly string[] },
  where: string,
): ReadCondition {
  const several = isMultiValued(key, where);
  if (operator === 'Null' || operator === 'Bool') checkBooleans(wanted, where);
  // A list of no values is as good as absent.
  if (operator === 'Null') return (values) => wanted.includes(String((values.get(key) ?? []).length === 0));
  const compare = OPERATORS.get(operator) ?? refuse(where, `the operator ${operator} is not supported`);
  if (several !== operator.startsWith('ForAnyValue:'))
    refuse(
      where,
      several ? 'a key with several values needs ForAnyValue' : 'ForAnyValue is for keys with several values',
    );
  const badArn = wanted.find((each) => operator.startsWith('Arn') && arnComponents(each) === undefined);
  if (badArn !== undefined) refuse(where, `${badArn} is not an ARN of six components`);
  return (values) => (values.get(key) ?? []).some((given) => wanted.some((each) => compare(each, given)));
}

function checkBooleans(wanted: readonly string[], where: string): void {
  const other = wanted.find((each) => each !== 'true' && each !== 'false');
  if (other !== undefined) refuse(where, `expects true or false, got ${other}`);
}

function isMultiValued(key: string, where: string): boolean {
  if (MULTI_VALUED.has(key)) return true;
  if (SINGLE_VALUED.has(key) || TAG_OF_RESOURCE.test(key)) return false;
  return refuse(where, `the condition key ${key} is not supported`);
}
