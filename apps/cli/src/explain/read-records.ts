import {
  accountPlanSchema,
  accountReportSchema,
  attemptSchema,
  evidenceKeys,
  gateSchema,
  historySchema,
  LAST_PASS,
  laterAuditSchema,
  ledgerSchema,
  readStored,
  runTermsSchema,
  type AccountPlan,
  type AccountReport,
  type EvidenceStore,
  type Gate,
  type History,
  type KeyStory,
  type LaterAudit,
  type LedgerEntries,
  type Reading,
  type RunName,
  type RunTerms,
  type SummarisedKey,
  type Summary,
} from '@keysweep/core';

/** A record that was read, and where it lies. */
export interface Told<T> {
  readonly record: string;
  readonly value: T;
}

/** What the records hold of the account and the run of a key; null where there is no such record, or it cannot be read. */
export interface KeyRecords {
  readonly terms: Told<RunTerms> | null;
  readonly gates: readonly Told<Gate>[];
  readonly plan: Told<AccountPlan> | null;
  readonly attempt: Told<{ readonly at: string }> | null;
  readonly audit: Told<AccountPlan> | null;
  readonly report: Told<AccountReport> | null;
  readonly later: Told<LaterAudit> | null;
  readonly ledger: Told<{ readonly entries: LedgerEntries }> | null;
  readonly history: Told<History> | null;
  readonly unread: KeyStory['unread'];
}

/** Reads every record that speaks of a key. What cannot be read is named, and the rest is told all the same. */
export async function readRecords(key: SummarisedKey, summary: Summary, evidence: EvidenceStore): Promise<KeyRecords> {
  const unread: KeyStory['unread'] = [];
  const told = async <T>(record: string, reading: Promise<Reading<T>>): Promise<Told<T> | null> => {
    const stored = await reading;
    if (stored.state === 'known') return { record, value: stored.value };
    if (stored.state === 'unknown') unread.push({ record, why: `${stored.failure.code}: ${stored.failure.message}` });
    return null;
  };
  const now = await readPresent(key, summary, { evidence, told });
  const then = key.run === null ? NO_RUN : await readRun(key.accountId, key.run, { evidence, told });
  return { ...now, ...then, unread };
}

interface Reader {
  readonly evidence: EvidenceStore;
  readonly told: <T>(record: string, reading: Promise<Reading<T>>) => Promise<Told<T> | null>;
}

const NO_RUN = { terms: null, gates: [], plan: null, attempt: null, audit: null, report: null };

async function readRun(
  accountId: string,
  run: RunName,
  { evidence, told }: Reader,
): Promise<Omit<KeyRecords, 'unread' | keyof Present>> {
  const subject = { accountId, ...run };
  const at = (kind: 'plans' | 'attempts' | 'audits' | 'reports'): string => evidenceKeys.account(run, kind, accountId);
  const terms = evidenceKeys.terms(run);
  const gateOf = (record: string): Promise<Told<Gate> | null> =>
    told(record, readStored(evidence, record, { schema: gateSchema, subject: { ...run } }));
  const gates = Array.from({ length: LAST_PASS }, (_, index) => gateOf(evidenceKeys.gate(run, index + 1)));
  return {
    terms: await told(terms, readStored(evidence, terms, { schema: runTermsSchema, subject: { ...run } })),
    gates: (await Promise.all(gates)).filter((gate) => gate !== null),
    plan: await told(at('plans'), readStored(evidence, at('plans'), { schema: accountPlanSchema, subject })),
    attempt: await told(
      at('attempts'),
      readStored(evidence, at('attempts'), { schema: attemptSchema, subject: { accountId } }),
    ),
    audit: await told(at('audits'), readStored(evidence, at('audits'), { schema: accountPlanSchema, subject })),
    report: await told(at('reports'), readStored(evidence, at('reports'), { schema: accountReportSchema, subject })),
  };
}

type Present = Pick<KeyRecords, 'later' | 'ledger' | 'history'>;

async function readPresent(
  { accountId, run }: SummarisedKey,
  { audit, accounts }: Summary,
  { evidence, told }: Reader,
): Promise<Present> {
  const policy = accounts.find((account) => account.accountId === accountId)?.policy ?? run?.policy ?? null;
  const ledger = evidenceKeys.ledger(accountId);
  const subject = { accountId };
  return {
    ledger: await told(ledger, readStored(evidence, ledger, { schema: ledgerSchema, subject })),
    later: audit === null ? null : await readLook(audit.auditId, accountId, { evidence, told }),
    history: policy === null ? null : await readHistory(policy, { evidence, told }),
  };
}

function readLook(auditId: string, accountId: string, { evidence, told }: Reader): Promise<Told<LaterAudit> | null> {
  const record = evidenceKeys.laterAudit(auditId, accountId);
  return told(record, readStored(evidence, record, { schema: laterAuditSchema, subject: { accountId, auditId } }));
}

function readHistory(policy: string, { evidence, told }: Reader): Promise<Told<History> | null> {
  const record = evidenceKeys.history(policy);
  return told(record, readStored(evidence, record, { schema: historySchema, subject: { policy } }));
}
