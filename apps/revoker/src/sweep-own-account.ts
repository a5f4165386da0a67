import {
  apply,
  KeysweepError,
  noteAttempt,
  orderedKeys,
  runIdOf,
  type AccountPlan,
  type ApplyAnswer,
  type RunName,
} from '@keysweep/core';
import { NO_ORGANIZATION, type OwnAccount, type OwnRun } from './own-account.ts';
import { keepOwnLedger } from './own-ledger.ts';
import { storeOutcomes, triesSoFar } from './own-outcomes.ts';
import { storedPlan } from './own-plan.ts';
import { unwritable } from './own-records.ts';

const CLOCK_SKEW_MS = 120_000;

/** The plan of such a run, stored, and nothing done yet: the same run applies it. Throws `run-invalid` or `evidence-…`. */
export async function planOwnAccount(scheduledTime: Date, own: OwnAccount): Promise<AccountPlan> {
  return storedPlan(ownRunOf(scheduledTime), own);
}

/**
 * Sweeps the account this runs in: plan, store, apply exactly the stored plan, store the outcomes. Without a stored plan
 * nothing is revoked, and nothing that is not in it. The same run again goes on where it stopped, and does nothing twice.
 * Throws `run-invalid` for a time that has not come, `evidence-…` where a record cannot be read or stored, and
 * `run-incomplete` where something is left that the same run, started again, may finish.
 */
export async function sweepOwnAccount(scheduledTime: Date, own: OwnAccount): Promise<OwnRun> {
  const hasCome = scheduledTime.getTime() <= own.clock.now().getTime() + CLOCK_SKEW_MS;
  // Ages are measured to it: a time in the future would make every key old enough.
  if (!hasCome) throw new KeysweepError('run-invalid', 'the scheduledTime of a run is a time that has come');
  const run = ownRunOf(scheduledTime);
  const before = await triesSoFar(run, own);
  const plan = await storedPlan(run, own);
  if (before.last?.complete === true) return { plan, answer: before.last };
  const applied = await applyPlan(run, plan, own);
  const unkept = await keepOwnLedger(plan, applied.outcomes, own).then(
    () => null,
    (cause: unknown) => ({ cause }),
  );
  const answer = { ...applied, complete: applied.complete && unkept === null };
  await storeOutcomes(run, answer, { ...own, ...before });
  if (answer.complete) return { plan, answer };
  const left = unkept === null ? 'keys are left' : `the ledger of deactivations: ${String(unkept.cause)}`;
  throw new KeysweepError('run-incomplete', `the run ${run.runId} is not done: ${left}`, unkept ?? {});
}

/** The run of an account that sweeps itself, by when it was due. */
export function ownRunOf(scheduledTime: Date): RunName {
  return { policy: 'standalone', runId: runIdOf(scheduledTime) };
}

async function applyPlan(run: RunName, plan: AccountPlan, own: OwnAccount): Promise<ApplyAnswer> {
  const { environment, accountId, clock, finishBy } = own;
  const { configHash, asOf } = plan;
  const now = clock.now().toISOString();
  const keys = orderedKeys(plan);
  const { runId } = run;
  if (keys.length === 0)
    return { schema: 'keysweep/outcomes/1', accountId, runId, finishedAt: now, complete: true, outcomes: [] };
  const attempt = await noteAttempt(run, accountId, own);
  if (typeof attempt !== 'number') throw unwritable('the note of the attempt', attempt);
  const { rules } = environment;
  const times = { asOf, issuedAt: now, finishBy: finishBy.toISOString() };
  const about = { schema: 'keysweep/order/1', organizationId: NO_ORGANIZATION, accountId, ...run } as const;
  const onOutcome = (outcome: ApplyAnswer['outcomes'][number]): void => own.onOutcome(outcome, run);
  return (own.apply ?? apply)(
    { kind: 'apply', ...about, ...times, rules, configHash, keys, attempt },
    { ...own, onOutcome },
  );
}
