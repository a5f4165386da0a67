import type { StackInstanceStatus } from './ports.ts';
import type { Reading } from './reading.ts';

/**
 * How an account got its agent, as far as the centre can see. `outdated`: its stack instance is not `CURRENT`, whatever
 * else AWS calls it. `not-by-stack-set`: the management account, which no service-managed StackSet reaches.
 */
export type Deployment = 'current' | 'outdated' | 'none' | 'unknown' | 'not-by-stack-set';

/** What the deployment of an account is judged by. */
export interface DeploymentFacts {
  readonly managementAccountId: string;
  readonly instances: Reading<ReadonlyMap<string, StackInstanceStatus>>;
}

/** Whether an account has a current stack instance. Pure. */
export function deploymentOf(accountId: string, { managementAccountId, instances }: DeploymentFacts): Deployment {
  if (accountId === managementAccountId) return 'not-by-stack-set';
  if (instances.state === 'unknown') return 'unknown';
  const status = instances.state === 'known' ? instances.value.get(accountId) : undefined;
  if (status === undefined) return 'none';
  return status === 'CURRENT' ? 'current' : 'outdated';
}
