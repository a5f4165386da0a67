import {
  accountReportSchema,
  evidenceKeys,
  keepLedger,
  keysToChange,
  readLedger,
  readStored,
  report,
  storeOnce,
  type AccountPlan,
  type AccountReport,
  type Failure,
  type Gate,
  type Outcome,
  type RunTerms,
} from '@keysweep/core';
import { applyPlan, type Applied } from './apply-account.ts';
import type { Asked } from './ask-agent.ts';
import { auditAccount } from './audit-account.ts';
import type { Centre } from './centre.ts';
import { planAccount, type PlanSource } from './plan-account.ts';
import { settleBySight } from './settle-by-sight.ts';

/** What a pass may do: the gate that was weighed, whether the switch is on, where plans come from, and whether another pass will come. */
export interface Pass {
  readonly gate: Gate;
  readonly switchOn: boolean;
  readonly planSource: PlanSource;
  readonly last: boolean;
  /** Whether there is time left to look for ourselves. */
  readonly inTime: () => boolean;
}

/** How an account left a pass. `left`: another pass, or the same run started again, may finish it. */
export type SweptAccount =
  /** `isNew`: it was written here and now, once and for all. */
  | { readonly state: 'reported'; readonly report: AccountReport; readonly isNew: boolean }
  | { readonly state: 'left'; readonly why: string };

/**
 * Takes one account through apply, audit and report. Does nothing twice: a stored report ends it, a stored plan is the
 * plan. Without an open gate that weighed this very plan, and a switch known to be on, no agent is asked to act.
 */
export async function sweepAccount(
  run: RunTerms,
  accountId: string,
  { pass, centre }: { pass: Pass; centre: Centre },
): Promise<SweptAccount> {
  const key = evidenceKeys.account(run, 'reports', accountId);
  const { organizationId, runId, policy } = run;
  const check = { schema: accountReportSchema, subject: { organizationId, accountId, runId, policy } };
  const stored = await readStored(centre.evidence, key, check);
  if (stored.state === 'known') return { state: 'reported', report: stored.value, isNew: false };
  if (stored.state === 'unknown') return { state: 'left', why: stored.failure.message };
  const planned = await planAccount(run, accountId, { source: pass.planSource, centre });
  const plan = planned.state === 'answered' ? planned.value : null;
  const waits = plan !== null && keysToChange(plan).length > 0 ? forbids(plan, pass) : null;
  if (waits !== null) return { state: 'left', why: waits };
  const applied = plan === null ? null : await applyPlan(run, plan, centre);
  if (!pass.last && !(applied?.finished ?? false)) return { state: 'left', why: whyUnfinished(planned, applied) };
  const ledger = await readLedger(accountId, centre.evidence);
  const word = { plan, plannedNow: run.approves === null, outcomes: applied?.outcomes ?? [] };
  const { audit, record: seen } = await auditAccount(run, { accountId, ledger, word, inTime: pass.inTime }, centre);
  const toSettle = plan !== null && seen !== null && applied?.mayHaveActed === true;
  const outcomes = toSettle ? settleBySight(plan, seen) : word.outcomes;
  const unkept = plan === null ? null : await keepLedger(witness(run, { plan, seen }), outcomes, centre);
  const record = writeReport(run, { accountId, planned, applied, outcomes, audit, unkept }, centre);
  const kept = await storeOnce(centre.evidence, { key, record }, check);
  return kept.state === 'known'
    ? { state: 'reported', report: kept.value, isNew: kept.value === record }
    : { state: 'left', why: 'its report could not be stored' };
}

/** What says which keys are inactive: an approved plan may be days old, and we have looked since. */
function witness(
  { approves }: RunTerms,
  { plan, seen }: { readonly plan: AccountPlan; readonly seen: AccountPlan | null },
): AccountPlan {
  return approves === null ? plan : (seen ?? plan);
}

/** Why a plan may not be applied in this pass, or null. */
function forbids({ accountId }: AccountPlan, { gate, switchOn }: Pass): string | null {
  if (gate.verdict !== 'open') return gate.reasons.join('; ');
  if (!switchOn) return 'sweeps are switched off';
  return gate.accounts.includes(accountId) ? null : 'the gate has not weighed its plan';
}

function whyUnfinished(planned: Asked<AccountPlan>, applied: Applied | null): string {
  if (planned.state !== 'answered') return planned.failure.message;
  return applied?.asked.state === 'answered' || applied === null
    ? 'some of its keys are not done'
    : applied.asked.failure.message;
}

interface Ended {
  readonly accountId: string;
  readonly planned: Asked<AccountPlan>;
  readonly applied: Applied | null;
  readonly outcomes: readonly Outcome[];
  readonly audit: AccountReport['audit'];
  /** Why the ledger could not be brought up to date, or null. */
  readonly unkept: Failure | null;
}

function writeReport(
  run: RunTerms,
  { accountId, planned, applied, outcomes, audit, unkept }: Ended,
  { clock }: Centre,
): AccountReport {
  const { organizationId, runId, policy, rules, configHash, asOf } = run;
  const word = planned.state === 'answered' ? (applied?.asked ?? planned) : planned;
  return report({
    subject: { organizationId, accountId, runId, policy, action: rules.action, configHash, asOf },
    agent:
      word.state === 'answered' ? { state: 'answered', failure: null } : { state: word.state, failure: word.failure },
    plan: planned.state === 'answered' ? planned.value : null,
    outcomes,
    audit,
    alsoUnknown: unkept === null ? [] : [{ concerns: 'the ledger of deactivations', failure: unkept }],
    writtenAt: clock.now().toISOString(),
  });
}
