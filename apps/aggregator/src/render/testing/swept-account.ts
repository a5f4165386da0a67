import type { AccountFacts, AccountReport, ManifestAccount, SummariseInput } from '@keysweep/core';

/** The organization, the run and the time of every made-up record. */
export const ORGANIZATION = 'o-exampleorg1';
export const RUN = '20261120T235500Z';
export const AT = '2026-11-21T00:41:07Z';

/** One account as a summary is made of. */
export type Account = SummariseInput['accounts'][number];

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

/** An account with its place and fate. */
export function accountOf(name: string, number: number, path: string, fate: ManifestAccount['fate']): ManifestAccount {
  return { accountId: String(111_122_223_000 + number), name, organizationalUnitPath: path, fate };
}
