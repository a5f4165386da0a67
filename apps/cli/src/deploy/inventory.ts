import {
  listStackInstances,
  readStack,
  readStackResources,
  readStackTemplate,
  type DeployedStack,
  type StackInstance,
} from '@keysweep/aws';
import { KeysweepError, type OrganizationSnapshot } from '@keysweep/core';
import { STACK_NAMES, STACK_SET_NAME } from '@keysweep/stacksets/names';
import { presentOrNull } from './failed-read.ts';
import type { Seat, Site } from './site.ts';
import { resourcesOf, retainedIn } from './stack-plan.ts';

/** A stack that is there. */
export interface FoundStack {
  readonly name: string;
  readonly seat: Seat;
  readonly id: string;
}

/** Something that stays when its stack goes. */
export interface Leftover {
  readonly type: string;
  readonly physicalId: string;
}

/** All of keysweep that is in an organization, as far as the credentials reach. */
export interface Inventory {
  readonly central: FoundStack | null;
  readonly rollout: FoundStack | null;
  /** Null too where there are no credentials of the management account. */
  readonly management: FoundStack | null;
  readonly instances: readonly StackInstance[];
  /** Those of accounts that are not active: nothing can be deleted there. */
  readonly outOfReach: readonly StackInstance[];
  readonly leftovers: readonly Leftover[];
}

/**
 * Looks what there is of keysweep; changes nothing.
 * @throws KeysweepError `deployment-refused` where something cannot be read, or a stack is at work.
 */
export async function takeInventory(site: Site, { accounts }: OrganizationSnapshot): Promise<Inventory> {
  const central = await find(site.central, STACK_NAMES.central);
  const address = { name: STACK_SET_NAME, callAs: site.callAs };
  const listed = presentOrNull(await listStackInstances(site.central.connection, address), 'the stack instances') ?? [];
  const active = new Set(accounts.flatMap(({ id, state }) => (state === 'ACTIVE' ? [id] : [])));
  return {
    central,
    rollout: await find(site.central, STACK_NAMES.rollout),
    management: site.management === null ? null : await find(site.management, STACK_NAMES.management),
    instances: listed,
    outOfReach: listed.filter(({ accountId }) => !active.has(accountId)),
    leftovers: central === null ? [] : await leftoversOf(central),
  };
}

async function find(seat: Seat, name: string): Promise<FoundStack | null> {
  const stack = presentOrNull(await readStack(seat.connection, name), `the stack ${name}`);
  if (stack === null || stack.status === 'DELETE_COMPLETE') return null;
  refuseAtWork(name, stack);
  return { name, seat, id: stack.id };
}

function refuseAtWork(name: string, { status }: DeployedStack): void {
  if (!status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS') return;
  throw new KeysweepError('deployment-refused', `the stack ${name} is ${status}`, {
    hint: 'somebody or something is at work on it: wait until that is done',
  });
}

async function leftoversOf({ name, seat, id }: FoundStack): Promise<readonly Leftover[]> {
  const template = presentOrNull(await readStackTemplate(seat.connection, id), `the template of ${name}`);
  if (template === null) return [];
  const held = presentOrNull(await readStackResources(seat.connection, id), `what ${name} holds`);
  const types = resourcesOf(template);
  return retainedIn(template).flatMap((logicalId) => {
    const physicalId = held?.get(logicalId);
    return physicalId === undefined ? [] : [{ type: types[logicalId]?.Type ?? '', physicalId }];
  });
}
