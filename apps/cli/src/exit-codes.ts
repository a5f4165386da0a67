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
