import { keysToChange, type AccountPlan } from '@keysweep/core';

/** What a person is told of a plan, so that those of a whole organization need not be held at once. */
export interface PlanDigest {
  readonly accountId: string;
  readonly delete: number;
  readonly deactivate: number;
  readonly exempt: number;
  readonly unknown: number;
  readonly refusal: AccountPlan['refusal'];
  /** Whether a certain key is among those to be changed. */
  readonly holdsKey: boolean;
}

/** The digest of a plan, with an eye on one key. */
export function digestOf(plan: AccountPlan, accessKeyId: string): PlanDigest {
  const changes = keysToChange(plan);
  const count = (keys: AccountPlan['keys'], wanted: AccountPlan['keys'][number]['decision']): number =>
    keys.filter(({ decision }) => decision === wanted).length;
  return {
    accountId: plan.accountId,
    delete: count([...changes], 'delete'),
    deactivate: count([...changes], 'deactivate'),
    exempt: count(plan.keys, 'exempt'),
    unknown: count(plan.keys, 'unknown'),
    refusal: plan.refusal,
    holdsKey: changes.some((key) => key.accessKeyId === accessKeyId),
  };
}

/** How many keys would be changed. */
export function changesOf(digests: readonly PlanDigest[]): number {
  return digests.reduce((sum, digest) => sum + digest.delete + digest.deactivate, 0);
}
