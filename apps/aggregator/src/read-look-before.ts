import {
  evidenceKeys,
  laterAuditSchema,
  lookBefore,
  readStored,
  type AuditTerms,
  type Census,
  type LookBefore,
} from '@keysweep/core';
import type { Centre } from './centre.ts';

/** What the look before this one saw of an account; null where there was none, or nothing is known of it. */
export interface ReadLookBefore {
  readonly before: LookBefore | null;
  /** Why nothing is known of it: then nobody can tell who left since, but for those whom the record of the run names. */
  readonly uncounted: Census['uncounted'];
}

/**
 * Reads the look before at an account, under whatever policy it was then. One that is not there is none: its account was swept
 * by no policy then, or its audit broke off, and said so.
 */
export async function readLookBefore(
  { organizationId, previous }: Pick<AuditTerms, 'organizationId' | 'previous'>,
  accountId: string,
  { evidence }: Centre,
): Promise<ReadLookBefore> {
  if (previous === null) return { before: null, uncounted: [] };
  const check = { schema: laterAuditSchema, subject: { organizationId, accountId, auditId: previous } };
  const stored = await readStored(evidence, evidenceKeys.laterAudit(previous, accountId), check);
  if (stored.state === 'absent') return { before: null, uncounted: [] };
  const concerns = 'who left since the look before';
  if (stored.state === 'unknown') return { before: null, uncounted: [{ concerns, failure: stored.failure }] };
  const { look } = stored.value;
  if (look.state === 'unavailable') return { before: null, uncounted: [{ concerns, failure: look.failure }] };
  return { before: lookBefore(stored.value), uncounted: [] };
}
