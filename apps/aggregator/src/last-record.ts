import {
  accountPlanSchema,
  evidenceKeys,
  readStored,
  runTermsSchema,
  type AccountPlan,
  type AuditTerms,
  type Failure,
  type Reading,
} from '@keysweep/core';
import type { Centre } from './centre.ts';

type PolicyTerms = AuditTerms['policies'][number];

/** What an account is judged by between runs. */
export interface LastRecord {
  /** What we saw in the last run of its policy that reached it; null where none has, or it cannot be read. */
  readonly record: AccountPlan | null;
  /** The rules of that run; of today where there is none. */
  readonly rules: PolicyTerms['rules'];
  /** What of it could not be read. */
  readonly unknowns: AccountPlan['unknowns'];
}

/** Who is judged, and under which policy. */
export interface Judged {
  readonly organizationId: string;
  readonly accountId: string;
  readonly terms: PolicyTerms;
}

/**
 * Finds the record of the last settled run that looked at an account. One that is there and cannot be read is unknown: an
 * older one never stands in for it.
 */
export async function readLastRecord(
  { organizationId, accountId, terms }: Judged,
  centre: Centre,
): Promise<LastRecord> {
  const { policy, runs, unread } = terms;
  const withoutRecord = (unknowns: AccountPlan['unknowns']): LastRecord => ({
    record: null,
    rules: terms.rules,
    unknowns,
  });
  if (unread !== null) return withoutRecord([{ concerns: 'the last runs of its policy', failure: unread }]);
  for (const runId of runs) {
    const check = { schema: accountPlanSchema, subject: { organizationId, accountId, policy, runId } };
    const key = evidenceKeys.account({ policy, runId }, 'audits', accountId);
    const record = await readStored(centre.evidence, key, check);
    if (record.state === 'absent') continue;
    if (record.state === 'unknown')
      return withoutRecord([{ concerns: 'what was seen in its last run', failure: record.failure }]);
    const rules = await readRules({ policy, runId }, centre);
    if (rules.state === 'known') return { record: record.value, rules: rules.value.rules, unknowns: [] };
    return withoutRecord([{ concerns: 'the terms of its last run', failure: failureIn(rules) }]);
  }
  return withoutRecord([]);
}

function readRules(
  { policy, runId }: { readonly policy: string; readonly runId: string },
  { evidence }: Centre,
): Promise<Reading<{ readonly rules: PolicyTerms['rules'] }>> {
  const check = { schema: runTermsSchema, subject: { policy, runId } };
  return readStored(evidence, evidenceKeys.terms({ policy, runId }), check);
}

function failureIn(reading: Exclude<Reading<unknown>, { state: 'known' }>): Failure {
  if (reading.state === 'unknown') return reading.failure;
  return { kind: 'not-found', operation: 's3:GetObject', code: 'NoSuchKey', message: 'they are not there' };
}
