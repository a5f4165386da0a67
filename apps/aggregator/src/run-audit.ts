import { auditBatch } from './audit-batch.ts';
import { beginAudit, readAuditedAccounts } from './begin-audit.ts';
import type { Centre } from './centre.ts';
import { conclude, type ConcludeInput, type Conclusion } from './conclude.ts';
import { inBatches } from './in-batches.ts';
import type { HashedConfig } from './inventory.ts';

/**
 * Runs the audit that is due at an instant in this process, by the stages of the state machine and in its order, and
 * publishes the summary. As there, an audit that breaks off is summarised all the same; its error is thrown after that.
 */
export async function runAudit(
  at: Date,
  { hashed, centre, outlets }: Omit<ConcludeInput, 'audited'>,
): Promise<Conclusion> {
  const broken = await lookAtAll(at, { hashed, centre }).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const conclusion = await conclude(null, at, { hashed, centre, outlets, audited: true });
  if (broken !== null) throw broken.error;
  return conclusion;
}

async function lookAtAll(
  at: Date,
  { hashed, centre }: { readonly hashed: HashedConfig; readonly centre: Centre },
): Promise<void> {
  const { auditId } = await beginAudit(at, { hashed, centre });
  const accounts = await readAuditedAccounts(auditId, centre);
  await inBatches(accounts, (batch) => auditBatch({ auditId, accounts: batch, finishBy: null }, centre));
}
