import { LocalOrganizationError } from '../error.ts';
import type { Account } from '../state/account.ts';
import type { OrganizationState } from '../state/organization-state.ts';
import type { Stack, StackStatus } from '../state/stack.ts';
import type { StackInstanceDetailedStatus, StackInstanceStatus } from '../state/stack-set.ts';
import { findStack } from './stacks/find-stack.ts';
import { firstFailure } from './stacks/stack-events.ts';

/** A resource of a stack as tests look at it. */
export interface StackResourceView {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
}

/** A stack as tests and the demo look at it. */
export interface StackView {
  readonly accountId: string;
  readonly stackName: string;
  readonly stackId: string;
  readonly status: StackStatus;
  /** What failed first in the last operation, and why; null where nothing did. */
  readonly failure: string | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: readonly StackResourceView[];
}

/** What a StackSet has in an account, as tests and the demo look at it. */
export interface StackInstanceView {
  readonly accountId: string;
  /** The target the account is under. */
  readonly organizationalUnitId: string;
  readonly status: StackInstanceStatus;
  readonly detailedStatus: StackInstanceDetailedStatus;
  readonly statusReason: string | null;
  readonly stackId: string | null;
}

/** A stack that must be there, by its name; also a deleted one, by its id. */
export function stackNamed(account: Account, stackName: string): Stack {
  const found = findStack(account, stackName);
  if (found !== undefined) return found;
  throw new LocalOrganizationError('stack-unknown', `There is no stack ${stackName} in ${account.id}.`);
}

/** The stack as it is now. */
export function viewStack(stack: Stack): StackView {
  return {
    accountId: stack.accountId,
    stackName: stack.name,
    stackId: stack.id,
    status: stack.status,
    failure: firstFailure(stack) ?? null,
    parameters: Object.fromEntries(stack.definition?.parameters ?? []),
    outputs: Object.fromEntries(stack.outputs.map(({ name, value }) => [name, value])),
    resources: [...stack.resources.values()].map(({ logicalId, type, physicalId }) => ({
      logicalId,
      type,
      physicalId,
    })),
  };
}

/** The instances of a StackSet as they are now, by account id. */
export function viewStackInstances(state: OrganizationState, stackSetName: string): readonly StackInstanceView[] {
  const stackSet = state.stackSets.get(stackSetName);
  if (stackSet === undefined) {
    throw new LocalOrganizationError('stack-set-unknown', `There is no StackSet ${stackSetName}.`);
  }
  return stackSet.instances.items.map(
    ({ accountId, organizationalUnitId, status, detailedStatus, statusReason, stackId }) => ({
      accountId,
      organizationalUnitId,
      status,
      detailedStatus,
      statusReason: statusReason ?? null,
      stackId: stackId ?? null,
    }),
  );
}
