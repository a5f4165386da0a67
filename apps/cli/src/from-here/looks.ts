import {
  demand,
  evidenceKeys,
  laterAuditSchema,
  readStored,
  type EvidenceStore,
  type Failure,
  type LaterAudit,
} from '@keysweep/core';

/** What an audit saw in one account: what its next sweep is to revoke, and what could not be read. */
export interface AccountLook {
  readonly accountId: string;
  readonly policy: string;
  readonly dueKeys: readonly { readonly accessKeyId: string; readonly createdAt: string | null }[];
  /** The first read that failed; null where all was read. */
  readonly unread: Failure | null;
  /** Whether it is the way into the account that failed. */
  readonly isShut: boolean;
}

/** The looks of an audit, in the order of their accounts. Throws `evidence-…` for one that cannot be read back. */
export async function readLooks(evidence: EvidenceStore, auditId: string): Promise<AccountLook[]> {
  const { items, end } = await evidence.list(`${evidenceKeys.audit(auditId)}/audits/`);
  if (end.state === 'unknown') demand(end, 'the results of the audit');
  const looks: AccountLook[] = [];
  for (const key of items) {
    const check = { schema: laterAuditSchema, subject: { auditId } };
    looks.push(lookOf(demand(await readStored(evidence, key, check), key)));
  }
  return looks;
}

function lookOf({ accountId, policy, look }: LaterAudit): AccountLook {
  if (look.state === 'unavailable') return { accountId, policy, dueKeys: [], unread: look.failure, isShut: true };
  const [unknown] = look.unknowns;
  return { accountId, policy, dueKeys: look.verdict.notYetDue, unread: unknown?.failure ?? null, isShut: false };
}
