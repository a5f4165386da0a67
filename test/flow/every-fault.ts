import type { FaultKind } from '@keysweep/local-organization';

/** The ways in which a call may fail that a read has to survive without a key being touched. */
export const EVERY_FAULT = [
  'AccessDenied',
  'Throttling',
  'InternalFailure',
  'drop-connection',
  'malformed',
] as const satisfies FaultKind[];
