import type { AccountEntry, AccountFacts, AccountReport, LaterAudit, ManifestAccount } from '@keysweep/core';

/** The organization, the run and the time of every made-up record. */
export const ORGANIZATION = 'o-exampleorg1';
export const RUN = '20261120T235500Z';
export const AT = '2026-11-21T00:41:07Z';
/** The audit of the afternoon, for an account that was looked at since. */
export const AUDIT = '20261121T003000Z';

/** One account as a summary is made of. */
export type Account = AccountEntry;

interface Swept extends Partial<Omit<AccountReport, 'keys' | 'audit'>> {
  readonly keys: AccountReport['keys'];
  readonly overdue?: number;
}

/** An account with a report of its own making. */
export function sweptAccount(name: string, number: number, path: string, { overdue = 0, ...given }: Swept): Account {
  const policy = given.policy ?? 'weekly';
  const fate = { kind: 'sweep', policy, assignedBy: path.startsWith('/Workloads') ? '/Workloads' : '/' } as const;
  const account = accountOf(name, number, path, fate);
  const left = given.keys.slice(0, overdue).map(({ accessKeyId, userName }) => ({ accessKeyId, userName }));
  const report: AccountReport = {
    schema: 'keysweep/report/1',
    organizationId: ORGANIZATION,
    accountId: account.accountId,
    runId: RUN,
    policy,
    action: 'delete',
    configHash: '4f2d9a61',
    asOf: AT,
    writtenAt: AT,
    agent: { state: 'answered', failure: null },
    complete: true,
    users: new Set(given.keys.map(({ userName }) => userName)).size,
    groups: [
      {
        name: 'Developers',
        role: 'included',
        state: given.keys.length === 0 ? 'missing' : 'read',
        members: given.keys.length,
      },
    ],
    exemptions: [],
    unknowns: [],
    refusal: null,
    audit: { state: 'taken', at: AT, unknowns: [], verdict: { overdue: left, leftInactive: [], disagreements: [] } },
    provenance: null,
    ...given,
  };
  const facts: AccountFacts = { fate, deployment: 'current', run: { state: 'reported', report } };
  return { account, facts };
}

/** The same account, looked at since its run: a newer key, one of a user who has left, and what no policy covers. */
export function lookedAtSince({ account, facts }: Account): Account {
  const seen = (number: number, userName: string) => ({
    ...{ accessKeyId: `AKIALATER${String(number).padStart(11, '0')}`, userName, createdAt: '2026-11-21T00:10:00Z' },
  });
  const verdict = {
    ...{ overdue: [], leftInactive: [], notYetDue: [seen(1, 'goran')], undecided: [], newExemptions: [] },
    leftScope: [seen(2, 'hanna.berg')],
  };
  const uncounted = [{ concerns: 'service-specific credentials', failure: FAILURE }];
  const census = {
    ...{ reportAt: AT, rootKeys: 1, outOfScope: { users: 2, keys: 3 }, withoutMfa: { users: 1, keys: 1 } },
    ...{ serviceSpecificCredentials: null, uncounted },
  };
  const audit: LaterAudit = {
    ...{ schema: 'keysweep/later-audit/2', organizationId: ORGANIZATION, accountId: account.accountId, auditId: AUDIT },
    ...{ policy: 'weekly', against: { runId: RUN, asOf: AT }, nextDue: '2026-11-27T23:55:00Z' },
    provenance: { takenBy: 'audit', takenAt: AT, bundleHash: '', templateVersion: '', caller: 'centre' },
    look: { state: 'taken', unknowns: [], verdict, live: verdict.notYetDue, groups: ['Developers'], census },
  };
  return { account, facts: { ...facts, later: { state: 'looked', audit }, census } };
}

const FAILURE = {
  kind: 'access-denied',
  operation: 'iam:ListServiceSpecificCredentials',
  code: 'AccessDenied',
  message: 'no',
} as const;

/** An account with its place and fate. */
export function accountOf(name: string, number: number, path: string, fate: ManifestAccount['fate']): ManifestAccount {
  return { accountId: String(111_122_223_000 + number), name, organizationalUnitPath: path, fate };
}
