import type { Scope } from '../template/evaluate-expression.ts';
import { evaluateExpression } from '../template/evaluate-expression.ts';
import type { ResourceDefinition, Template } from '../template/template.ts';
import type { StackOutput } from '../../state/stack.ts';

/** The resources of a template whose conditions hold, in an order in which each comes after what it depends on. */
export function activeResources(template: Template, scope: Scope): readonly ResourceDefinition[] {
  return [...template.resources.values()].filter(
    ({ condition }) => condition === undefined || scope.condition(condition),
  );
}

/** The outputs of a template whose conditions hold. */
export function activeOutputs(template: Template, scope: Scope): readonly StackOutput[] {
  return [...template.outputs.values()]
    .filter(({ condition }) => condition === undefined || scope.condition(condition))
    .map(({ name, description, value }) => {
      const evaluated = evaluateExpression(value, scope);
      return { name, description, value: typeof evaluated === 'string' ? evaluated : JSON.stringify(evaluated) };
    });
}
