import type { Account } from '../../state/account.ts';
import type { StackSet } from '../../state/stack-set.ts';
import type { StackEnvironment } from '../resource-type.ts';
import { sameJson } from '../template/json.ts';
import type { Json } from '../template/json.ts';
import type { WantedStackSet } from './read-stack-set.ts';
import { deleteInstances, deployInstances } from './stack-set-operation.ts';
import type { OperationResult } from './stack-set-operation.ts';
import { accountsUnder, positionOf, targetOver } from './stack-set-targets.ts';

/**
 * Brings a StackSet to what is wanted, in the order of CloudFormation's own resource handler: managed execution, deletions,
 * the StackSet, creations. The StackSet keeps its new definition when an operation fails; a change of preferences alone does
 * nothing. https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-cloudformation
 * @returns the first operation that failed, else the last; undefined where there was none
 */
export async function updateStackSet(
  environment: StackEnvironment,
  stackSet: StackSet,
  wanted: WantedStackSet,
): Promise<OperationResult | undefined> {
  const { state } = environment;
  const { targets, tolerance } = wanted;
  const isNewTarget = (target: string): boolean => !stackSet.targets.includes(target);
  const added = targets.filter(isNewTarget).flatMap((target) => accountsUnder(state, target));
  const isChanged = differs(stackSet, wanted);
  stackSet.managedExecution = wanted.managedExecution;
  stackSet.targets = targets;
  const uncovered = placeInstances(environment, stackSet);
  const deletion = await whereAny(uncovered, (accounts) =>
    deleteInstances(environment, stackSet, { accounts, tolerance }),
  );
  if (deletion?.status === 'FAILED') return deletion;
  stackSet.definition = wanted.definition;
  stackSet.description = wanted.description;
  stackSet.autoDeployment = wanted.autoDeployment;
  const deploy = (accounts: readonly Account[]) => deployInstances(environment, stackSet, { accounts, tolerance });
  const update = await whereAny(isChanged ? instanceAccounts(environment, stackSet) : [], (accounts) =>
    deployInstances(environment, stackSet, { accounts, tolerance, action: 'UPDATE' }),
  );
  if (update?.status === 'FAILED') return update;
  const missing = [...new Set(added)].filter(({ id }) => stackSet.instances.get(id) === undefined);
  return (await whereAny(missing, deploy)) ?? update ?? deletion;
}

async function whereAny(
  accounts: readonly Account[],
  operate: (accounts: readonly Account[]) => Promise<OperationResult>,
): Promise<OperationResult | undefined> {
  return accounts.length === 0 ? undefined : operate(accounts);
}

/** Puts every instance under the target that is nearest now. @returns the accounts that are under none any more */
function placeInstances(environment: StackEnvironment, stackSet: StackSet): readonly Account[] {
  return instanceAccounts(environment, stackSet).filter((account) => {
    const target = targetOver(stackSet.targets, positionOf(environment.state, account));
    const instance = stackSet.instances.get(account.id);
    if (target !== undefined && instance !== undefined) instance.organizationalUnitId = target;
    return target === undefined;
  });
}

function instanceAccounts({ state }: StackEnvironment, { instances }: StackSet): readonly Account[] {
  return instances.items.map(({ accountId }) => state.account(accountId));
}

function differs(stackSet: StackSet, wanted: WantedStackSet): boolean {
  return !sameJson(comparable(stackSet), comparable(wanted));
}

function comparable({ definition, description = '', autoDeployment }: Comparable): Json {
  const { template, parameters, tags } = definition;
  const { enabled, retainStacksOnAccountRemoval } = autoDeployment;
  return {
    body: template.body,
    parameters: Object.fromEntries(parameters),
    tags: Object.fromEntries(tags),
    description,
    autoDeployment: [enabled, retainStacksOnAccountRemoval],
  };
}

type Comparable = Pick<StackSet, 'definition' | 'description' | 'autoDeployment'>;
