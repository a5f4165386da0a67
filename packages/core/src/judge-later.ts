import type { AccountPlan, PlannedKey, PlannedUser } from './account-plan.ts';
import { revokes } from './decision.ts';
import type { LaterVerdict } from './later-audit.ts';
import type { KeySeen } from './look-before.ts';
import type { UserObservation } from './observation.ts';
import { nameKey } from './policy.ts';

/** A user who is out of scope by now, and whose keys are looked at all the same. */
export interface RecalledUser extends Pick<UserObservation, 'userName' | 'accessKeys'> {
  /** Whether the user was in scope before. */
  readonly hasLeft: boolean;
  /** The active keys that the look before saw. */
  readonly keysBefore: readonly KeySeen[];
}

/** One look at an account, decided twice. */
export interface LaterSight {
  /** As of the run of the record, by the rules of that run. */
  readonly asOfRun: AccountPlan;
  /** As of the time its next run is due. */
  readonly asOfNext: AccountPlan;
  /** Users out of scope who were in it before, or whose keys the record says must go. */
  readonly recalled: readonly RecalledUser[];
}

type Seen = Pick<PlannedKey, 'accessKeyId' | 'userName' | 'status' | 'createdAt'>;

/**
 * Judges an account between runs by what *we* saw in the last run that reached it; null where none has. What the record
 * says must go is overdue while it is active, whatever was tagged or moved since. A key or a user that came after that run
 * is not yet due. A key that the record should have had, by its date and its user, is judged by what we decide now. Other
 * keys of a user who has left the scope have left it too; where they cannot be read, those that the look before saw, for
 * nobody has seen them go.
 */
export function judgeLater(record: AccountPlan | null, sight: LaterSight): LaterVerdict {
  const due = record === null ? [] : findDue(record, sight);
  const overdue = due.filter(({ status }) => status === 'Active');
  const late = new Set(overdue.map(({ accessKeyId }) => accessKeyId));
  const others = (plan: AccountPlan): PlannedKey[] => plan.keys.filter(({ accessKeyId }) => !late.has(accessKeyId));
  return {
    overdue: overdue.map(reference),
    leftInactive: due.filter(({ status }) => status === 'Inactive').map(reference),
    notYetDue: others(sight.asOfNext)
      .filter(({ status, decision }) => status === 'Active' && revokes(decision))
      .map((key) => ({ ...reference(key), createdAt: key.createdAt })),
    undecided: others(sight.asOfRun)
      .filter(({ decision }) => decision === 'unknown')
      .map((key) => ({ ...reference(key), rule: key.rule })),
    newExemptions: findNewExemptions(record, sight.asOfRun),
    leftScope: findLeftScope(record, sight),
  };
}

function findLeftScope(record: AccountPlan | null, { asOfRun, recalled }: LaterSight): LaterVerdict['leftScope'] {
  const judged = [...asOfRun.keys, ...(record?.keys ?? []).filter(mustNotBeActive)];
  const accounted = new Set(judged.map(({ accessKeyId }) => accessKeyId));
  return recalled
    .filter(({ hasLeft }) => hasLeft)
    .flatMap(activeKeysOf)
    .filter(({ accessKeyId }) => !accounted.has(accessKeyId));
}

function activeKeysOf({ userName, accessKeys, keysBefore }: RecalledUser): readonly KeySeen[] {
  if (accessKeys.state !== 'known') return accessKeys.state === 'unknown' ? keysBefore : [];
  return accessKeys.value
    .filter(({ status }) => status === 'Active')
    .map(({ accessKeyId, createdAt }) => ({ accessKeyId, userName, createdAt }));
}

/** The keys that the record says must go, as they are now; inactive ones only where they were to be deleted. */
function findDue(record: AccountPlan, { asOfRun, recalled }: LaterSight): Seen[] {
  const recorded = new Map(record.keys.map((key) => [key.accessKeyId, key]));
  const users = usersOf(record);
  const inScope = asOfRun.keys.filter((key) => {
    const before = recorded.get(key.accessKeyId);
    return before === undefined ? isMissing(key, record, users) : isDue(before, key);
  });
  const outOfScope = recalled.flatMap(({ userName, accessKeys }) =>
    accessKeys.state === 'known' ? accessKeys.value.map((key): Seen => ({ ...key, userName })) : [],
  );
  const left = outOfScope.filter((key) => {
    const before = recorded.get(key.accessKeyId);
    return before !== undefined && isDue(before, key);
  });
  return [...inScope, ...left];
}

function isDue(before: PlannedKey, { status }: Seen): boolean {
  return before.decision === 'delete' || (mustNotBeActive(before) && status === 'Active');
}

/** Whether a key of a record may not be active any more: it must go, or was kept only because it was inactive. */
export function mustNotBeActive({ decision, rule }: PlannedKey): boolean {
  return revokes(decision) || rule === 'already-inactive' || rule === 'awaiting-deletion';
}

/** Whether a key was there when the run was due, and its user in scope, but the record does not have it. */
function isMissing(key: PlannedKey, { asOf, action }: AccountPlan, users: Users): boolean {
  const user = users(key);
  const isOlder = key.createdAt !== null && Date.parse(key.createdAt) <= Date.parse(asOf);
  if (user === null || !isOlder || user.exemption !== null) return false;
  return revokes(key.decision) || (key.decision === 'exempt' && action !== 'observe');
}

type Users = (who: { readonly userName: string; readonly userId: string | null }) => PlannedUser | null;

/** The users of a record by IAM's unique id; by name only where one of the two ids is not known. */
function usersOf({ users }: AccountPlan): Users {
  const byName = new Map(users.map((user) => [nameKey(user.userName), user]));
  const byId = new Map(users.map((user) => [user.userId, user]));
  return ({ userName, userId }) => {
    const named = byName.get(nameKey(userName)) ?? null;
    if (userId === null || named?.userId === null) return named;
    return byId.get(userId) ?? null;
  };
}

function findNewExemptions(record: AccountPlan | null, { users }: AccountPlan): LaterVerdict['newExemptions'] {
  if (record === null) return [];
  const before = usersOf(record);
  return users.flatMap((user) => {
    const { userName, exemption } = user;
    return exemption === null || isExempt(before(user)) ? [] : [{ userName, ...exemption }];
  });
}

function isExempt(user: PlannedUser | null): boolean {
  return user !== null && user.exemption !== null;
}

function reference({ accessKeyId, userName }: Seen): { accessKeyId: string; userName: string } {
  return { accessKeyId, userName };
}
