import type { Stack, StackDefinition, StackResource } from '../../state/stack.ts';
import { sameJson } from '../template/json.ts';
import type { ResourceDefinition } from '../template/template.ts';
import { activeResources } from './active-resources.ts';
import { isKeptWhenCreationFails } from './create-stack.ts';
import { deleteResources } from './delete-resources.ts';
import { Provision } from './provision.ts';
import type { StackEnvironment } from '../resource-type.ts';
import { setStackStatus, USER_INITIATED } from './stack-events.ts';

/** What an update has done so far. */
interface Progress {
  /** What the stack held at first. */
  readonly before: ReadonlyMap<string, StackResource>;
  /** What was changed in place, successfully or not, in that order. */
  readonly changed: StackResource[];
  /** What another physical resource has taken the place of. */
  readonly replaced: StackResource[];
}

/**
 * Brings a stack to another definition. A failure takes everything back; what is no longer needed is only deleted when all
 * the rest has succeeded. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
 */
export async function updateStack(
  environment: StackEnvironment,
  stack: Stack,
  definition: StackDefinition,
): Promise<void> {
  const { state } = environment;
  stack.updatedAt = state.clock();
  setStackStatus(state, stack, { status: 'UPDATE_IN_PROGRESS', reason: USER_INITIATED });
  const work = new Provision(environment, stack, definition);
  const progress: Progress = { before: new Map(stack.resources), changed: [], replaced: [] };
  const wanted = activeResources(definition.template, work.scope);
  for (const resource of wanted) {
    if (await bringTo(work, resource, progress)) continue;
    const verb = progress.before.has(resource.logicalId) ? 'update' : 'create';
    return rollBack(environment, work, { progress, reason: `resource(s) failed to ${verb}: [${resource.logicalId}]` });
  }
  const outputs = work.outputsOf(definition.template);
  if (typeof outputs === 'string') return rollBack(environment, work, { progress, reason: outputs });
  stack.definition = definition;
  stack.outputs = outputs;
  setStackStatus(state, stack, { status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' });
  await cleanUp(work, wanted, progress);
  setStackStatus(state, stack, { status: 'UPDATE_COMPLETE' });
}

async function bringTo(work: Provision, definition: ResourceDefinition, progress: Progress): Promise<boolean> {
  const before = progress.before.get(definition.logicalId);
  if (before === undefined) return work.create(definition);
  const values = work.valuesFor(before, definition);
  if (values === undefined) return false;
  if (before.type === definition.type && sameJson(before.properties, values)) {
    const { dependsOn, deletionPolicy } = definition;
    work.stack.resources.set(definition.logicalId, { ...before, dependsOn, deletionPolicy });
    return true;
  }
  if (work.needsReplacement(before, definition.type, values)) {
    const isReplaced = await work.replace(before, definition, values);
    if (isReplaced) progress.replaced.push(before);
    return isReplaced;
  }
  // Noted first: a change that failed half-way is taken back too.
  progress.changed.push(before);
  return work.update(before, definition, values);
}

// A failure here is only an event: the update has succeeded.
async function cleanUp(work: Provision, wanted: readonly ResourceDefinition[], { replaced }: Progress): Promise<void> {
  const policies = new Map(wanted.map((each) => [each.logicalId, each.updateReplacePolicy]));
  const removed = [...work.stack.resources.values()].filter((each) => !policies.has(each.logicalId));
  await deleteResources(work, [...removed, ...replaced], (resource) => {
    const policy = policies.get(resource.logicalId) ?? resource.deletionPolicy;
    return policy !== 'Delete';
  });
}

async function rollBack(
  { state }: StackEnvironment,
  work: Provision,
  { progress, reason }: { readonly progress: Progress; readonly reason: string },
): Promise<void> {
  const { stack } = work;
  setStackStatus(state, stack, { status: 'UPDATE_ROLLBACK_IN_PROGRESS', reason: `The following ${reason}. ` });
  for (const before of progress.changed.toReversed()) {
    if (await work.restore(before)) continue;
    const failed = `The following resource(s) failed to update: [${before.logicalId}]. `;
    return setStackStatus(state, stack, { status: 'UPDATE_ROLLBACK_FAILED', reason: failed });
  }
  const isFresh = ({ logicalId, physicalId }: StackResource): boolean =>
    progress.before.get(logicalId)?.physicalId !== physicalId;
  const unwanted = [...stack.resources.values()].filter(isFresh);
  for (const [logicalId, resource] of progress.before) stack.resources.set(logicalId, resource);
  setStackStatus(state, stack, { status: 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS' });
  await deleteResources(work, unwanted, isKeptWhenCreationFails);
  setStackStatus(state, stack, { status: 'UPDATE_ROLLBACK_COMPLETE' });
}
