import type { Faults } from '../faults.ts';
import type { FunctionFleet } from '../lambda-runtime/function-fleet.ts';
import type { Account } from '../state/account.ts';
import type { OrganizationState } from '../state/organization-state.ts';
import type { StackResource } from '../state/stack.ts';
import type { Properties } from './properties.ts';

/** What stacks are made in. */
export interface StackEnvironment {
  readonly state: OrganizationState;
  readonly functions: FunctionFleet;
  readonly faults: Faults;
  /** By type. */
  readonly resourceTypes: ReadonlyMap<string, ResourceType>;
}

/** What a resource is made in. */
export interface ResourceContext extends StackEnvironment {
  readonly account: Account;
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly now: Date;
}

/** A resource that was made or changed. */
export interface CreatedResource {
  readonly physicalId: string;
  /** What Ref gives; the physical id if left out. */
  readonly ref?: string;
  /** What Fn::GetAtt gives, by attribute. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What may stand in the properties of a type. Whatever is in neither list is refused by name. */
export interface PropertyList {
  readonly modelled: readonly string[];
  /** Properties that are taken and change nothing here, with the reason why that does no harm. */
  readonly harmless: Readonly<Record<string, string>>;
}

/**
 * A resource type of CloudFormation. What AWS would refuse is thrown as ResourceFailure; its message becomes the reason of the
 * event. The engine asks `create` for a new physical resource where a create-only property changed, and `delete` for the old
 * one; `update` is only asked where none did.
 */
export interface ResourceType {
  /** `AWS::IAM::Role` */
  readonly type: string;
  readonly properties: PropertyList;
  /** Properties whose change means another physical resource: “Update requires: Replacement” on the type's page. */
  readonly createOnly: readonly string[];
  /** The create-only property that names the resource, if it has one: two of one name cannot be. */
  readonly nameProperty?: string;
  /**
   * One that exists already, by its identifier; only of types that can be imported here.
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-supported-resources.html
   */
  find?(context: ResourceContext, identifier: Readonly<Record<string, string>>): CreatedResource | undefined;
  create(context: ResourceContext, properties: Properties): Promise<CreatedResource>;
  update(context: ResourceContext, resource: StackResource, properties: Properties): Promise<CreatedResource>;
  /** Nothing to delete is no failure. */
  delete(context: ResourceContext, resource: StackResource): Promise<void>;
}
