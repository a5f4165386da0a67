import type { JsonObject } from '../cloudformation/template/json.ts';
import type { DeletionPolicy, Template } from '../cloudformation/template/template.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
export type StackStatus =
  | 'REVIEW_IN_PROGRESS'
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'IMPORT_IN_PROGRESS'
  | 'IMPORT_COMPLETE'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html */
export type ResourceStatus =
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'IMPORT_IN_PROGRESS'
  | 'IMPORT_COMPLETE'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED'
  | 'DELETE_SKIPPED';

/** A resource that a stack holds. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  /** What Ref gives. */
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** With all functions evaluated. */
  readonly properties: JsonObject;
  readonly dependsOn: ReadonlySet<string>;
  readonly deletionPolicy: DeletionPolicy;
}

/** What happened to a stack, or to a resource in it. */
export interface StackEvent {
  readonly eventId: string;
  readonly at: Date;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: StackStatus | ResourceStatus;
  readonly reason: string | undefined;
}

/** An output as it stands after the last operation. */
export interface StackOutput {
  readonly name: string;
  readonly value: string;
  readonly description: string | undefined;
}

/** What a stack was last made of. */
export interface StackDefinition {
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, string>;
  readonly capabilities: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
}

/** A change set of a stack. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html */
export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly kind: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly createdAt: Date;
  readonly description: string | undefined;
  readonly definition: StackDefinition;
  readonly changes: readonly ResourceChange[];
  /** Of an IMPORT: what the stack takes in. */
  readonly imports: readonly ResourceImport[];
  /** Why it cannot be executed; undefined where it can. */
  readonly failure: string | undefined;
  executed: boolean;
}

/** A resource that exists and that a stack takes in, by what its type is known by. */
export interface ResourceImport {
  readonly logicalId: string;
  readonly type: string;
  readonly identifier: Readonly<Record<string, string>>;
}

/** What a change set would do to a resource. */
export interface ResourceChange {
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Import';
  readonly logicalId: string;
  readonly physicalId: string | undefined;
  readonly type: string;
  /** Of a Modify: whether another physical resource takes its place. */
  readonly replacement: boolean;
}

/** A stack, also one that was deleted: those are found by id. */
export interface Stack {
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  readonly createdAt: Date;
  updatedAt: Date | undefined;
  deletedAt: Date | undefined;
  status: StackStatus;
  statusReason: string | undefined;
  /** Null while there is only a change set that would create it. */
  definition: StackDefinition | null;
  /** What it holds now, in the order of creation. */
  readonly resources: Map<string, StackResource>;
  outputs: readonly StackOutput[];
  /** Oldest first. */
  readonly events: StackEvent[];
  /** By name. */
  readonly changeSets: Map<string, ChangeSet>;
}
