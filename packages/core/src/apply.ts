import { findExemption } from './exemption.ts';
import type { AuthorizationDetail, UserDetail } from './iam-user.ts';
import type { ApplyOrder, OrderedKey } from './order.ts';
import type { ApplyAnswer, Outcome } from './outcome.ts';
import { nameKey, sameName, type PolicyRules } from './policy.ts';
import type { AccessKeyWriter, Clock, IamReader, Pace, WriteResult } from './ports.ts';
import type { Failure, PagedReading, Reading } from './reading.ts';
import type { AccessKey } from './access-key.ts';
import { indexDetails } from './scope.ts';
import { verifyOutcomes } from './verify.ts';

/** What `apply` acts through. */
export interface ApplyPorts {
  readonly reader: IamReader;
  readonly writer: AccessKeyWriter;
  readonly pace: Pace;
  readonly clock: Clock;
  /** Called as each outcome is known: what the log shows if the answer never arrives. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/**
 * Does an apply order: reads users, groups and tags again, does only what still holds, and looks at every changed user
 * afterwards. It can shrink the order, never widen it. Every key of the order has one outcome; `complete` is false where
 * another pass may still do something.
 */
export async function apply(order: ApplyOrder, ports: ApplyPorts): Promise<ApplyAnswer> {
  const finishBy = Date.parse(order.finishBy);
  const inTime = (): boolean => ports.clock.now().getTime() < finishBy;
  const current = indexUsers(await ports.reader.authorizationDetails());
  const attempts = await Promise.all(
    order.keys.map((key) =>
      ports.pace.run(async () => {
        const outcome = inTime()
          ? await applyKey(key, { order, current, ports, inTime })
          : notAttempted(key, TIME_OVER);
        ports.onOutcome(outcome);
        return outcome;
      }),
    ),
  );
  const outcomes = await verifyOutcomes(attempts, { ...ports, inTime });
  const complete = outcomes.every(({ outcome }) => outcome !== 'not-attempted' && outcome !== 'failed');
  const finishedAt = ports.clock.now().toISOString();
  return {
    schema: 'keysweep/outcomes/1',
    accountId: order.accountId,
    runId: order.runId,
    finishedAt,
    complete,
    outcomes,
  };
}

const TIME_OVER = 'the time of this order was over';

interface CurrentUsers {
  /** By name; null where one was listed twice. */
  readonly users: ReadonlyMap<string, UserDetail | null>;
  readonly failure: Failure | null;
}

interface ApplyContext {
  readonly order: ApplyOrder;
  readonly current: CurrentUsers;
  readonly ports: ApplyPorts;
  readonly inTime: () => boolean;
}

async function applyKey(key: OrderedKey, context: ApplyContext): Promise<Outcome> {
  const { order, current, ports, inTime } = context;
  const user = current.users.get(nameKey(key.userName));
  if (user === null) return refuse(key, 'the account lists the user twice, and differently');
  if (user === undefined && current.failure !== null)
    return notAttempted(key, 'users, groups and tags could not be read again', current.failure);
  const objection = user === undefined ? objectToAbsence(key, current) : findObjection(key, user, order);
  const looksFirst = user === undefined || key.onlyIfInactive || order.attempt > 1;
  const settled = looksFirst ? settleByLooking(key, order, await ports.reader.accessKeys(key.userName)) : null;
  if (objection !== null) return isGone(settled) && !mayBeRenamed(key, current) ? settled : refuse(key, objection);
  if (settled !== null) return settled;
  return inTime() ? fromWrite(key, order, await ports.writer[key.decision](key)) : notAttempted(key, TIME_OVER);
}

/** Why a planned key may no longer be touched, or null. */
function findObjection(key: OrderedKey, user: UserDetail, { rules, asOf }: ApplyOrder): string | null {
  if (user.userId !== key.userId) return 'another user has taken this name since the plan';
  if (!inAny(user, rules.groups)) return 'the user has left the configured groups since the plan';
  const exemptGroups = rules.exempt.groups.map(({ name }) => name).filter((name) => inAny(user, [name]));
  const { rule } = findExemption({ userName: user.userName, detail: user, exemptGroups }, rules, new Date(asOf));
  return rule === null ? null : `the user is exempt now (${rule})`;
}

function inAny(user: UserDetail, groups: PolicyRules['groups']): boolean {
  const names = new Set(groups.map(nameKey));
  return user.groups.some((group) => names.has(nameKey(group)));
}

function objectToAbsence(key: OrderedKey, current: CurrentUsers): string {
  return mayBeRenamed(key, current)
    ? 'the user has another name since the plan'
    : 'the account no longer lists the user';
}

/** Whether the user's id stands under another name, or may on a page that was not read: then the key is not gone. */
function mayBeRenamed({ userId, userName }: OrderedKey, { users, failure }: CurrentUsers): boolean {
  const elsewhere = [...users.values()].some((user) => user?.userId === userId && !sameName(user.userName, userName));
  return elsewhere || failure !== null;
}

function isGone(outcome: Outcome | null): outcome is Outcome {
  return outcome?.outcome === 'deleted' || outcome?.outcome === 'already-gone';
}

/** Where a write could be wrong or not needed, the user's keys are looked at first. Null: go on and write. */
function settleByLooking(key: OrderedKey, order: ApplyOrder, keys: Reading<readonly AccessKey[]>): Outcome | null {
  if (keys.state === 'unknown') return notAttempted(key, 'the user’s keys could not be read again', keys.failure);
  const now =
    keys.state === 'known' ? keys.value.find(({ accessKeyId }) => accessKeyId === key.accessKeyId) : undefined;
  if (now === undefined) return goneOutcome(key, order.attempt > 1);
  if (key.onlyIfInactive && now.status !== 'Inactive')
    return refuse(key, 'the key has been reactivated since the plan');
  if (key.decision === 'deactivate' && now.status === 'Inactive')
    return { ...start(key), outcome: order.attempt > 1 ? 'deactivated' : 'already-inactive' };
  return null;
}

function fromWrite(key: OrderedKey, order: ApplyOrder, result: WriteResult): Outcome {
  if (result.state === 'failed')
    return { ...start(key), outcome: 'failed', reason: 'IAM did not confirm the change', failure: result.failure };
  if (result.state === 'absent') return goneOutcome(key, order.attempt > 1 || result.attempts > 1);
  return { ...start(key), outcome: key.decision === 'delete' ? 'deleted' : 'deactivated' };
}

/** A key that is gone was deleted by us if an earlier try of ours may have arrived; else somebody was first. */
function goneOutcome(key: OrderedKey, triedBefore: boolean): Outcome {
  const ours = triedBefore && key.decision === 'delete';
  return {
    ...start(key),
    outcome: ours ? 'deleted' : 'already-gone',
    reason: ours ? 'confirmed by its absence' : null,
  };
}

function refuse(key: OrderedKey, reason: string): Outcome {
  return { ...start(key), outcome: 'refused', reason };
}

function notAttempted(key: OrderedKey, reason: string, failure: Failure | null = null): Outcome {
  return { ...start(key), outcome: 'not-attempted', reason, failure };
}

function start({ accessKeyId, userName, decision }: OrderedKey): Omit<Outcome, 'outcome'> {
  return { accessKeyId, userName, decision, verified: null, reason: null, failure: null };
}

function indexUsers(details: PagedReading<AuthorizationDetail>): CurrentUsers {
  const users = details.items.flatMap((item) => (item.kind === 'user' ? [item.user] : []));
  return {
    users: indexDetails(users),
    failure: details.end.state === 'unknown' ? details.end.failure : null,
  };
}
