import type { Account } from '../../state/account.ts';
import type { StackInstance, StackSet, StackSetAction, StackSetOperation } from '../../state/stack-set.ts';
import type { StackEnvironment } from '../resource-type.ts';
import { deleteInstance } from './delete-instance.ts';
import { deployInstance } from './deploy-instance.ts';
import type { InstanceResult } from './deploy-instance.ts';
import { positionOf, targetOver } from './stack-set-targets.ts';

/** How many accounts may fail before an operation stops: a number, or a share of the accounts. */
export interface FailureTolerance {
  readonly count?: number | undefined;
  readonly percentage?: number | undefined;
}

/** How an operation ended, and what failed in which account. */
export interface OperationResult {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly operationId: string;
  readonly failures: readonly string[];
}

/** Accounts that one operation goes through. */
export interface InstanceOperation {
  readonly accounts: readonly Account[];
  readonly tolerance: FailureTolerance;
}

/**
 * Creates or updates the instances of accounts, by account id. A failure in one account does not touch the others, until
 * more have failed than are tolerated: then the rest is cancelled.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html
 */
export function deployInstances(
  environment: StackEnvironment,
  stackSet: StackSet,
  operation: InstanceOperation & { readonly action?: 'CREATE' | 'UPDATE' },
): Promise<OperationResult> {
  return run(environment, stackSet, {
    action: 'CREATE',
    ...operation,
    act: (instance, account) => deployInstance(environment, stackSet, { instance, account }),
  });
}

/** Takes the instances of accounts away, with their stacks unless these are to stay. */
export function deleteInstances(
  environment: StackEnvironment,
  stackSet: StackSet,
  { retainStacks = false, ...operation }: InstanceOperation & { readonly retainStacks?: boolean },
): Promise<OperationResult> {
  const accounts = operation.accounts.filter(({ id }) => stackSet.instances.get(id) !== undefined);
  return run(environment, stackSet, {
    ...operation,
    accounts,
    action: 'DELETE',
    act: (instance, account) => deleteInstance(environment, stackSet, { instance, account, retainStack: retainStacks }),
  });
}

/** Begins the next operation of a StackSet. */
export function beginOperation(
  { state }: StackEnvironment,
  stackSet: StackSet,
  action: StackSetAction,
): StackSetOperation {
  const { operations } = stackSet;
  const id = state.identifiers.uuid('operation', stackSet.id, String(operations.length + 1));
  const begun: StackSetOperation = { id, action, startedAt: state.clock(), status: 'RUNNING', endedAt: undefined };
  operations.push(begun);
  return begun;
}

/** Ends an operation; with a tolerated failure it has succeeded. */
export function endOperation(
  { state }: StackEnvironment,
  operation: StackSetOperation,
  status: OperationResult['status'],
): void {
  operation.status = status;
  operation.endedAt = state.clock();
}

/** The instance of an account, made where there is none yet, as an operation finds it; `target` is what the account is under. */
export function instanceIn(
  stackSet: StackSet,
  account: Account,
  { operationId, target }: { readonly operationId: string; readonly target: string | undefined },
): StackInstance {
  const instance: StackInstance = stackSet.instances.get(account.id) ?? {
    accountId: account.id,
    organizationalUnitId: '',
    status: 'OUTDATED',
    detailedStatus: 'CANCELLED',
    statusReason: undefined,
    stackId: undefined,
    lastOperationId: operationId,
  };
  instance.organizationalUnitId = target ?? instance.organizationalUnitId;
  instance.lastOperationId = operationId;
  stackSet.instances.put(instance);
  return instance;
}

interface Running extends InstanceOperation {
  readonly action: StackSetAction;
  readonly act: (instance: StackInstance, account: Account) => Promise<InstanceResult>;
}

async function run(
  environment: StackEnvironment,
  stackSet: StackSet,
  { accounts, tolerance, action, act }: Running,
): Promise<OperationResult> {
  const operation = beginOperation(environment, stackSet, action);
  const operationId = operation.id;
  const most = tolerated(tolerance, accounts.length);
  const failures: string[] = [];
  for (const account of accounts) {
    const target = targetOver(stackSet.targets, positionOf(environment.state, account));
    const instance = instanceIn(stackSet, account, { operationId, target });
    if (failures.length > most) cancel(instance);
    else if ((await act(instance, account)) === 'failed') {
      failures.push(`Account ${account.id}: ${instance.statusReason}`);
    }
  }
  const status = failures.length > most ? 'FAILED' : 'SUCCEEDED';
  endOperation(environment, operation, status);
  return { status, operationId, failures };
}

// A share is rounded down.
function tolerated({ count, percentage = 0 }: FailureTolerance, accounts: number): number {
  return count ?? Math.floor((accounts * percentage) / 100);
}

function cancel(instance: StackInstance): void {
  instance.status = 'OUTDATED';
  instance.detailedStatus = 'CANCELLED';
  instance.statusReason = 'Cancelled since failure tolerance has exceeded';
}
