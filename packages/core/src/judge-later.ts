import type { AccountPlan, PlannedKey, PlannedUser } from './account-plan.ts';
import { revokes } from './decision.ts';
import type { LaterVerdict } from './later-audit.ts';
import type { UserObservation } from './observation.ts';
import { nameKey } from './policy.ts';

/** One look at an account, decided twice. */
export interface LaterSight {
  /** As of the run of the record, by the rules of that run. */
  readonly asOfRun: AccountPlan;
  /** As of the time its next run is due. */
  readonly asOfNext: AccountPlan;
  /** Users whose keys the record says must go and who are out of scope by now. */
  readonly recalled: readonly Pick<UserObservation, 'userName' | 'accessKeys'>[];
}

type Seen = Pick<PlannedKey, 'accessKeyId' | 'userName' | 'status' | 'createdAt'>;

/**
 * Judges an account between runs by what *we* saw in the last run that reached it; null where none has. What the record
 * says must go is overdue while it is active, whatever was tagged or moved since. A key or a user that came after that run
 * is not yet due. A key that the record should have had, by its date and its user, is judged by what we decide now.
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
  };
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
