import { evaluateCondition } from './evaluate-expression.ts';
import type { Scope } from './evaluate-expression.ts';
import type { Json } from './json.ts';
import { listItems } from './parameter-values.ts';
import { pseudoParameter } from './pseudo-parameters.ts';
import type { StackIdentity } from './pseudo-parameters.ts';
import { validationError } from './refusals.ts';
import type { Template } from './template.ts';

/** What a resource that exists is known by. */
export interface KnownResource {
  /** What Ref gives. */
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A template, and the values of its parameters. */
export interface Parameterised {
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, string>;
}

/** What names mean in a stack: parameters, pseudo parameters, and the resources there are so far. */
export function stackScope(
  { template, parameters }: Parameterised,
  stack: StackIdentity,
  resource: (logicalId: string) => KnownResource | undefined,
): Scope {
  const known = (logicalId: string): KnownResource => {
    const found = resource(logicalId);
    if (found !== undefined) return found;
    throw validationError(`Template format error: Unresolved resource dependencies [${logicalId}]`);
  };
  const scope: Scope = {
    ref: (name) => parameterValue(template, parameters, name) ?? pseudoParameter(name, stack) ?? known(name).ref,
    attribute: (logicalId, name) => {
      const { attributes } = known(logicalId);
      const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (value !== undefined) return value;
      throw validationError(
        `Template error: resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`,
      );
    },
    condition: (name) => {
      const condition = template.conditions.get(name);
      return condition !== undefined && evaluateCondition(condition, scope);
    },
  };
  return scope;
}

/**
 * What names mean where nothing exists yet: references to resources stay as they stand, so that two versions of a template
 * can be compared.
 */
export function unresolvedScope(parameterised: Parameterised, stack: StackIdentity): Scope {
  const scope = stackScope(parameterised, stack, (logicalId) => ({ ref: `{{${logicalId}}}`, attributes: {} }));
  return { ...scope, attribute: (logicalId, name) => `{{${logicalId}.${name}}}` };
}

function parameterValue(template: Template, parameters: ReadonlyMap<string, string>, name: string): Json | undefined {
  const value = parameters.get(name);
  const type = template.parameters.get(name)?.type;
  return value !== undefined && (type === 'List<Number>' || type === 'CommaDelimitedList') ? listItems(value) : value;
}
