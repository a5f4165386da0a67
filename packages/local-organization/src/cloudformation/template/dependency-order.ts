import { validationError } from './refusals.ts';
import type { ResourceDefinition } from './template.ts';

/**
 * The resources, each after those it depends on, else as they were written. Dependencies that are no resources (parameters)
 * are dropped. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html
 */
export function inDependencyOrder(
  resources: ReadonlyMap<string, ResourceDefinition>,
): ReadonlyMap<string, ResourceDefinition> {
  const ordered = new Map<string, ResourceDefinition>();
  const waiting = new Map(
    [...resources].map(([id, resource]) => {
      const dependsOn = new Set([...resource.dependsOn].filter((each) => resources.has(each)));
      return [id, { ...resource, dependsOn }] as const;
    }),
  );
  while (waiting.size > 0) {
    const next = [...waiting.values()].find(({ dependsOn }) => [...dependsOn].every((each) => ordered.has(each)));
    if (next === undefined) throw circular([...waiting.keys()]);
    ordered.set(next.logicalId, next);
    waiting.delete(next.logicalId);
  }
  return ordered;
}

function circular(ids: readonly string[]) {
  return validationError(`Circular dependency between resources: [${ids.join(', ')}]`);
}
