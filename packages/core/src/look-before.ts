import type { LaterAudit, LaterVerdict } from './later-audit.ts';

/** An active key as a look saw it. */
export type KeySeen = LaterVerdict['leftScope'][number];

/** What the look before this one saw of an account. */
export interface LookBefore {
  readonly takenAt: string;
  /** Active keys of users who were in scope. */
  readonly live: readonly KeySeen[];
  /** Active keys of users who had left it. */
  readonly leftScope: readonly KeySeen[];
  /** The configured groups that were there. */
  readonly groups: readonly string[];
}

/** What a later look leaves to the next one; null where it was not let in and saw nothing. */
export function lookBefore({ look, provenance: { takenAt } }: LaterAudit): LookBefore | null {
  if (look.state === 'unavailable') return null;
  return { takenAt, live: look.live, leftScope: look.verdict.leftScope, groups: look.groups };
}
