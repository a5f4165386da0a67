import type { AccountReport, Summary } from '@keysweep/core';
import type { LocalOrganization } from '@keysweep/local-organization';

/** What is told of a run, and what is so. `scope`: the users whose keys all had to go. */
export interface Told {
  readonly summary: Summary;
  readonly reports: ReadonlyMap<string, AccountReport>;
  readonly organization: Pick<LocalOrganization, 'accessKeys' | 'allAccessKeys'>;
  readonly scope: readonly string[];
}

/** What the summary of a run, or a report behind it, claims that is not so; empty if all of it is. Not to know is no lie. */
export function untruthsOf({ summary, reports, organization, scope }: Told): string[] {
  const alive = new Set(organization.allAccessKeys().map(({ accessKeyId }) => accessKeyId));
  const covered = summary.accounts.filter((account) => account.covered);
  const { coverage } = summary;
  return [
    ...[...reports.values()].flatMap((report) => falseEndings(report, alive)),
    ...covered
      .filter(({ accountId, overdue }) => overdue !== keysOf(accountId, { organization, scope }))
      .map(({ accountId, state, overdue }) => `${accountId} is ${state} with ${overdue} overdue keys`),
    ...(coverage.covered === covered.length ? [] : [`${coverage.covered} accounts are covered`]),
    ...(coverage.inScope === summary.accounts.filter(({ inScope }) => inScope).length ? [] : ['the scope is wrong']),
  ];
}

function falseEndings({ accountId, keys }: AccountReport, alive: ReadonlySet<string>): string[] {
  return keys
    .filter(({ ending, accessKeyId }) => (ending === 'deleted' || ending === 'already-gone') === alive.has(accessKeyId))
    .filter(({ ending }) => ending !== 'not-attempted' && ending !== 'failed')
    .map(({ accessKeyId, ending }) => `${accessKeyId} in ${accountId} is ${ending}`);
}

function keysOf(accountId: string, { organization, scope }: Pick<Told, 'organization' | 'scope'>): number {
  return scope.reduce((sum, userName) => sum + organization.accessKeys(accountId, userName).length, 0);
}
