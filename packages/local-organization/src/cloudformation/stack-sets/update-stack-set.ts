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
  stackSet.managedExecution = wanted.managedExecution;
  const isNewTarget = (target: string): boolean => !stackSet.targets.includes(target);
  const added = wanted.targets.filter(isNewTarget).flatMap((target) => accountsUnder(state, target));
  const isChanged = differs(stackSet, wanted);
  const { definition, description, autoDeployment, targets, tolerance } = wanted;
  Object.assign(stackSet, { targets });
  const uncovered = instanceAccounts(environment, stackSet).filter(
    (account) => targetOver(targets, positionOf(state, account)) === undefined,
  );
  const deletion =
    uncovered.length === 0
      ? undefined
      : await deleteInstances(environment, stackSet, { accounts: uncovered, tolerance });
  if (deletion?.status === 'FAILED') return deletion;
  Object.assign(stackSet, { definition, description, autoDeployment });
  const present = isChanged ? instanceAccounts(environment, stackSet) : [];
  const update =
    present.length === 0 ? undefined : await deployInstances(environment, stackSet, { accounts: present, tolerance });
  if (update?.status === 'FAILED') return update;
  const missing = [...new Set(added)].filter(({ id }) => stackSet.instances.get(id) === undefined);
  if (missing.length === 0) return update ?? deletion;
  return deployInstances(environment, stackSet, { accounts: missing, tolerance });
}

/** The accounts with an instance that an update reaches: INOPERABLE ones it does not. */
function instanceAccounts({ state }: StackEnvironment, { instances }: StackSet): readonly Account[] {
  return instances.items
    .filter(({ status }) => status !== 'INOPERABLE')
    .map(({ accountId }) => state.account(accountId));
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
