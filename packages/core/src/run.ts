import { KeysweepError } from './errors.ts';

/** A run: one policy at one due time. Doing it again does no harm. */
export interface RunName {
  readonly policy: string;
  readonly runId: string;
}

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

/** The four kinds of record that a run keeps of an account. */
export type AccountRecord = 'plans' | 'attempts' | 'audits' | 'reports';

/** Where a run's records lie in the evidence bucket. Only checked ids enter a key. */
export const evidenceKeys = {
  run: ({ policy, runId }: RunName): string => `runs/policy=${policy}/run=${runId}`,
  manifest: (run: RunName): string => `${evidenceKeys.run(run)}/manifest.json`,
  config: (run: RunName): string => `${evidenceKeys.run(run)}/config.json`,
  lease: (run: RunName): string => `${evidenceKeys.run(run)}/lease.json`,
  /** A gate is weighed once per pass. */
  gate: (run: RunName, pass: number): string => `${evidenceKeys.run(run)}/gate-${pass}.json`,
  account: (run: RunName, record: AccountRecord, accountId: string): string =>
    `${evidenceKeys.run(run)}/${record}/account=${accountId}.json`,
  ledger: (accountId: string): string => `ledger/account=${accountId}.json`,
  history: (policy: string): string => `history/policy=${policy}.json`,
} as const;
