import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { checkReferences } from './check-references.ts';
import { inDependencyOrder } from './dependency-order.ts';
import { readCondition, readExpression } from './read-expression.ts';
import { readParameterDefinition } from './read-parameter-definition.ts';
import { readResourceDefinition } from './read-resource-definition.ts';
import { notModelled, validationError } from './refusals.ts';
import type { OutputDefinition, Template } from './template.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
const READ = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Conditions',
  'Resources',
  'Outputs',
]);
const OF_AWS_ALONE = new Set(['Mappings', 'Rules', 'Transform', 'Hooks']);

/**
 * Reads a template written in JSON. All of it is read, also what a condition leaves out.
 * @throws ServiceError `ValidationError` for what AWS would refuse, `NotImplemented` for what is not known here.
 */
export function readTemplate(body: string): Template {
  const source = readJson(body);
  checkSections(source);
  const section = (name: string): readonly (readonly [string, JsonObject])[] => entriesOf(source, name);
  const resources = section('Resources').map(([id, value]) => readResourceDefinition(id, value));
  if (resources.length === 0)
    throw validationError('Template format error: At least one Resources member must be defined.');
  const description = source['Description'];
  const template: Template = {
    body,
    description: typeof description === 'string' ? description : undefined,
    parameters: mapOf(section('Parameters').map(([name, value]) => readParameterDefinition(name, value))),
    conditions: new Map(section('Conditions').map(([name, value]) => [name, readCondition(value)])),
    resources: new Map(resources.map((each) => [each.logicalId, each])),
    outputs: mapOf(section('Outputs').map(([name, value]) => readOutput(name, value))),
  };
  checkReferences(template);
  return { ...template, resources: inDependencyOrder(resources) };
}

/** The JSON of a template, an object. */
export function readJson(body: string): JsonObject {
  const parsed = parseJson(body);
  if (isObject(parsed)) return parsed;
  throw validationError('Template format error: unsupported structure.');
}

function parseJson(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    if (!body.trimStart().startsWith('{')) throw notModelled('templates in YAML');
    throw validationError('Template format error: JSON not well-formed.');
  }
}

function checkSections(source: JsonObject): void {
  const names = Object.keys(source).filter((name) => !READ.has(name));
  const unknown = names.filter((name) => !OF_AWS_ALONE.has(name));
  if (unknown.length > 0) throw validationError(`Invalid template property or properties [${unknown.join(', ')}]`);
  if (names[0] !== undefined) throw notModelled(`the template section ${names[0]}`);
  const { AWSTemplateFormatVersion: version = '2010-09-09' } = source;
  if (version !== '2010-09-09')
    throw validationError(`Template format error: ${JSON.stringify(version)} is not a supported value.`);
}

function entriesOf(source: JsonObject, name: string): readonly (readonly [string, JsonObject])[] {
  const section = source[name] ?? {};
  if (!isObject(section)) throw validationError(`Template format error: ${name} must be a map.`);
  return Object.entries(section).map(([key, value]) => {
    if (isObject(value)) return [key, value] as const;
    throw validationError(`Template format error: [/${name}/${key}] every ${name} object must be a map.`);
  });
}

function mapOf<T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
function readOutput(name: string, source: JsonObject): OutputDefinition {
  const other = Object.keys(source).find((key) => !['Value', 'Description', 'Condition'].includes(key));
  if (other !== undefined) throw notModelled(`${other} of the output ${name}`);
  const { Value: value, Description: description, Condition: condition } = source;
  if (value === undefined)
    throw validationError(`Template format error: Output ${name} is malformed. It has no Value.`);
  return {
    name,
    description: typeof description === 'string' ? description : undefined,
    condition: typeof condition === 'string' ? condition : undefined,
    value: readExpression(value),
  };
}
