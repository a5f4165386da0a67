import type { Unknown } from './account-plan.ts';
import type { Census } from './census.ts';
import { reportRowOf } from './credential-report.ts';
import type { CredentialReportRow } from './iam-user.ts';
import type { AccountObservation } from './observation.ts';
import { nameKey } from './policy.ts';
import type { CensusReader, Pace, ServiceSpecificCredential } from './ports.ts';
import type { Failure, PagedReading, Reading } from './reading.ts';

/** What is read for a census alone. */
export interface CensusSources {
  readonly rootKeys: Reading<number>;
  readonly credentials: PagedReading<ServiceSpecificCredential>;
}

/** Reads what a census needs beside the look at the account: two calls, and one for each further page of credentials. */
export async function readCensus(reader: CensusReader, pace: Pace): Promise<CensusSources> {
  const [rootKeys, credentials] = await Promise.all([
    pace.run(() => reader.rootAccessKeys()),
    pace.run(() => reader.serviceSpecificCredentials()),
  ]);
  return { rootKeys, credentials };
}

/**
 * Counts what no policy covers in an account. A count whose source could not be read is null, and `uncounted` says why; the
 * verdict on the account rests on none of it.
 *
 * Out of scope is who is in no group that the policy includes. Whom it exempts is in scope, for the policy has decided on
 * them; who is in an exempt group alone is not, for no policy looks at their keys. Active keys are those of the credential
 * report, which is up to four hours old and need not have a row for a user who was made, renamed or made anew since: such
 * keys are counted by a later look. It has two slots a user.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 *
 * @param uncounted what else could not be told.
 */
export function censusOf(
  observation: AccountObservation,
  { rootKeys, credentials }: CensusSources,
  uncounted: readonly Unknown[] = [],
): Census {
  const { credentialReport: report, details } = observation;
  const root = sourceOf(rootKeys, 'iam:GetAccountSummary');
  const made = sourceOf(report, 'iam:GetCredentialReport');
  const listed = credentials.end.state === 'complete' ? null : sourceOf(credentials.end, LISTING).failure;
  const missed = (concerns: string, failure: Failure | null): Unknown[] =>
    failure === null ? [] : [{ concerns, failure }];
  return {
    reportAt: made.value?.generatedAt ?? null,
    rootKeys: root.value,
    outOfScope: made.value === null || details.failure !== null ? null : usersAndKeys(rowsOutOfScope(observation)),
    withoutMfa:
      made.value === null ? null : usersAndKeys(made.value.rows.filter(({ mfaActive }) => mfaActive === false)),
    serviceSpecificCredentials: listed === null ? usersAndCredentials(credentials.items) : null,
    uncounted: [
      ...missed('access keys of the root user', root.failure),
      ...missed('access keys of users in no configured group', made.failure ?? details.failure),
      ...missed('access keys of users without MFA', made.failure),
      ...missed('service-specific credentials', listed),
      ...uncounted,
    ],
  };
}

const LISTING = 'iam:ListServiceSpecificCredentials';

function sourceOf<T>(
  reading: Reading<T>,
  operation: string,
): { readonly value: T; readonly failure: null } | { readonly value: null; readonly failure: Failure } {
  if (reading.state === 'known') return { value: reading.value, failure: null };
  const gone = { kind: 'not-found', operation, code: 'NotFound', message: 'it is not there' } as const;
  return { value: null, failure: reading.state === 'unknown' ? reading.failure : gone };
}

function rowsOutOfScope({ credentialReport, details, users }: AccountObservation): CredentialReportRow[] {
  const inScope = new Set(users.map(({ userName }) => nameKey(userName)));
  // A listing that shifted while it was read may name a user twice.
  const byName = new Map(details.users.map((user) => [nameKey(user.userName), user]));
  return [...byName].flatMap(([name, user]) => (inScope.has(name) ? [] : (reportRowOf(credentialReport, user) ?? [])));
}

function usersAndKeys(rows: readonly CredentialReportRow[]): { users: number; keys: number } {
  const active = rows.map(({ slots }) => slots.filter((slot) => slot.active).length).filter((keys) => keys > 0);
  return { users: active.length, keys: active.reduce((sum, keys) => sum + keys, 0) };
}

function usersAndCredentials(listed: readonly ServiceSpecificCredential[]): { users: number; credentials: number } {
  const active = listed.filter(({ status }) => status === 'Active');
  return { users: new Set(active.map(({ userName }) => nameKey(userName))).size, credentials: active.length };
}
