import type { ErrorCode } from '@keysweep/core';

/**
 * The exit codes of every command, stable and documented. `audit`, `sweep` and `summary`
 * report the verdict with 0, 3 and 4; `plan` says with 4 that an account could not be read.
 */
export const EXIT_CODES = {
  ok: 0,
  failure: 1,
  /** Only with `--detailed-exitcode`. */
  changes: 2,
  nonCompliant: 3,
  coverageIncomplete: 4,
  held: 5,
  usage: 64,
  config: 78,
  interrupted: 130,
} as const;

/** What each exit code means, in the words of the reference. */
export const EXIT_MEANINGS = {
  ok: 'done; of a look or a sweep: everything in scope is covered and compliant',
  failure: 'failed; `demo`: the rehearsal went otherwise than its script',
  changes: 'something differs or would change: only with `--detailed-exitcode`, or `deploy --check`',
  nonCompliant: 'an account is not compliant: a key that should be gone is active, or a report is contradicted',
  coverageIncomplete: 'not every account in scope is covered; wins over 3',
  held: 'the sweep was held, by the gate, by the switch, or by whoever was asked',
  usage: 'the command line is wrong, or nobody can be asked',
  config: 'the configuration is wrong, a snapshot, or the description of a local organization',
  interrupted: 'stopped by Ctrl-C, or not confirmed; what was begun is finished or said',
} as const satisfies Record<keyof typeof EXIT_CODES, string>;

const OF_ERROR: Partial<Record<ErrorCode, number>> = {
  'config-invalid': EXIT_CODES.config,
  'schedule-invalid': EXIT_CODES.config,
  'organization-invalid': EXIT_CODES.config,
  'description-invalid': EXIT_CODES.config,
  usage: EXIT_CODES.usage,
  interrupted: EXIT_CODES.interrupted,
};

/** The exit code of an error. */
export function exitCodeOf(code: ErrorCode): number {
  return OF_ERROR[code] ?? EXIT_CODES.failure;
}
