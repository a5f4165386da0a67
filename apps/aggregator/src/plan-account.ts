import {
  accountPlanSchema,
  evidenceKeys,
  readLedger,
  readStored,
  storeOnce,
  type AccountPlan,
  type PlanOrder,
  type RunTerms,
} from '@keysweep/core';
import { askForPlan, type Asked } from './ask-agent.ts';
import type { Centre } from './centre.ts';

/** An agent asked for a plan starts no further read after this many minutes. */
const PLAN_MINUTES = 10;

/** The parts that both kinds of order share. */
export function orderOf(run: RunTerms, accountId: string, times: { readonly now: Date; readonly minutes: number }) {
  const { organizationId, runId, policy, rules, configHash, asOf } = run;
  return {
    schema: 'keysweep/order/1',
    organizationId,
    accountId,
    runId,
    policy,
    rules,
    configHash,
    asOf,
    issuedAt: times.now.toISOString(),
    finishBy: new Date(times.now.getTime() + times.minutes * 60_000).toISOString(),
  } as const;
}

/** Where the plan of an account comes from that has none stored yet. */
export type PlanSource = (run: RunTerms, accountId: string, centre: Centre) => Promise<Asked<AccountPlan>>;

/** Asks the agent of the account. */
export const fromAgent: PlanSource = async (run, accountId, centre) =>
  askForPlan(await planOrder(run, accountId, centre), centre);

/**
 * The stored plan of an account; where there is none, one is taken from its source and stored before it is used. A
 * stored plan that is malformed is not taken once more: write-once means that somebody has to look.
 */
export async function planAccount(
  run: RunTerms,
  accountId: string,
  { source, centre }: { readonly source: PlanSource; readonly centre: Centre },
): Promise<Asked<AccountPlan>> {
  const key = evidenceKeys.account(run, 'plans', accountId);
  const { organizationId, runId, policy } = run;
  const check = { schema: accountPlanSchema, subject: { organizationId, accountId, runId, policy } };
  const stored = await readStored(centre.evidence, key, check);
  if (stored.state === 'known') return { state: 'answered', value: stored.value };
  if (stored.state === 'unknown') return { state: 'lost', failure: stored.failure };
  const asked = await source(run, accountId, centre);
  if (asked.state !== 'answered') return asked;
  const kept = await storeOnce(centre.evidence, { key, record: asked.value }, check);
  if (kept.state === 'known') return { state: 'answered', value: kept.value };
  return { state: 'lost', failure: kept.state === 'unknown' ? kept.failure : vanished(key) };
}

async function planOrder(run: RunTerms, accountId: string, centre: Centre): Promise<PlanOrder> {
  const common = orderOf(run, accountId, { now: centre.clock.now(), minutes: PLAN_MINUTES });
  const ledger = await readLedger(accountId, centre.evidence);
  return { kind: 'plan', ...common, ledger: ledger === null ? null : { ...ledger } };
}

function vanished(key: string) {
  return {
    kind: 'not-found',
    operation: 's3:GetObject',
    code: 'NoSuchKey',
    message: `${key} was there and is gone`,
  } as const;
}
