import type { AccessKey } from './access-key.ts';
import type { CredentialReport } from './iam-user.ts';
import { reportRowOf, reportShowsNoKey } from './credential-report.ts';
import type { AccountObservation, GroupObservation, UserObservation } from './observation.ts';
import { nameKey, type PolicyRules } from './policy.ts';
import type { IamReader, Pace } from './ports.ts';
import { known, unknown, type Failure, type Reading } from './reading.ts';
import { findScope, type ScopedUser } from './scope.ts';

/** What `collect` needs beside the rules. */
export interface CollectPorts {
  readonly reader: IamReader;
  readonly pace: Pace;
  /** Whether there is time to begin reading another user; those for whom there was none are unknown. */
  readonly inTime: () => boolean;
}

interface Bulk {
  readonly details: AccountObservation['details'];
  readonly groups: readonly GroupObservation[];
  readonly credentialReport: Reading<CredentialReport>;
}

/**
 * Reads everything a plan of one account needs: bulk reads first, then the keys of each unique user in scope once, then
 * the password of those whom no credential report row speaks of. Nothing is thrown and nothing is left out: what could
 * not be read is in the observation as unknown.
 */
export async function collect(rules: PolicyRules, asOf: Date, ports: CollectPorts): Promise<AccountObservation> {
  const bulk = await collectBulk(rules, ports);
  const scope = findScope(bulk, rules);
  const context = { rules, asOf, bulk };
  const users = await Promise.all(
    scope.map((user) =>
      ports.pace.run(() => (ports.inTime() ? collectUser(user, context, ports.reader) : leaveUser(user))),
    ),
  );
  return { ...bulk, users };
}

async function collectBulk(rules: PolicyRules, { reader, pace }: CollectPorts): Promise<Bulk> {
  const groupOf = (name: string, role: GroupObservation['role']): Promise<GroupObservation> =>
    pace.run(async () => ({ name, role, members: await reader.groupMembers(name) }));
  const [details, credentialReport, ...groups] = await Promise.all([
    pace.run(() => reader.authorizationDetails()),
    pace.run(() => reader.credentialReport()),
    ...rules.groups.map((name) => groupOf(name, 'included')),
    ...rules.exempt.groups.map(({ name }) => groupOf(name, 'exempt')),
  ]);
  const failure = details.end.state === 'unknown' ? details.end.failure : null;
  return {
    details: {
      users: details.items.flatMap((item) => (item.kind === 'user' ? [item.user] : [])),
      groupNames: details.items.flatMap((item) => (item.kind === 'group' ? [item.groupName] : [])),
      failure,
    },
    groups,
    credentialReport,
  };
}

interface UserContext {
  readonly rules: PolicyRules;
  readonly asOf: Date;
  readonly bulk: Bulk;
}

async function collectUser(user: ScopedUser, context: UserContext, reader: IamReader): Promise<UserObservation> {
  const { userName } = user;
  const row = reportRowOf(context.bulk.credentialReport, user.detail);
  if (row !== null && reportShowsNoKey(row, context))
    return { userName, accessKeys: known([]), consoleAccess: { state: 'not-needed' } };
  const accessKeys = await reader.accessKeys(userName);
  if (!context.rules.requireConsoleAccess || !holdsKeys(accessKeys))
    return { userName, accessKeys, consoleAccess: { state: 'not-needed' } };
  const password = row?.passwordEnabled ?? null;
  return {
    userName,
    accessKeys,
    consoleAccess: password === null ? await reader.loginProfile(userName) : known(password),
  };
}

async function leaveUser({ userName }: ScopedUser): Promise<UserObservation> {
  return { userName, accessKeys: unknown(OUT_OF_TIME), consoleAccess: { state: 'not-needed' } };
}

/** Why a user was not read whose turn came too late. */
export const OUT_OF_TIME: Failure = {
  kind: 'timeout',
  operation: 'iam:ListAccessKeys',
  code: 'OutOfTime',
  message: 'the time of this order was over before the user’s turn came',
};

function holdsKeys(reading: Reading<readonly AccessKey[]>): boolean {
  return reading.state === 'known' && reading.value.length > 0;
}

/** The observation of one user by name, as `plan` looks it up. */
export function observationsByUser(users: readonly UserObservation[]): ReadonlyMap<string, UserObservation> {
  return new Map(users.map((user) => [nameKey(user.userName), user]));
}
