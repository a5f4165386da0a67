import { within } from './expression.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { readExpression } from './read-expression.ts';
import { notModelled, validationError } from './refusals.ts';
import type { DeletionPolicy, ResourceDefinition } from './template.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-product-attribute-reference.html
const READ = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
]);
const OF_AWS_ALONE = new Set(['CreationPolicy', 'UpdatePolicy']);

/** Reads the declaration of a resource. Whether its type and properties are known is found out when it is created. */
export function readResourceDefinition(logicalId: string, source: JsonObject): ResourceDefinition {
  checkAttributes(logicalId, source);
  const { Type: type, Properties: properties = {}, DependsOn: dependsOn, Condition: condition } = source;
  if (typeof type !== 'string')
    throw validationError(
      `Template format error: [/Resources/${logicalId}] Every Resources object must contain a Type member.`,
    );
  if (!isObject(properties)) throw validationError(`Template format error: Properties of ${logicalId} must be a map.`);
  const read = readExpression(properties);
  return {
    logicalId,
    type,
    condition: typeof condition === 'string' ? condition : undefined,
    properties: read,
    // What it refers to is added when it is known which names are resources'.
    dependsOn: new Set([...namesOf(dependsOn), ...[...within(read)].flatMap(referenceIn)]),
    deletionPolicy: policyOf(logicalId, source['DeletionPolicy'], ['Delete', 'Retain', 'RetainExceptOnCreate']),
    updateReplacePolicy: policyOf(logicalId, source['UpdateReplacePolicy'], ['Delete', 'Retain']),
  };
}

function checkAttributes(logicalId: string, source: JsonObject): void {
  if (!/^[A-Za-z0-9]+$/.test(logicalId))
    throw validationError(`Template format error: Resource name ${logicalId} is non alphanumeric.`);
  const names = Object.keys(source).filter((name) => !READ.has(name));
  const unknown = names.find((name) => !OF_AWS_ALONE.has(name));
  if (unknown !== undefined) throw validationError(`Invalid template resource property '${unknown}'`);
  if (names[0] !== undefined) throw notModelled(`${names[0]} of the resource ${logicalId}`);
}

function namesOf(dependsOn: Json | undefined): readonly string[] {
  return dependsOn === undefined ? [] : [dependsOn].flat().map(String);
}

function referenceIn(expression: ReturnType<typeof readExpression>): readonly string[] {
  if (expression.kind === 'attribute') return [expression.resource];
  return expression.kind === 'ref' && !expression.name.startsWith('AWS::') ? [expression.name] : [];
}

function policyOf<Policy extends DeletionPolicy>(
  logicalId: string,
  value: Json | undefined,
  known: readonly Policy[],
): Policy | 'Delete' {
  if (value === undefined) return 'Delete';
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  throw notModelled(`the policy ${JSON.stringify(value)} of the resource ${logicalId}`);
}
