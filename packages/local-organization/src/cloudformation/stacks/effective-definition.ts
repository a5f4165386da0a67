import type { Stack, ResourceChange, StackDefinition } from '../../state/stack.ts';
import type { StackEnvironment } from '../resource-type.ts';
import { evaluateExpression } from '../template/evaluate-expression.ts';
import { isObject, sameJson } from '../template/json.ts';
import type { Json, JsonObject } from '../template/json.ts';
import { unresolvedScope } from '../template/stack-scope.ts';
import { activeOutputs, activeResources } from './active-resources.ts';
import { needsReplacement } from './needs-replacement.ts';

/** What a definition comes to once parameters and conditions are decided, references to resources left as they stand. */
interface EffectiveDefinition {
  readonly resources: ReadonlyMap<string, { readonly type: string; readonly properties: JsonObject }>;
  readonly rest: Json;
}

/**
 * What an update would change, resource by resource, or null where it would change nothing at all. Deletion policies alone
 * are no change: AWS is seen to say so, no page does.
 */
export function changesOf(
  environment: StackEnvironment,
  stack: Stack,
  definition: StackDefinition,
): readonly ResourceChange[] | null {
  const before = stack.definition === null ? NOTHING : effective(environment, stack, stack.definition);
  const after = effective(environment, stack, definition);
  const ids = new Set([...before.resources.keys(), ...after.resources.keys()]);
  const changes = [...ids].flatMap((logicalId): readonly ResourceChange[] => {
    const [old, wanted] = [before.resources.get(logicalId), after.resources.get(logicalId)];
    const physicalId = stack.resources.get(logicalId)?.physicalId;
    const type = (wanted ?? old)?.type ?? '';
    const change = { logicalId, physicalId, type, replacement: false };
    if (old === undefined) return [{ ...change, action: 'Add' }];
    if (wanted === undefined) return [{ ...change, action: 'Remove' }];
    if (old.type === wanted.type && sameJson(old.properties, wanted.properties)) return [];
    return [{ ...change, action: 'Modify', replacement: needsReplacement(environment, old, wanted) }];
  });
  return changes.length === 0 && sameJson(before.rest, after.rest) ? null : changes;
}

const NOTHING: EffectiveDefinition = { resources: new Map(), rest: null };

function effective({ state }: StackEnvironment, stack: Stack, definition: StackDefinition): EffectiveDefinition {
  const { region } = state.settings;
  const identity = { accountId: stack.accountId, region, stackName: stack.name, stackId: stack.id };
  const scope = unresolvedScope(definition, identity);
  const resources = activeResources(definition.template, scope).map(({ logicalId, type, properties }) => {
    const values = evaluateExpression(properties, scope);
    return [logicalId, { type, properties: isObject(values) ? values : {} }] as const;
  });
  const outputs = activeOutputs(definition.template, scope).map(({ name, value }) => [name, value] as const);
  return {
    resources: new Map(resources),
    rest: { outputs: Object.fromEntries(outputs), tags: Object.fromEntries(definition.tags) },
  };
}
