import { auditBatch } from './audit-batch.ts';
import { beginAudit, readAuditedAccounts } from './begin-audit.ts';
import { conclude, type ConcludeInput, type Conclusion } from './conclude.ts';
import { inBatches } from './in-batches.ts';

/** What an audit is made with. */
export interface AuditInput extends Omit<ConcludeInput, 'audited'> {
  /** Told how many accounts will be looked at, before the first is. */
  readonly onBegun?: (accounts: number) => void;
}

/**
 * Runs the audit that is due at an instant in this process, by the stages of the state machine and in its order, and
 * publishes the summary. As there, an audit that breaks off is summarised all the same; its error is thrown after that.
 */
export async function runAudit(at: Date, input: AuditInput): Promise<Conclusion> {
  const { hashed, centre, outlets } = input;
  const broken = await lookAtAll(at, input).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const conclusion = await conclude(null, at, { hashed, centre, outlets, audited: true });
  if (broken !== null) throw broken.error;
  return conclusion;
}

async function lookAtAll(at: Date, { hashed, centre, onBegun }: AuditInput): Promise<void> {
  const { auditId, accounts: count } = await beginAudit(at, { hashed, centre });
  onBegun?.(count);
  const accounts = await readAuditedAccounts(auditId, centre);
  await inBatches(accounts, (batch) => auditBatch({ auditId, accounts: batch, finishBy: null }, centre));
}
