import { LocalOrganizationError } from '../../error.ts';
import type { Stack, StackDefinition, StackOutput, StackResource } from '../../state/stack.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { Properties } from '../properties.ts';
import { ResourceFailure } from '../resource-failure.ts';
import type { CreatedResource, ResourceContext, ResourceType, StackEnvironment } from '../resource-type.ts';
import { evaluateExpression } from '../template/evaluate-expression.ts';
import type { Scope } from '../template/evaluate-expression.ts';
import { isObject } from '../template/json.ts';
import type { JsonObject } from '../template/json.ts';
import { stackScope } from '../template/stack-scope.ts';
import type { ResourceDefinition, Template } from '../template/template.ts';
import { activeOutputs } from './active-resources.ts';
import { needsReplacement } from './needs-replacement.ts';
import { recordResourceEvent } from './stack-events.ts';

interface Attempt {
  readonly verb: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly reason?: string;
}

/**
 * Makes, changes and deletes the resources of one stack, one after the other, and writes what happened into its events. Each
 * verb says whether it succeeded; the reason is in the events.
 */
export class Provision {
  readonly stack: Stack;
  readonly #environment: StackEnvironment;
  readonly #scope: Scope;

  constructor(environment: StackEnvironment, stack: Stack, definition: StackDefinition) {
    this.stack = stack;
    this.#environment = environment;
    const { region } = environment.state.settings;
    const identity = { accountId: stack.accountId, region, stackName: stack.name, stackId: stack.id };
    this.#scope = stackScope(definition, identity, (logicalId) => stack.resources.get(logicalId));
  }

  get scope(): Scope {
    return this.#scope;
  }

  /** What the properties of a resource come to now; undefined, with an event, where they cannot be evaluated. */
  valuesFor({ logicalId, type, physicalId }: StackResource, definition: ResourceDefinition): JsonObject | undefined {
    try {
      return this.#evaluate(definition);
    } catch (error) {
      const event = { logicalId, type, physicalId, status: 'UPDATE_FAILED', reason: reasonOf(error) } as const;
      recordResourceEvent(this.#environment.state, this.stack, event);
      return undefined;
    }
  }

  /** The outputs of a template, or why they cannot be evaluated. */
  outputsOf(template: Template): readonly StackOutput[] | string {
    try {
      return activeOutputs(template, this.#scope);
    } catch (error) {
      return `output(s) failed: ${reasonOf(error)}`;
    }
  }

  /** Whether a resource must be another physical one to have these properties. */
  needsReplacement(before: StackResource, type: string, values: JsonObject): boolean {
    return needsReplacement(this.#environment, before, { type, properties: values });
  }

  /** Makes a resource. */
  create(definition: ResourceDefinition): Promise<boolean> {
    const { logicalId, type } = definition;
    return this.#attempt({ verb: 'CREATE', logicalId, type, physicalId: '' }, async () => {
      const values = this.#evaluate(definition);
      return this.#keep(definition, values, await this.#make(definition, values));
    });
  }

  /** Takes a resource in that exists already, as it is. */
  take(definition: ResourceDefinition, found: CreatedResource): void {
    const { logicalId, type } = definition;
    const { physicalId } = found;
    this.#keep(definition, this.#evaluate(definition), found);
    const { state } = this.#environment;
    for (const status of ['IMPORT_IN_PROGRESS', 'IMPORT_COMPLETE'] as const)
      recordResourceEvent(state, this.stack, { logicalId, type, physicalId, status });
  }

  /** Changes a resource in place. */
  update(before: StackResource, definition: ResourceDefinition, values: JsonObject): Promise<boolean> {
    const { logicalId, type, physicalId } = before;
    return this.#attempt({ verb: 'UPDATE', logicalId, type, physicalId }, async () => {
      const known = this.#typeOf(type);
      const changed = await known.update(this.#context(logicalId), before, checked(known, values));
      return this.#keep(definition, values, changed);
    });
  }

  /** Makes another physical resource in place of one, which goes on existing for the time being. */
  replace(before: StackResource, definition: ResourceDefinition, values: JsonObject): Promise<boolean> {
    const { logicalId, physicalId } = before;
    const reason = 'Requested update requires the creation of a new physical resource; hence creating one.';
    return this.#attempt({ verb: 'UPDATE', logicalId, type: definition.type, physicalId, reason }, async () => {
      refuseSameName(before, this.#typeOf(definition.type), values);
      return this.#keep(definition, values, await this.#make(definition, values));
    });
  }

  /** Takes back a change, whether or not it had succeeded. */
  restore(before: StackResource): Promise<boolean> {
    const { logicalId, type, physicalId } = before;
    return this.#attempt({ verb: 'UPDATE', logicalId, type, physicalId }, async () => {
      const properties = new Properties(type, before.properties);
      await this.#typeOf(type).update(this.#context(logicalId), before, properties);
      this.stack.resources.set(logicalId, before);
      return physicalId;
    });
  }

  /** Deletes a physical resource; the stack forgets it unless it holds another by that logical id. */
  delete(resource: StackResource): Promise<boolean> {
    const { logicalId, type, physicalId } = resource;
    return this.#attempt({ verb: 'DELETE', logicalId, type, physicalId }, async () => {
      await this.#typeOf(type).delete(this.#context(logicalId), resource);
      this.#forget(resource);
      return physicalId;
    });
  }

  /** Leaves a physical resource where it is, and forgets it. */
  skip(resource: StackResource): void {
    const { logicalId, type, physicalId } = resource;
    recordResourceEvent(this.#environment.state, this.stack, {
      logicalId,
      type,
      physicalId,
      status: 'DELETE_SKIPPED',
    });
    this.#forget(resource);
  }

  #evaluate(definition: ResourceDefinition): JsonObject {
    const value = evaluateExpression(definition.properties, this.#scope);
    return isObject(value) ? value : {};
  }

  #make(definition: ResourceDefinition, values: JsonObject): Promise<CreatedResource> {
    const type = this.#typeOf(definition.type);
    return type.create(this.#context(definition.logicalId), checked(type, values));
  }

  #keep(definition: ResourceDefinition, properties: JsonObject, made: CreatedResource): string {
    const { logicalId, type, dependsOn, deletionPolicy } = definition;
    const { physicalId, ref = physicalId, attributes } = made;
    const kept = { logicalId, type, physicalId, ref, attributes, properties, dependsOn, deletionPolicy };
    this.stack.resources.set(logicalId, kept);
    return physicalId;
  }

  #forget(resource: StackResource): void {
    const held = this.stack.resources.get(resource.logicalId);
    if (held?.physicalId === resource.physicalId) this.stack.resources.delete(resource.logicalId);
  }

  async #attempt({ verb, reason, ...resource }: Attempt, act: () => Promise<string>): Promise<boolean> {
    const { state } = this.#environment;
    recordResourceEvent(state, this.stack, { ...resource, status: `${verb}_IN_PROGRESS`, reason });
    try {
      const physicalId = await act();
      recordResourceEvent(state, this.stack, { ...resource, physicalId, status: `${verb}_COMPLETE` });
      return true;
    } catch (error) {
      const failure = reasonOf(error);
      recordResourceEvent(state, this.stack, { ...resource, status: `${verb}_FAILED`, reason: failure });
      return false;
    }
  }

  #typeOf(type: string): ResourceType {
    const known = this.#environment.resourceTypes.get(type);
    if (known !== undefined) return known;
    throw new ResourceFailure(`The local organization has no resource type ${type}.`);
  }

  #context(logicalId: string): ResourceContext {
    const { state } = this.#environment;
    const { name: stackName, id: stackId, accountId } = this.stack;
    const account = state.account(accountId);
    return { ...this.#environment, account, stackName, stackId, logicalId, now: state.clock() };
  }
}

function checked(type: ResourceType, values: JsonObject): Properties {
  const properties = new Properties(type.type, values);
  properties.check(type.properties);
  return properties;
}

/** Two of one name cannot be. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html */
function refuseSameName(before: StackResource, { type, nameProperty }: ResourceType, values: JsonObject): void {
  const name = nameProperty === undefined ? undefined : values[nameProperty];
  if (before.type !== type || nameProperty === undefined || typeof name !== 'string') return;
  if (before.properties[nameProperty] !== name) return;
  throw new ResourceFailure(
    `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
  );
}

// Anything else is a fault of the local organization, and must not pass for AWS's answer.
function reasonOf(error: unknown): string {
  const isAnswer = error instanceof ResourceFailure || error instanceof ServiceError;
  if (isAnswer || error instanceof LocalOrganizationError) return error.message;
  throw error;
}
