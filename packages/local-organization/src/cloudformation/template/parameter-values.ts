import { validationError } from './refusals.ts';
import type { Bounds, ParameterDefinition, Template } from './template.ts';

/** A value given for a parameter, or the word that the value of before is kept. */
export interface GivenParameter {
  readonly ParameterKey?: string | undefined;
  readonly ParameterValue?: string | undefined;
  readonly UsePreviousValue?: boolean | undefined;
}

/**
 * A value for every parameter: given, kept from before, or the default; each within its constraints.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function parameterValues(
  { parameters }: Template,
  given: readonly GivenParameter[],
  previous: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const unknown = given.map((each) => each.ParameterKey ?? '').filter((name) => !parameters.has(name));
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const values = new Map<string, string>();
  const missing: string[] = [];
  for (const definition of parameters.values()) {
    const value = valueOf(definition, given, previous);
    if (value === undefined) missing.push(definition.name);
    else values.set(definition.name, value);
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  for (const [name, value] of values) checkValue(parameters.get(name), value);
  return values;
}

function valueOf(
  { name, default: standard }: ParameterDefinition,
  given: readonly GivenParameter[],
  previous: ReadonlyMap<string, string>,
): string | undefined {
  const entry = given.find((each) => each.ParameterKey === name);
  if (entry?.UsePreviousValue !== true) return entry?.ParameterValue ?? standard;
  const kept = previous.get(name);
  if (kept !== undefined) return kept;
  throw validationError(`Invalid input for parameter key ${name}. No previous value for it.`);
}

function checkValue(definition: ParameterDefinition | undefined, value: string): void {
  const broken = definition === undefined ? undefined : brokenConstraint(definition, value);
  if (definition === undefined || broken === undefined) return;
  const { name, constraintDescription } = definition;
  throw validationError(
    constraintDescription === undefined
      ? `Parameter '${name}' ${broken}`
      : `Parameter ${name} failed to satisfy constraint: ${constraintDescription}`,
  );
}

/** Which constraint a value breaks, in words. Of a list, every item must be allowed. */
function brokenConstraint(definition: ParameterDefinition, value: string): string | undefined {
  const { type, allowedPattern, allowedValues, length } = definition;
  const isList = type === 'List<Number>' || type === 'CommaDelimitedList';
  const items = isList ? listItems(value) : [value];
  if (type !== 'String' && type !== 'CommaDelimitedList') {
    if (!items.every((item) => item.trim() !== '' && Number.isFinite(Number(item)))) return 'must be a number.';
    if (!items.every((item) => isWithin(Number(item), definition.value)))
      return `must be ${boundsText(definition.value)}`;
  }
  if (allowedValues !== undefined && !items.every((item) => allowedValues.includes(item))) {
    return 'must be one of AllowedValues';
  }
  // The pattern must match the whole value.
  if (allowedPattern !== undefined && !items.every((item) => new RegExp(`^(?:${allowedPattern})$`).test(item))) {
    return `must match pattern ${allowedPattern}`;
  }
  return type === 'String' && !isWithin(value.length, length) ? `must have a length ${boundsText(length)}` : undefined;
}

/** The items of a value of a list type. */
export function listItems(value: string): readonly string[] {
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}

function isWithin(value: number, { least, most }: Bounds): boolean {
  return value >= (least ?? -Infinity) && value <= (most ?? Infinity);
}

function boundsText({ least, most }: Bounds): string {
  return [
    ...(least === undefined ? [] : [`not less than ${least}`]),
    ...(most === undefined ? [] : [`not greater than ${most}`]),
  ].join(' and ');
}
