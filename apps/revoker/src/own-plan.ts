import {
  collect,
  dueOf,
  evidenceKeys,
  KeysweepError,
  plan,
  type AccountPlan,
  type PlannedKey,
  type RunName,
} from '@keysweep/core';
import { bundleHash } from './bundle-hash.ts';
import { NO_ORGANIZATION, type OwnAccount } from './own-account.ts';
import { readOwnLedger } from './own-ledger.ts';
import { hasFields, putOwn, readOwn, type Guard } from './own-records.ts';

/**
 * The plan of a run: the one that is stored, or a new one once it is stored. Throws `evidence-…` where there is none in
 * the end, `run-invalid` where the stored one is of other parameters: what they forbid now must not be done.
 */
export async function storedPlan(run: RunName, own: OwnAccount): Promise<AccountPlan> {
  const { evidence, accountId, environment } = own;
  const key = evidenceKeys.account(run, 'plans', accountId);
  const guard = isPlanOf({ schema: 'keysweep/plan/1', accountId, ...run });
  const before = await readOwn(evidence, key, guard);
  if (before === null) {
    const made = await makePlan(run, own);
    if (await putOwn(evidence, key, made)) return made;
  }
  // Another execution of the run was faster: its plan is the plan.
  const { record } = before ?? (await readOwn(evidence, key, guard)) ?? {};
  if (record?.configHash === environment.configHash) return record;
  throw new KeysweepError('run-invalid', 'the parameters of the stack have changed since the plan was stored', {
    hint: 'the next run follows the new ones',
  });
}

async function makePlan(run: RunName, own: OwnAccount): Promise<AccountPlan> {
  const { environment, accountId, caller, clock, planBy } = own;
  const { rules, configHash, templateVersion } = environment;
  const due = dueOf(run.runId);
  // What could not be read decides nothing: the keys that it is needed for are unknown.
  const ledger = await readOwnLedger(own).catch(() => null);
  const inTime = (): boolean => clock.now().getTime() < planBy.getTime();
  const observation = await collect(rules, due, { ...own, inTime });
  const takenAt = clock.now().toISOString();
  return plan(observation, {
    organizationId: NO_ORGANIZATION,
    accountId,
    ...run,
    rules,
    configHash,
    asOf: due.toISOString(),
    ledger: ledger?.entries ?? null,
    provenance: { takenBy: 'agent', takenAt, bundleHash, templateVersion, caller },
  });
}

/** A plan of this run, of whose keys each could be one of IAM's: enough to act on exactly those, which looks again first. */
function isPlanOf(about: object): Guard<AccountPlan> {
  return (value): value is AccountPlan => {
    if (!hasFields(value, about)) return false;
    const { keys, users, unknowns } = value;
    return Array.isArray(keys) && Array.isArray(users) && Array.isArray(unknowns) && keys.every(isPlannedKey);
  };
}

function isPlannedKey(value: unknown): value is PlannedKey {
  if (!hasFields(value, {})) return false;
  const { accessKeyId, userName, userId, decision, status } = value;
  return (
    isText(accessKeyId, /^\w{16,128}$/) &&
    isText(userName, /^[\w+=,.@-]{1,64}$/) &&
    (userId === null || isText(userId, /^\w{16,128}$/)) &&
    isText(decision, /./) &&
    isText(status, /./)
  );
}

function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}
