import { auditTermsSchema, demand, evidenceKeys, KeysweepError, readStored, type AuditTerms } from '@keysweep/core';
import type { Centre } from './centre.ts';
import { lookAgain, type LaterSubject } from './look-again.ts';
import { forEachAccount, type BatchResult } from './sweep-batch.ts';

/** Some accounts of an audit between runs. */
export interface AuditBatch {
  readonly auditId: string;
  readonly accounts: readonly string[];
  /** When to stop reading; null for never. */
  readonly finishBy: Date | null;
}

/**
 * Looks at every account of a batch: null, or why we could not look or store what we saw. An account's error is data: it
 * never stops the others. Throws `run-invalid` for an account that is not the audit's.
 */
export async function auditBatch(batch: AuditBatch, centre: Centre): Promise<BatchResult<string | null>[]> {
  const { auditId, accounts, finishBy } = batch;
  const check = { schema: auditTermsSchema, subject: { auditId } };
  const stored = await readStored(centre.evidence, evidenceKeys.auditTerms(auditId), check);
  const audit = demand(stored, 'the terms of the audit');
  const inTime = (): boolean => finishBy === null || centre.clock.now().getTime() < finishBy.getTime();
  const subjects = new Map(accounts.map((id) => [id, { audit, terms: termsFor(id, audit), accountId: id, inTime }]));
  return forEachAccount(accounts, centre, (accountId) => look(subjects.get(accountId) as LaterSubject, centre));
}

function termsFor(accountId: string, { policies, auditId }: AuditTerms): LaterSubject['terms'] {
  const terms = policies.find(({ accounts }) => accounts.includes(accountId));
  if (terms !== undefined) return terms;
  throw new KeysweepError('run-invalid', `${accountId} is not an account of the audit ${auditId}`);
}

async function look(subject: LaterSubject, centre: Centre): Promise<string | null> {
  const result = await lookAgain(subject, centre);
  if (result.state === 'known')
    return result.value.look.state === 'unavailable' ? result.value.look.failure.message : null;
  return result.state === 'unknown' ? result.failure.message : 'its result is not there';
}
