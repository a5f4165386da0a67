import { KeysweepError } from './errors.ts';

/** A run: one policy at one due time. Doing it again does no harm. */
export interface RunName {
  readonly policy: string;
  readonly runId: string;
}

/** This long after it was due a run is over, whatever became of it: two passes at their longest, and then some. */
export const SETTLED_AFTER_MS = 8 * 3_600_000;

/** The id of the run due at an instant: `20261120T235500Z`. Seconds are its finest unit. */
export function runIdOf(due: Date): string {
  return due
    .toISOString()
    .replace(/\.\d{3}/, '')
    .replaceAll(/[-:]/g, '');
}

/** The instant a run was due. */
export function dueOf(runId: string): Date {
  const due = new Date(runId.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(due.getTime()) || runIdOf(due) !== runId)
    throw new KeysweepError('run-invalid', `${runId} is not the id of a run`);
  return due;
}

/** A run goes over its accounts this often: what the first pass leaves, the second finishes or reports as it is. */
export const LAST_PASS = 2;

/** The name of a summary: of the run it closes, or of the moment of an audit between runs. */
export function summaryIdOf(run: RunName | null, at: Date): string {
  return run === null ? `audit-${runIdOf(at)}` : `${run.runId}-${run.policy}`;
}

/** The four kinds of record that a run keeps of an account. */
export type AccountRecord = 'plans' | 'attempts' | 'audits' | 'reports';

/** Where a run's records lie in the evidence bucket. Only checked ids enter a key. */
export const evidenceKeys = {
  run: ({ policy, runId }: RunName): string => `runs/policy=${policy}/run=${runId}`,
  manifest: (run: RunName): string => `${evidenceKeys.run(run)}/manifest.json`,
  terms: (run: RunName): string => `${evidenceKeys.run(run)}/run.json`,
  /** The accounts that a pass takes on; past the last pass, those that are left for good. */
  accounts: (run: RunName, pass: number): string => `${evidenceKeys.run(run)}/accounts-${pass}.json`,
  config: (run: RunName): string => `${evidenceKeys.run(run)}/config.json`,
  /** A gate is weighed once per pass. */
  gate: (run: RunName, pass: number): string => `${evidenceKeys.run(run)}/gate-${pass}.json`,
  /** Of a held run: the mark that it was approved. */
  approval: (run: RunName): string => `${evidenceKeys.run(run)}/approval.json`,
  records: (run: RunName, record: AccountRecord): string => `${evidenceKeys.run(run)}/${record}/`,
  account: (run: RunName, record: AccountRecord, accountId: string): string =>
    `${evidenceKeys.records(run, record)}account=${accountId}.json`,
  /** Outside of the run: everything under `runs/` is written once, and a lease changes hands. */
  lease: ({ policy, runId }: RunName): string => `leases/policy=${policy}/run=${runId}.json`,
  ledger: (accountId: string): string => `ledger/account=${accountId}.json`,
  /** Of an account that sweeps itself: what each time it was tried came to. */
  outcomes: (run: RunName, accountId: string, time: number): string =>
    `${evidenceKeys.run(run)}/outcomes/account=${accountId}-${time}.json`,
  history: (policy: string): string => `history/policy=${policy}.json`,
  seen: (policy: string): string => `seen/policy=${policy}.json`,
  /** Of an audit between runs. Under `runs/` as well, for it is written once, and listed, like a run. */
  audit: (auditId: string): string => `runs/audit=${auditId}`,
  auditTerms: (auditId: string): string => `${evidenceKeys.audit(auditId)}/audit.json`,
  auditedAccounts: (auditId: string): string => `${evidenceKeys.audit(auditId)}/accounts-1.json`,
  laterAudit: (auditId: string, accountId: string): string =>
    `${evidenceKeys.audit(auditId)}/audits/account=${accountId}.json`,
  summary: (summaryId: string): string => `summaries/${summaryId}`,
  /** The mark that a message of a summary was sent: one for each way in which its run may have ended. */
  told: (summaryId: string, ended: string): string => `told/${summaryId}/${ended}.json`,
  latest: 'latest.json',
} as const;
