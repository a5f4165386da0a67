import {
  dueOf,
  evidenceKeys,
  laterAuditSchema,
  lookBefore,
  readStored,
  type AuditTerms,
  type Census,
  type Failure,
  type LookBefore,
} from '@keysweep/core';
import type { Centre } from './centre.ts';

/** What the look before this one saw of an account; null where there was none, or nothing is known of it. */
export interface ReadLookBefore {
  readonly before: LookBefore | null;
  /** Why nothing is known of it: then nobody can tell who left since, but for those whom the record of the run names. */
  readonly uncounted: Census['uncounted'];
}

/** The account, and when its last run was due; null where none has reached it. */
interface Looked {
  readonly accountId: string;
  readonly sweptAt: string | null;
}

/**
 * Reads the look before at an account, under whatever policy it was then. One that is not there is none, as long as no run had
 * reached the account by then: else it was to be looked at, and its audit broke off.
 */
export async function readLookBefore(
  { organizationId, previous }: Pick<AuditTerms, 'organizationId' | 'previous'>,
  { accountId, sweptAt }: Looked,
  { evidence }: Centre,
): Promise<ReadLookBefore> {
  if (previous === null) return { before: null, uncounted: [] };
  const check = { schema: laterAuditSchema, subject: { organizationId, accountId, auditId: previous } };
  const stored = await readStored(evidence, evidenceKeys.laterAudit(previous, accountId), check);
  const concerns = 'who left since the look before';
  if (stored.state === 'absent') {
    const wasDue = sweptAt !== null && Date.parse(sweptAt) < dueOf(previous).getTime();
    return { before: null, uncounted: wasDue ? [{ concerns, failure: NOT_THERE }] : [] };
  }
  if (stored.state === 'unknown') return { before: null, uncounted: [{ concerns, failure: stored.failure }] };
  const { look } = stored.value;
  if (look.state === 'unavailable') return { before: null, uncounted: [{ concerns, failure: look.failure }] };
  return { before: lookBefore(stored.value), uncounted: [] };
}

const NOT_THERE: Failure = {
  kind: 'not-found',
  operation: 's3:GetObject',
  code: 'NoSuchKey',
  message: 'the audit before left no look at the account',
};
