import type { Account } from '../../state/account.ts';
import type { StackSet } from '../../state/stack-set.ts';
import type { StackEnvironment } from '../resource-type.ts';
import { deleteInstance } from './delete-instance.ts';
import { deployInstance } from './deploy-instance.ts';
import { beginOperation, endOperation, instanceIn } from './stack-set-operation.ts';
import { targetOver } from './stack-set-targets.ts';

/** An account that joined, moved or left: where it was and is, as ids from the root down; empty outside the organization. */
export interface MembershipChange {
  readonly account: Account;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/**
 * What StackSets do by themselves when accounts join, move and leave: one change after the other, as they came. That an
 * account is suspended or active again is no such change; no page of AWS's says that it is.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
 */
export class AutoDeployment {
  readonly #environment: StackEnvironment;
  readonly #waiting: MembershipChange[] = [];
  #isHeld = false;
  #work: Promise<void> = Promise.resolve();

  constructor(environment: StackEnvironment) {
    this.#environment = environment;
  }

  /** Lets changes wait, as AWS may take its time, until `release`. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Follows every change that has waited, and from now on each as it comes. */
  release(): Promise<void> {
    this.#isHeld = false;
    for (const change of this.#waiting.splice(0)) this.#follow(change);
    return this.#work;
  }

  /** Takes note of a change; resolves when the StackSets have followed it, at once while they are held. */
  changed(change: MembershipChange): Promise<void> {
    if (this.#isHeld) {
      this.#waiting.push(change);
      return Promise.resolve();
    }
    this.#follow(change);
    return this.#work;
  }

  #follow(change: MembershipChange): void {
    this.#work = this.#work.then(() => this.#followAll(change));
  }

  async #followAll(change: MembershipChange): Promise<void> {
    const { state } = this.#environment;
    if (change.account.id === state.settings.managementAccountId) return;
    for (const stackSet of state.stackSets.values()) {
      if (stackSet.autoDeployment.enabled) await this.#followOne(stackSet, change);
    }
  }

  async #followOne(stackSet: StackSet, { account, from, to }: MembershipChange): Promise<void> {
    const before = targetOver(stackSet.targets, from);
    const after = targetOver(stackSet.targets, to);
    const instance = stackSet.instances.get(account.id);
    if (after === undefined) {
      if (before === undefined || instance === undefined) return;
      const { retainStacksOnAccountRemoval: retainStack } = stackSet.autoDeployment;
      const operation = beginOperation(this.#environment, stackSet, 'DELETE');
      instance.lastOperationId = operation.id;
      const result = await deleteInstance(this.#environment, stackSet, { instance, account, retainStack });
      endOperation(this.#environment, operation, result === 'failed' ? 'FAILED' : 'SUCCEEDED');
    } else if (before === undefined) {
      const operation = beginOperation(this.#environment, stackSet, 'CREATE');
      const added = instanceIn(stackSet, account, { operationId: operation.id, target: after });
      const result = await deployInstance(this.#environment, stackSet, { instance: added, account });
      endOperation(this.#environment, operation, result === 'failed' ? 'FAILED' : 'SUCCEEDED');
    } else if (instance !== undefined) {
      // From one target of a StackSet to another: no page says what happens. The stack stays here.
      instance.organizationalUnitId = after;
    }
  }
}
