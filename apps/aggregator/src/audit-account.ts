import {
  accountPlanSchema,
  collect,
  evidenceKeys,
  judge,
  plan,
  storeOnce,
  type AccountPlan,
  type AccountReport,
  type AgentWord,
  type Failure,
  type IamReader,
  type LedgerEntries,
  type RunTerms,
} from '@keysweep/core';
import type { Centre } from './centre.ts';

/** What an audit is of, and what it is held against. */
export interface AuditSubject {
  readonly accountId: string;
  readonly ledger: LedgerEntries | null;
  readonly word: AgentWord;
  /** Whether there is time to begin reading another user; those for whom there was none are unknown. */
  readonly inTime: () => boolean;
}

/** An audit as the report tells it, and the record behind it; null where there is none. */
export interface TakenAudit {
  readonly audit: AccountReport['audit'];
  readonly record: AccountPlan | null;
}

/**
 * Looks for ourselves: the same reading and the same rules as the agent's, through our own role. The record is stored
 * once; a run that is taken up again judges by the record there is.
 */
export async function auditAccount(run: RunTerms, subject: AuditSubject, centre: Centre): Promise<TakenAudit> {
  const { accountId, word } = subject;
  const opened = await centre.auditAccess.open(accountId, `keysweep-${run.runId}`);
  if (opened.state !== 'known') return unavailable(failureIn(opened, 'sts:AssumeRole'));
  const taken = await takeAudit(run, subject, { reader: opened.value, centre });
  const { organizationId, policy, runId } = run;
  const check = { schema: accountPlanSchema, subject: { organizationId, accountId, policy, runId } };
  const key = evidenceKeys.account(run, 'audits', accountId);
  const audit = await storeOnce(centre.evidence, { key, record: taken }, check);
  if (audit.state !== 'known') return unavailable(failureIn(audit, 's3:PutObject'));
  const { provenance, unknowns } = audit.value;
  const verdict = judge(audit.value, word);
  return { audit: { state: 'taken', at: provenance.takenAt, unknowns, verdict }, record: audit.value };
}

async function takeAudit(
  run: RunTerms,
  { accountId, ledger, inTime }: AuditSubject,
  through: { readonly reader: IamReader; readonly centre: Centre },
): Promise<AccountPlan> {
  const { centre, reader } = through;
  const { organizationId, runId, policy, rules, configHash, asOf } = run;
  const observation = await collect(rules, new Date(asOf), {
    reader,
    pace: centre.paceOfAccount(),
    inTime,
  });
  const { bundleHash, holder } = centre.identity;
  const takenAt = centre.clock.now().toISOString();
  return plan(observation, {
    organizationId,
    accountId,
    runId,
    policy,
    rules,
    configHash,
    asOf,
    ledger,
    provenance: { takenBy: 'audit', takenAt, bundleHash, templateVersion: '', caller: holder },
  });
}

function unavailable(failure: Failure): TakenAudit {
  return { audit: { state: 'unavailable', failure }, record: null };
}

/** Why a reading holds nothing, the certain absence of the thing included. */
export function failureIn(
  reading: { state: 'absent' } | { state: 'unknown'; failure: Failure },
  operation: string,
): Failure {
  const gone = { kind: 'not-found', operation, code: 'NotFound', message: 'it is not there' } as const;
  return reading.state === 'unknown' ? reading.failure : gone;
}
