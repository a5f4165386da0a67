import {
  censusOf,
  collectLater,
  describeScope,
  evidenceKeys,
  judgeLater,
  laterAuditSchema,
  plan,
  readCensus,
  readLedger,
  readStored,
  storeOnce,
  unknownsAmong,
  type AuditTerms,
  type CensusReader,
  type IamReader,
  type LaterAudit,
  type Reading,
} from '@keysweep/core';
import { failureIn } from './audit-account.ts';
import type { Centre } from './centre.ts';
import { readLastRecord, type LastRecord } from './last-record.ts';
import { readLookBefore } from './read-look-before.ts';

/** One account of an audit between runs. */
export interface LaterSubject {
  readonly audit: AuditTerms;
  readonly terms: AuditTerms['policies'][number];
  readonly accountId: string;
  /** Whether there is time to begin reading another user; those for whom there was none are unknown. */
  readonly inTime: () => boolean;
}

/**
 * Looks at an account between runs, through our own role, and judges it by what we saw in the last run that reached it and in
 * the look before: no agent is asked. What no policy covers is counted by the way. The result is stored once, also where the role did not let us look; a stored one is the result.
 */
export async function lookAgain(subject: LaterSubject, centre: Centre): Promise<Reading<LaterAudit>> {
  const { audit, terms, accountId } = subject;
  const { organizationId, auditId } = audit;
  const key = evidenceKeys.laterAudit(auditId, accountId);
  const check = { schema: laterAuditSchema, subject: { organizationId, accountId, auditId, policy: terms.policy } };
  const stored = await readStored(centre.evidence, key, check);
  if (stored.state !== 'absent') return stored;
  const last = await readLastRecord({ organizationId, accountId, terms }, centre);
  const opened = await centre.auditAccess.open(accountId, `keysweep-audit-${auditId}`);
  const provenance = provenanceOf(centre);
  const look: LaterAudit['look'] =
    opened.state === 'known'
      ? await takeLook(subject, last, { reader: opened.value, centre, provenance })
      : { state: 'unavailable', failure: failureIn(opened, 'sts:AssumeRole') };
  const against = last.record === null ? null : { runId: last.record.runId, asOf: last.record.asOf };
  const { policy, nextDue } = terms;
  const names = { schema: 'keysweep/later-audit/2', organizationId, accountId, auditId, policy } as const;
  return storeOnce(centre.evidence, { key, record: { ...names, provenance, against, nextDue, look } }, check);
}

interface Through {
  readonly reader: IamReader & CensusReader;
  readonly centre: Centre;
  readonly provenance: LaterAudit['provenance'];
}

async function takeLook(
  { audit, terms, accountId, inTime }: LaterSubject,
  { record, rules, unknowns }: LastRecord,
  { reader, centre, provenance }: Through,
): Promise<LaterAudit['look']> {
  const ledger = await readLedger(accountId, centre.evidence);
  const sweptAt = record?.asOf ?? null;
  const { before, uncounted } = await readLookBefore(audit, { accountId, sweptAt }, centre);
  const next = terms.nextDue ?? provenance.takenAt;
  const pace = centre.paceOfAccount();
  const [{ observation, recalled }, sources] = await Promise.all([
    collectLater({ record, before }, { rules, nextDue: new Date(next) }, { reader, pace, inTime }),
    readCensus(reader, pace),
  ]);
  const decideAsOf = (asOf: string) =>
    plan(observation, {
      organizationId: audit.organizationId,
      accountId,
      runId: record?.runId ?? audit.auditId,
      policy: terms.policy,
      rules,
      configHash: audit.configHash,
      asOf,
      ledger,
      provenance,
    });
  const asOfNext = decideAsOf(next);
  const asOfRun = record === null ? asOfNext : decideAsOf(record.asOf);
  return {
    state: 'taken',
    unknowns: [...unknowns, ...asOfRun.unknowns, ...unknownsAmong(recalled)],
    verdict: judgeLater(record, { asOfRun, asOfNext, recalled }),
    ...describeScope(asOfRun, observation, before),
    census: censusOf(observation, sources, uncounted),
  };
}

function provenanceOf({ clock, identity: { bundleHash, holder } }: Centre): LaterAudit['provenance'] {
  return { takenBy: 'audit', takenAt: clock.now().toISOString(), bundleHash, templateVersion: '', caller: holder };
}
