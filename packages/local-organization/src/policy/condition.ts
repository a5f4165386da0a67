import { isMultiValued } from './condition-keys.ts';
import type { PolicyStatement } from './policy-document.ts';
import { listOf } from './policy-document.ts';
import { refuse, withoutVariables } from './refuse.ts';
import { arnComponents, matchesArn, matchesWildcards } from './wildcard.ts';

/** A condition that was read: holds, or does not, for the values of a key (none where the key is absent). */
export type ReadCondition = (values: ReadonlyMap<string, readonly string[]>) => boolean;

type Compare = (wanted: string, given: string) => boolean;

/** An operator, taken apart. */
interface Operator {
  readonly compare: Compare;
  /** `…Not…`: holds where nothing matches, an absent key included. */
  readonly negated: boolean;
  /** `…IfExists`: holds where the key is absent. */
  readonly ifExists: boolean;
  readonly forAnyValue: boolean;
}

/**
 * ArnEquals and ArnLike behave identically; Bool compares the words.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const COMPARISONS: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['StringEquals', (wanted, given) => wanted === given],
  ['StringEqualsIgnoreCase', (wanted, given) => wanted.toLowerCase() === given.toLowerCase()],
  ['StringLike', matchesWildcards],
  ['ArnEquals', matchesArn],
  ['ArnLike', matchesArn],
  ['Bool', (wanted, given) => wanted === given.toLowerCase()],
]);
const OPERATOR = /^(ForAnyValue:)?(String|Arn|)(Not)?(EqualsIgnoreCase|Equals|Like|Bool)(IfExists)?$/;

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

function readCondition(
  name: string,
  { key, wanted }: { readonly key: string; readonly wanted: readonly string[] },
  where: string,
): ReadCondition {
  const several = isMultiValued(key, where);
  if (name === 'Null' || name.startsWith('Bool')) checkBooleans(wanted, where);
  // A list of no values is as good as absent.
  if (name === 'Null') return (values) => wanted.includes(String((values.get(key) ?? []).length === 0));
  const { compare, negated, ifExists, forAnyValue } = readOperator(name, where);
  if (several !== forAnyValue)
    refuse(
      where,
      several ? 'a key with several values needs ForAnyValue' : 'ForAnyValue is for keys with several values',
    );
  const badArn = wanted.find((each) => name.startsWith('Arn') && arnComponents(each) === undefined);
  if (badArn !== undefined) refuse(where, `${badArn} is not an ARN of six components`);
  return (values) => {
    const given = values.get(key) ?? [];
    if (given.length === 0) return ifExists || negated;
    return given.some((one) => wanted.some((each) => compare(each, one))) !== negated;
  };
}

// Sets are compared by the positive operators alone: what "none of them" means of a set is easily misread.
function readOperator(name: string, where: string): Operator {
  const [, set, type = '', not, comparison = '', ifExists] = OPERATOR.exec(name) ?? [];
  const compare = COMPARISONS.get(type + comparison);
  const isOdd = (set !== undefined && ((type !== 'String' || not) ?? ifExists)) || (type === '' && not !== undefined);
  if (compare === undefined || isOdd) return refuse(where, `the operator ${name} is not supported`);
  return { compare, negated: not !== undefined, ifExists: ifExists !== undefined, forAnyValue: set !== undefined };
}

function checkBooleans(wanted: readonly string[], where: string): void {
  const other = wanted.find((each) => each !== 'true' && each !== 'false');
  if (other !== undefined) refuse(where, `expects true or false, got ${other}`);
}
