import {
  auditTermsSchema,
  dueOf,
  evidenceKeys,
  laterAuditSchema,
  lookSince,
  readJsonRecord,
  readStored,
  type AccountFacts,
  type AccountReport,
  type LaterAudit,
  type LaterLook,
  type ManifestAccount,
  type Reading,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { latestSchema } from './latest-summary.ts';

/** The audit between runs that a summary rests on: its accounts with their policies, or why nobody can tell. */
export type LaterLooks =
  | { readonly state: 'open'; readonly auditId: string; readonly accounts: ReadonlyMap<string, string> }
  | { readonly state: 'unread'; readonly auditId: string | null; readonly why: string };

/** The id of the last audit that was summarised; `absent` where there was none. */
export async function lastAuditId({ evidence }: Centre): Promise<Reading<string>> {
  const pointer = await evidence.get(evidenceKeys.latest);
  const latest = pointer.state === 'known' ? readJsonRecord(latestSchema, pointer.value.body) : pointer;
  if (latest.state !== 'known') return latest;
  const { audit } = latest.value;
  return audit === null ? { state: 'absent' } : { state: 'known', value: audit };
}

/** Opens the audit a summary rests on; null where there is none. What cannot be read of it is in it as unread. */
export async function openLooks(audit: Reading<string>, { evidence }: Centre): Promise<LaterLooks | null> {
  if (audit.state === 'absent') return null;
  if (audit.state === 'unknown')
    return { state: 'unread', auditId: null, why: `which audit was the last could not be read: ${audit.failure.code}` };
  const auditId = audit.value;
  const check = { schema: auditTermsSchema, subject: { auditId } };
  const terms = await readStored(evidence, evidenceKeys.auditTerms(auditId), check);
  if (terms.state === 'absent') return { state: 'unread', auditId, why: 'its audit did not begin' };
  if (terms.state === 'unknown')
    return { state: 'unread', auditId, why: `the terms of its audit could not be read: ${terms.failure.code}` };
  const { policies } = terms.value;
  const under = policies.flatMap(({ policy, accounts }) => accounts.map((accountId) => [accountId, policy] as const));
  return { state: 'open', auditId, accounts: new Map(under) };
}

/**
 * Our look at an account since its last run, and what the last look counted; neither where no policy sweeps it or it came
 * under its policy after the audit. A look that its run has reported since has only counted. One that was due and cannot be
 * read is none.
 */
export async function readLooks(
  { accountId, fate }: ManifestAccount,
  run: AccountFacts['run'],
  { looks, centre }: { readonly looks: LaterLooks | null; readonly centre: Centre },
): Promise<Pick<AccountFacts, 'later' | 'census'>> {
  if (looks === null || fate.kind !== 'sweep') return {};
  const later = await findLook({ accountId, policy: fate.policy }, looks, centre);
  if (later === null) return {};
  const census = lookSince({ later })?.look.census ?? null;
  return isOverrun(later, run, looks) ? { census } : { later, census };
}

/** Whether the run of an account has reported since a look was taken, or was due. */
function isOverrun(later: LaterLook, run: AccountFacts['run'], { auditId }: LaterLooks): boolean {
  if (run.state !== 'reported') return false;
  if (later.state === 'looked') return isNewer(run.report, later.audit);
  return auditId !== null && isAfter(run.report, auditId);
}

async function findLook(
  { accountId, policy }: { readonly accountId: string; readonly policy: string },
  looks: LaterLooks,
  { evidence }: Centre,
): Promise<LaterLook | null> {
  if (looks.state === 'unread') return { state: 'not-looked', why: looks.why };
  const { auditId, accounts } = looks;
  if (accounts.get(accountId) !== policy) return null;
  const check = { schema: laterAuditSchema, subject: { accountId, auditId, policy } };
  const stored = await readStored(evidence, evidenceKeys.laterAudit(auditId, accountId), check);
  if (stored.state === 'known') return { state: 'looked', audit: stored.value };
  if (stored.state === 'absent') return { state: 'not-looked', why: 'its audit left no result' };
  return { state: 'not-looked', why: `the result of its audit could not be read: ${stored.failure.code}` };
}

/** Whether a report came after a look, or has seen more: the look was judged by an older run than the one that reported. */
function isNewer({ writtenAt, runId, audit }: AccountReport, { provenance, against }: LaterAudit): boolean {
  const isOlderJudge = audit.state === 'taken' && against !== null && against.runId !== runId;
  return isOlderJudge || Date.parse(writtenAt) > Date.parse(provenance.takenAt);
}

/** Whether a report came after an audit was due; an audit's id knows seconds. */
function isAfter({ writtenAt }: AccountReport, auditId: string): boolean {
  return Date.parse(writtenAt) >= dueOf(auditId).getTime() + 1000;
}
