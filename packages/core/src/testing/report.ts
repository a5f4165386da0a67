import type { AccountReport, ReportedKey } from '../account-report.ts';
import type { AccountFacts } from '../account-state.ts';
import type { AuditVerdict } from '../audit.ts';
import type { ManifestAccount } from '../manifest.ts';
import { AS_OF } from './account.ts';
import { aPlannedKey, ACCOUNT, aProvenance, ORGANIZATION, RUN } from './plan.ts';

/** A key that was deleted, seen to be gone. */
export function aReportedKey(overrides: Partial<ReportedKey> = {}): ReportedKey {
  return { ...aPlannedKey(), ending: 'deleted', verified: true, reason: null, ...overrides };
}

/** What our own look found. */
export function anAudit(verdict: Partial<AuditVerdict> = {}): Extract<AccountReport['audit'], { state: 'taken' }> {
  return {
    state: 'taken',
    at: AS_OF,
    unknowns: [],
    verdict: { overdue: [], leftInactive: [], disagreements: [], ...verdict },
  };
}

/** A complete report of an account with nothing to find fault with. */
export function aReport(overrides: Partial<AccountReport> = {}): AccountReport {
  return {
    ...{ schema: 'keysweep/report/1', organizationId: ORGANIZATION, accountId: ACCOUNT, runId: RUN, policy: 'weekly' },
    ...{ action: 'delete', configHash: 'c1', asOf: AS_OF, writtenAt: AS_OF },
    agent: { state: 'answered', failure: null },
    complete: true,
    users: 1,
    groups: [{ name: 'Developers', role: 'included', state: 'read', members: 1 }],
    exemptions: [],
    keys: [aReportedKey()],
    unknowns: [],
    refusal: null,
    audit: anAudit(),
    provenance: aProvenance(),
    ...overrides,
  };
}

/** An account that its policy sweeps. */
export function anAccount(overrides: Partial<ManifestAccount> = {}): ManifestAccount {
  return {
    ...{ accountId: ACCOUNT, name: 'Payments', organizationalUnitPath: '/Workloads' },
    fate: { kind: 'sweep', policy: 'weekly', assignedBy: '/' },
    ...overrides,
  };
}

/** An account that is swept, and whose last run left this report. */
export function factsOf(report: Partial<AccountReport> = {}): AccountFacts {
  return factsWithout({ state: 'reported', report: aReport(report) });
}

/** An account that is swept, and whose last run came to something else than a report. */
export function factsWithout(run: AccountFacts['run']): AccountFacts {
  return { fate: anAccount().fate, deployment: 'current', run };
}
