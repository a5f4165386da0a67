import { USE_EVIDENCE } from './evidence-permissions.ts';
import { REVOKER_WILDCARDS, revokerStatements } from './permissions.ts';
import type { PermissionStatement } from './statements.ts';

/** What a function that sweeps its own account may do: all that a revoker may, and keep evidence. @param logGroupArn ends in `:*`. */
export function standaloneStatements(logGroupArn: string): readonly PermissionStatement[] {
  return [...revokerStatements(logGroupArn), ...USE_EVIDENCE];
}

/** Why these statements name more than one thing. */
export const STANDALONE_WILDCARDS = {
  ...REVOKER_WILDCARDS,
  UseEvidence: 'It is the evidence bucket: every record of it, and no other.',
} as const;
