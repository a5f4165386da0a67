import {
  approvalMarkSchema,
  demand,
  evidenceKeys,
  KeysweepError,
  readStored,
  refuseApproval,
  refuseSecondApproval,
  runTermsSchema,
  storeOnce,
  type Approval,
  type ApprovalRefusal,
  type Policy,
  type RunName,
  type RunTerms,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { readHistory } from './history.ts';
import { readAccounts, readLastGate, reportedAccounts } from './run-records.ts';

/** A held run that is let go on. */
export interface HeldRun {
  readonly approval: Approval;
  readonly terms: RunTerms;
  /** Its accounts, but those that were reported before it was held. */
  readonly accounts: ReadonlySet<string>;
}

/**
 * Opens a held run of a policy for the run, by its id, that does what it had planned. Throws `approval-refused` where that may
 * not be, or nobody can tell.
 */
export async function openHeldRun(
  approval: Approval,
  { asRun, policy }: { readonly asRun: string; readonly policy: Policy },
  centre: Centre,
): Promise<HeldRun> {
  const held = { policy: policy.name, runId: approval.runId };
  const terms = await readStored(centre.evidence, evidenceKeys.terms(held), { schema: runTermsSchema, subject: held });
  const refusal = refuseApproval({
    approval,
    asRun,
    policy,
    history: await readHistory(centre.evidence, policy.name),
    terms,
    gate: await readLastGate(held, centre),
    now: centre.clock.now(),
  });
  if (refusal !== null) throw refused(refusal);
  return { approval, terms: demand(terms, 'the terms of the run'), accounts: await accountsLeft(held, centre) };
}

/** Marks a held run as approved, once: as one run, by one person. Throws `approval-refused` where it is marked otherwise. */
export async function markApproved(
  { policy, runId: approvedAs }: RunName,
  { approval }: HeldRun,
  { evidence, clock }: Centre,
): Promise<void> {
  const { runId, by, reason } = approval;
  const at = clock.now().toISOString();
  const record = { schema: 'keysweep/approval/1', policy, runId, by, reason, at, approvedAs } as const;
  const check = { schema: approvalMarkSchema, subject: { policy, runId } };
  const stored = await storeOnce(evidence, { key: evidenceKeys.approval({ policy, runId }), record }, check);
  const mark = demand(stored, 'the mark that the run was approved');
  const isOurs = mark.approvedAs === approvedAs && mark.by === by && mark.reason === reason;
  if (!isOurs) throw refused(refuseSecondApproval(mark));
}

async function accountsLeft(held: RunName, centre: Centre): Promise<ReadonlySet<string>> {
  try {
    const reported = await reportedAccounts(held, centre);
    const accounts = await readAccounts(held, 1, centre);
    return new Set(accounts.filter((accountId) => !reported.has(accountId)));
  } catch (cause) {
    const problem = 'what the held run has left could not be read';
    throw refused({ problem, hint: 'approve it again once the evidence can be read' }, cause);
  }
}

/** The error that says why a run is not let go on. */
export function refused({ problem, hint }: ApprovalRefusal, cause?: unknown): KeysweepError {
  return new KeysweepError('approval-refused', problem, { hint, cause });
}
