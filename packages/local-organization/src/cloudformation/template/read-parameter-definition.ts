import type { Json, JsonObject } from './json.ts';
import { notModelled, validationError } from './refusals.ts';
import type { Bounds, ParameterDefinition } from './template.ts';

const TYPES = ['String', 'Number', 'List<Number>', 'CommaDelimitedList'] as const;

const MEMBERS = new Set([
  'Type',
  'Default',
  'Description',
  'NoEcho',
  'AllowedValues',
  'AllowedPattern',
  'ConstraintDescription',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
]);

/** Reads the declaration of a parameter. Types that AWS looks up in an account (`AWS::…`, SSM's) are refused by name. */
export function readParameterDefinition(name: string, source: JsonObject): ParameterDefinition {
  const other = Object.keys(source).find((member) => !MEMBERS.has(member));
  if (other !== undefined) throw validationError(`Invalid template parameter property '${other}'`);
  const type = TYPES.find((each) => each === source['Type']);
  if (type === undefined) throw notModelled(`parameters of type ${text(source['Type'])}`);
  const allowed = source['AllowedValues'];
  return {
    name,
    type,
    default: text(source['Default']),
    description: text(source['Description']),
    noEcho: text(source['NoEcho']) === 'true',
    allowedValues: Array.isArray(allowed) ? allowed.map((each: Json) => text(each) ?? '') : undefined,
    allowedPattern: text(source['AllowedPattern']),
    constraintDescription: text(source['ConstraintDescription']),
    length: boundsOf(source, 'Length'),
    value: boundsOf(source, 'Value'),
  };
}

function boundsOf(source: JsonObject, of: 'Length' | 'Value'): Bounds {
  return { least: numberOf(source[`Min${of}`]), most: numberOf(source[`Max${of}`]) };
}

function numberOf(value: Json | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

// Numbers are written as numbers or as text, and are text from here on.
function text(value: Json | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
