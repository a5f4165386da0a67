import { inDependencyOrder } from './dependency-order.ts';
import { within } from './expression.ts';
import type { Expression } from './expression.ts';
import { PSEUDO_PARAMETERS } from './pseudo-parameters.ts';
import { notModelled, validationError } from './refusals.ts';
import type { Template } from './template.ts';

/** Refuses references that lead nowhere, as AWS does before it makes anything. */
export function checkReferences(template: Template): void {
  checkConditions(template);
  for (const { logicalId, properties, condition, dependsOn } of template.resources.values()) {
    checkNames(template, properties, 'Resources');
    checkCondition(template, condition);
    for (const name of dependsOn) {
      if (!template.resources.has(name) && !template.parameters.has(name)) {
        throw unresolved(`[${name}]`, `Resources block of the template: ${logicalId} depends on it`);
      }
    }
  }
  for (const { value, condition } of template.outputs.values()) {
    checkNames(template, value, 'Outputs');
    checkCondition(template, condition);
  }
}

function checkConditions(template: Template): void {
  inDependencyOrder(
    [...template.conditions].map(([name, condition]) => ({ logicalId: name, dependsOn: usedIn(condition) })),
  );
  for (const condition of template.conditions.values()) {
    for (const expression of within(condition)) {
      if (expression.kind === 'condition') checkCondition(template, expression.name);
      // Conditions are decided before there are resources.
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html
      if (expression.kind === 'attribute')
        throw unresolved(`[${expression.resource}]`, 'Conditions block of the template');
      if (expression.kind === 'ref') checkReference(template.parameters, expression.name, 'Conditions');
    }
  }
}

function usedIn(condition: Expression): ReadonlySet<string> {
  return new Set([...within(condition)].flatMap((each) => (each.kind === 'condition' ? [each.name] : [])));
}

function checkNames(template: Template, value: Expression, section: string): void {
  for (const expression of within(value)) {
    if (expression.kind === 'if') checkCondition(template, expression.condition);
    if (expression.kind === 'ref' && !template.resources.has(expression.name)) {
      checkReference(template.parameters, expression.name, section);
    }
    if (expression.kind === 'attribute' && !template.resources.has(expression.resource)) {
      throw validationError(
        `Template error: instance of Fn::GetAtt references undefined resource ${expression.resource}`,
      );
    }
  }
}

function checkReference(parameters: Template['parameters'], name: string, section: string): void {
  if (parameters.has(name) || PSEUDO_PARAMETERS.has(name)) return;
  if (name.startsWith('AWS::')) throw notModelled(`the pseudo parameter ${name}`);
  throw unresolved(`[${name}]`, `${section} block of the template`);
}

function checkCondition({ conditions }: Template, name: string | undefined): void {
  if (name === undefined || conditions.has(name)) return;
  throw unresolved(`[${name}]`, 'Conditions block of the template');
}

function unresolved(names: string, where: string) {
  return validationError(`Template format error: Unresolved resource dependencies ${names} in the ${where}`);
}
