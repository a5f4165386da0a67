import type { SortedIndex } from './sorted-index.ts';
import type { StackDefinition } from './stack.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackInstanceSummary.html */
export type StackInstanceStatus = 'CURRENT' | 'OUTDATED' | 'INOPERABLE';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackInstanceComprehensiveStatus.html */
export type StackInstanceDetailedStatus =
  'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'INOPERABLE' | 'SKIPPED_SUSPENDED_ACCOUNT';

/** What a StackSet has in one account. */
export interface StackInstance {
  readonly accountId: string;
  /** The target the account is under: the root, or a unit. */
  organizationalUnitId: string;
  status: StackInstanceStatus;
  detailedStatus: StackInstanceDetailedStatus;
  statusReason: string | undefined;
  /** Undefined where no stack was ever made. */
  stackId: string | undefined;
  lastOperationId: string;
}

/** When a StackSet follows the organization by itself. */
export interface AutoDeploymentSettings {
  readonly enabled: boolean;
  readonly retainStacksOnAccountRemoval: boolean;
}

/** What an operation was to do. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperation.html */
export type StackSetAction = 'CREATE' | 'UPDATE' | 'DELETE';

/** An operation of a StackSet. */
export interface StackSetOperation {
  readonly id: string;
  readonly action: StackSetAction;
  readonly startedAt: Date;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  endedAt: Date | undefined;
}

/** A service-managed StackSet, in the one Region there is. */
export interface StackSet {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  description: string | undefined;
  definition: StackDefinition;
  autoDeployment: AutoDeploymentSettings;
  managedExecution: boolean;
  /** Ids of the root or of units, in the order in which they were given. */
  targets: readonly string[];
  /** By account id. */
  readonly instances: SortedIndex<StackInstance>;
  /** Oldest first. */
  readonly operations: StackSetOperation[];
}
