import type { StackInstanceStatus } from './ports.ts';
import type { Reading } from './reading.ts';

/**
 * How an account got its agent, as far as the centre can see. `outdated`: its stack instance is not `CURRENT`, whatever
 * else AWS calls it. `not-by-stack-set`: the management account, which no service-managed StackSet reaches. `nowhere`:
 * nothing of keysweep is deployed, so whoever sweeps does that from elsewhere, and only a run can have reached the account.
 */
export type Deployment = 'current' | 'outdated' | 'none' | 'unknown' | 'not-by-stack-set' | 'nowhere';

/** What the deployment of an account is judged by. */
export interface DeploymentFacts {
  readonly managementAccountId: string;
  readonly instances: Reading<ReadonlyMap<string, StackInstanceStatus>>;
  /** False where there is certainly no centre, and so no agent that obeys one; default true. */
  readonly isDeployed?: boolean;
}

/** Whether an account has a current stack instance. Pure. */
export function deploymentOf(
  accountId: string,
  { managementAccountId, instances, isDeployed = true }: DeploymentFacts,
): Deployment {
  if (!isDeployed) return 'nowhere';
  if (accountId === managementAccountId) return 'not-by-stack-set';
  if (instances.state === 'unknown') return 'unknown';
  const status = instances.state === 'known' ? instances.value.get(accountId) : undefined;
  if (status === undefined) return 'none';
  return status === 'CURRENT' ? 'current' : 'outdated';
}
