import type { StackResource } from '../../state/stack.ts';
import { inDependencyOrder } from '../template/dependency-order.ts';
import type { Provision } from './provision.ts';

/**
 * Deletes resources, each before those it depends on; what one depends on that could not be deleted is not tried.
 * @returns the logical ids that failed
 */
export async function deleteResources(
  work: Provision,
  resources: Iterable<StackResource>,
  isKept: (resource: StackResource) => boolean,
): Promise<readonly string[]> {
  const failed: string[] = [];
  const needed = new Set<string>();
  for (const resource of [...inDependencyOrder(resources).values()].toReversed()) {
    const { logicalId, dependsOn } = resource;
    const isDone = !needed.has(logicalId) && (await deleteOrKeep(work, resource, isKept(resource)));
    if (isDone) continue;
    if (!needed.has(logicalId)) failed.push(logicalId);
    for (const each of dependsOn) needed.add(each);
  }
  return failed;
}

async function deleteOrKeep(work: Provision, resource: StackResource, isKept: boolean): Promise<boolean> {
  if (!isKept) return work.delete(resource);
  work.skip(resource);
  return true;
}
