import type { AccountPlan } from './account-plan.ts';
import type { UserDetail } from './iam-user.ts';
import type { KeySeen, LookBefore } from './look-before.ts';
import type { AccountObservation } from './observation.ts';
import { nameKey } from './policy.ts';
import { indexDetails } from './scope.ts';

/** What is known of an account from before this look. */
export interface Past {
  /** What we saw in the last run that reached it; null where none has. */
  readonly record: AccountPlan | null;
  /** Null where there was no look before, or it is not known. */
  readonly before: LookBefore | null;
}

/** A user who was in scope and is in no configured group now. */
export interface Leaver {
  /** As the user is called now. */
  readonly userName: string;
  /** The active keys that the look before saw. */
  readonly keysBefore: readonly KeySeen[];
}

interface Remembered {
  readonly userName: string;
  readonly userId: string | null;
  readonly seenAt: string;
  readonly keysBefore: readonly KeySeen[];
}

/**
 * Who has left the scope: everybody whom the record or the look before had in it, or had found to have left it, and whom no
 * read puts into a configured group now. Users are followed by IAM's unique id, whatever they are called by now. Looks keep
 * names alone: who came into scope since the run, and was both renamed and taken out of it since the look before, is missed
 * here; the census counts such keys all the same. Nobody is taken to be gone, or to have left, where users and groups could
 * not all be read: then only those count who had left before.
 */
export function findLeavers({ record, before }: Past, { details, users }: AccountObservation): readonly Leaver[] {
  const allRead = details.failure === null;
  const inScope = new Set(users.map(({ userName }) => nameKey(userName)));
  const nameNow = namesNow(details.users, allRead);
  const inRecord = record === null || !allRead ? [] : usersOf(record);
  const leavers = new Map<string, Leaver>();
  for (const remembered of [...inRecord, ...(before === null ? [] : ownersOf(record, before, allRead))]) {
    const userName = nameNow(remembered);
    if (userName === null || inScope.has(nameKey(userName))) continue;
    const known = leavers.get(nameKey(userName))?.keysBefore ?? [];
    leavers.set(nameKey(userName), { userName, keysBefore: [...known, ...remembered.keysBefore] });
  }
  return [...leavers.values()];
}

function usersOf({ users, provenance }: AccountPlan): Remembered[] {
  return users.map(({ userName, userId }) => ({ userName, userId, seenAt: provenance.takenAt, keysBefore: [] }));
}

/** The owners of the keys that the look before saw; their ids as far as the record knows the keys. */
function ownersOf(record: AccountPlan | null, before: LookBefore, withThoseInScope: boolean): Remembered[] {
  const idsByKey = new Map((record?.keys ?? []).map(({ accessKeyId, userId }) => [accessKeyId, userId]));
  return [...(withThoseInScope ? before.live : []), ...before.leftScope].map((key) => ({
    userName: key.userName,
    userId: idsByKey.get(key.accessKeyId) ?? null,
    seenAt: before.takenAt,
    keysBefore: [key],
  }));
}

/** What a remembered user is called now; null where the user is gone. */
function namesNow(users: readonly UserDetail[], allRead: boolean): (who: Remembered) => string | null {
  const byId = new Map(users.map((user) => [user.userId, user]));
  const byName = indexDetails(users);
  return ({ userName, userId, seenAt }) => {
    const unlisted = allRead ? null : userName;
    if (userId !== null) return byId.get(userId)?.userName ?? unlisted;
    const named = byName.get(nameKey(userName));
    if (named === undefined) return unlisted;
    return named !== null && isMadeAfter(named, seenAt) ? null : userName;
  };
}

/** Whether a user of that name cannot be the one who was seen. */
function isMadeAfter({ createdAt }: UserDetail, seenAt: string): boolean {
  return createdAt !== null && Date.parse(createdAt) > Date.parse(seenAt);
}
