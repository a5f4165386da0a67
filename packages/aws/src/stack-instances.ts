import type { Reading, StackInstances, StackInstanceStatus } from '@keysweep/core';
import { known, unknown } from '@keysweep/core';
import type { Connection } from './connection.ts';
import { malformed } from './iam/failure.ts';
import { LIST_STACK_INSTANCES, listStackInstances, type StackInstance } from './stacks/list-stack-instances.ts';

/** Which StackSet carries the agent, and as whom it is asked about. */
export interface StackInstancesOptions {
  /** `DELEGATED_ADMIN` where the centre is in a delegated administrator's account; default `SELF`. */
  readonly callAs?: 'SELF' | 'DELEGATED_ADMIN';
  /** Default `keysweep`. */
  readonly stackSetName?: string;
}

/** The stack instances in the connection's Region, which is where the agents are; others do not count. All pages, or `unknown`. */
export function stackInstances(
  connection: Connection & { readonly region: string },
  { callAs = 'SELF', stackSetName = 'keysweep' }: StackInstancesOptions = {},
): StackInstances {
  return {
    read: async () => {
      const listed = await listStackInstances(connection, { name: stackSetName, callAs });
      if (listed.state !== 'known') return listed;
      return byAccount(listed.value.filter(({ region }) => region === connection.region));
    },
  };
}

function byAccount(instances: readonly StackInstance[]): Reading<ReadonlyMap<string, StackInstanceStatus>> {
  const statuses = new Map(instances.map(({ accountId, status }) => [accountId, status]));
  if (statuses.size < instances.length)
    return unknown(malformed(LIST_STACK_INSTANCES, 'an account has two stack instances in one Region'));
  return known(statuses);
}
