import type { AccountFacts } from '../account-state.ts';
import type { Census } from '../census.ts';
import type { LaterAudit, LaterVerdict } from '../later-audit.ts';
import { AS_OF } from './account.ts';
import { ACCOUNT, aProvenance, ORGANIZATION, RUN } from './plan.ts';

/** The Friday after the run of the examples. */
export const NEXT_DUE = '2026-11-27T23:55:00.000Z';
/** An audit on the Tuesday between. */
export const AUDIT = '20261124T060000Z';
export const TUESDAY = '2026-11-24T06:00:00.000Z';

/** A verdict that finds nothing. */
export function aLaterVerdict(overrides: Partial<LaterVerdict> = {}): LaterVerdict {
  return {
    overdue: [],
    leftInactive: [],
    notYetDue: [],
    undecided: [],
    newExemptions: [],
    leftScope: [],
    ...overrides,
  };
}

/** A census that finds nothing. */
export function aCensus(overrides: Partial<Census> = {}): Census {
  return {
    ...{ reportAt: TUESDAY, rootKeys: 0, outOfScope: { users: 0, keys: 0 }, withoutMfa: { users: 0, keys: 0 } },
    serviceSpecificCredentials: { users: 0, credentials: 0 },
    uncounted: [],
    ...overrides,
  };
}

/** A look that was taken, with nothing to find fault with. */
export function aLook(
  overrides: Partial<Extract<LaterAudit['look'], { state: 'taken' }>> = {},
): Extract<LaterAudit['look'], { state: 'taken' }> {
  return {
    ...{ state: 'taken', unknowns: [], verdict: aLaterVerdict(), live: [], groups: ['Developers'], census: aCensus() },
    ...overrides,
  };
}

/** The look at an account on that Tuesday, held against its last run. */
export function aLaterAudit(overrides: Partial<LaterAudit> = {}): LaterAudit {
  return {
    ...{ schema: 'keysweep/later-audit/2', organizationId: ORGANIZATION, accountId: ACCOUNT, auditId: AUDIT },
    policy: 'weekly',
    provenance: aProvenance({ takenBy: 'audit', takenAt: TUESDAY }),
    against: { runId: RUN, asOf: AS_OF },
    nextDue: NEXT_DUE,
    look: aLook(),
    ...overrides,
  };
}

/** The same facts, with a look taken since. */
export function lookedAt(facts: AccountFacts, look: LaterAudit['look']): AccountFacts {
  return { ...facts, later: { state: 'looked', audit: aLaterAudit({ look }) } };
}
