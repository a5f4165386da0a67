import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { AccessKey } from './access-key.ts';
import { apply } from './apply.ts';
import { MemoryAccount, MemoryClock, type MemoryUser } from './memory/index.ts';
import type { ApplyOrder, OrderedKey } from './order.ts';
import { applyAnswerSchema, type ApplyAnswer } from './outcome.ts';
import type { AccessKeyAddress, AccessKeyWriter, Pace, WriteResult } from './ports.ts';
import { aFailure, anAccessKey, AS_OF, before, keyId, userId } from './testing/account.ts';
import { mostly } from './testing/arbitraries.ts';
import { anApplyOrder } from './testing/order.ts';
import { orderedRules } from './testing/rules.ts';

const MINUTE = 60_000;
const RUNS = { numRuns: 400 };

/** What became of a user between plan and apply. Everything but `same` forbids to touch the keys. */
const DRIFTS = {
  same: {},
  recreated: { userId: userId(99) },
  left: { groups: ['Sales'] },
  tagged: { tags: [{ key: 'Keysweep-Exempt', value: '' }] },
  'tagged until today': { tags: [{ key: 'keysweep-exempt-until', value: '2026-11-20' }] },
  'tagged until soon': { tags: [{ key: 'keysweep-exempt-until', value: 'soon' }] },
  'in an exempt group': { groups: ['developers', 'machines'] },
} satisfies Record<string, Partial<MemoryUser>>;

interface SketchedKey {
  readonly status: 'Active' | 'Inactive';
  /** What the order says of the key; null: the order does not name it. */
  readonly ordered: Pick<OrderedKey, 'decision' | 'onlyIfInactive'> | null;
  /** What the writer does with it: its work, nothing, or its work and the answer is lost. */
  readonly write: 'done' | 'denied' | 'lost';
  /** Whether somebody deleted it since the plan. */
  readonly gone: boolean;
}

interface Sketch {
  readonly users: readonly {
    readonly drift: keyof typeof DRIFTS;
    readonly keys: readonly SketchedKey[];
    readonly listing: boolean;
  }[];
  readonly attempt: number;
  readonly minutes: number;
  readonly bulk: boolean;
}

const rarely = mostly(fc.constant(false), fc.constant(true));
const key: fc.Arbitrary<SketchedKey> = fc.record({
  status: fc.constantFrom('Active', 'Inactive'),
  ordered: mostly(
    fc.record({ decision: fc.constantFrom('deactivate', 'delete'), onlyIfInactive: fc.boolean() }),
    fc.constant(null),
  ),
  write: mostly(fc.constant('done' as const), fc.constant('denied' as const), fc.constant('lost' as const)),
  gone: rarely,
});
const sketch: fc.Arbitrary<Sketch> = fc.record({
  users: fc.array(
    fc.record({
      drift: mostly(fc.constant('same' as const), fc.constantFrom(...(Object.keys(DRIFTS) as (keyof typeof DRIFTS)[]))),
      keys: fc.array(key, { maxLength: 2 }),
      listing: rarely.map((broken) => !broken),
    }),
    { maxLength: 5 },
  ),
  attempt: fc.constantFrom(1, 2),
  /** Until finishBy; every call takes one. */
  minutes: fc.constantFrom(0, 3, 6, 100),
  bulk: rarely.map((broken) => !broken),
});

interface Applied {
  readonly order: ApplyOrder;
  readonly answer: ApplyAnswer;
  readonly told: readonly string[];
  readonly before: ReadonlyMap<string, AccessKey>;
  readonly after: ReadonlyMap<string, AccessKey>;
  readonly writes: readonly AccessKeyAddress[];
}

/** One thing at a time, in the order given. */
function oneAtATime(): Pace {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (work) => {
      const mine = last.then(work);
      last = mine;
      return mine;
    },
  };
}

const idOf = (user: number, slot: number): string => keyId(10 * user + slot);

function orderOf({ users, attempt, minutes }: Sketch): ApplyOrder {
  const keys = users.flatMap((user, at) =>
    user.keys.flatMap(({ ordered }, slot) =>
      ordered === null ? [] : [{ ...ordered, accessKeyId: idOf(at, slot), userName: `USER${at}`, userId: userId(at) }],
    ),
  );
  const rules = orderedRules({ exempt: { groups: [{ name: 'Machines', optional: false }], users: [] } });
  return anApplyOrder({ keys, attempt, rules, finishBy: before(-minutes * MINUTE) });
}

function accountOf({ users, bulk }: Sketch, clock: MemoryClock): MemoryAccount {
  const account = new MemoryAccount(
    ['Developers', 'Machines'],
    users.map(({ drift, keys }, at) => ({
      ...{ userName: `user${at}`, userId: userId(at), groups: ['Developers'], ...DRIFTS[drift] },
      keys: keys.flatMap(({ status, gone }, slot) =>
        gone ? [] : [anAccessKey({ accessKeyId: idOf(at, slot), status })],
      ),
    })),
  );
  account.failing = ({ operation, subject }) => {
    clock.advance(MINUTE);
    const broken =
      operation === 'iam:GetAccountAuthorizationDetails'
        ? !bulk
        : operation === 'iam:ListAccessKeys' && users[Number(subject.slice(4))]?.listing === false;
    return broken ? aFailure({ operation }) : null;
  };
  return account;
}

function keysIn(account: MemoryAccount, { users }: Sketch): ReadonlyMap<string, AccessKey> {
  return new Map(users.flatMap((_, at) => account.keysOf(`user${at}`)).map((each) => [each.accessKeyId, each]));
}

async function applying(it: Sketch): Promise<Applied> {
  const clock = new MemoryClock(AS_OF);
  const account = accountOf(it, clock);
  const order = orderOf(it);
  const first = keysIn(account, it);
  const writes: AccessKeyAddress[] = [];
  const told: string[] = [];
  const write =
    (verb: keyof AccessKeyWriter) =>
    async (address: AccessKeyAddress): Promise<WriteResult> => {
      writes.push(address);
      const [user, slot] = [
        Math.floor(Number(address.accessKeyId.slice(4)) / 10),
        Number(address.accessKeyId.slice(-1)),
      ];
      const how = it.users[user]?.keys[slot]?.write;
      const failed: WriteResult = { state: 'failed', attempts: 1, failure: aFailure({ kind: 'network' }) };
      if (how === 'denied') return failed;
      const done = await account[verb](address);
      return how === 'lost' ? failed : done;
    };
  const writer = { deactivate: write('deactivate'), delete: write('delete') };
  const onOutcome = ({ accessKeyId }: { accessKeyId: string }): void => void told.push(accessKeyId);
  const answer = await apply(order, { reader: account, writer, pace: oneAtATime(), clock, onOutcome });
  return { order, answer, told, before: first, after: keysIn(account, it), writes };
}

/** Holds after every apply, whatever happened meanwhile. */
function afterEvery(check: (applied: Applied, it: Sketch) => void): Promise<void> {
  return fc.assert(
    fc.asyncProperty(sketch, async (it) => check(await applying(it), it)),
    RUNS,
  );
}

const userOf = ({ users }: Sketch, userName: string) => users[Number(userName.slice(4))];

describe('apply', () => {
  it('gives every key of its order one outcome, and no other key any', async () => {
    await afterEvery(({ order, answer, told }) => {
      const expected = order.keys.map(({ accessKeyId }) => accessKeyId);
      expect(answer.outcomes.map(({ accessKeyId }) => accessKeyId)).toEqual(expected);
      expect([...told].sort()).toEqual([...expected].sort());
    });
  });

  it('never touches a key that its order does not name', async () => {
    await afterEvery(({ order, before: first, after, writes }) => {
      const named = new Set(order.keys.map(({ accessKeyId }) => accessKeyId));
      for (const { accessKeyId } of writes) expect(named).toContain(accessKeyId);
      for (const [id, stored] of first) if (!named.has(id)) expect(after.get(id)).toEqual(stored);
    });
  });

  it('never touches a user who is another, has left or is exempt by now', async () => {
    await afterEvery(({ answer, before: first, after, writes }, it) => {
      for (const { userName } of writes) expect(userOf(it, userName)?.drift).toBe('same');
      for (const { accessKeyId, userName, outcome } of answer.outcomes) {
        if (userOf(it, userName)?.drift === 'same') continue;
        expect(['refused', 'not-attempted']).toContain(outcome);
        expect(after.get(accessKeyId)).toEqual(first.get(accessKeyId));
      }
    });
  });

  it('does nothing at all where users, groups and tags cannot be read again', async () => {
    await afterEvery(({ answer, order, writes }, { bulk }) => {
      if (bulk) return;
      expect(writes).toEqual([]);
      expect(answer.complete).toBe(order.keys.length === 0);
      for (const { outcome } of answer.outcomes) expect(outcome).toBe('not-attempted');
    });
  });

  it('never deletes an active key that was to be deleted while inactive', async () => {
    await afterEvery(({ order, before: first, after }) => {
      for (const { accessKeyId, onlyIfInactive } of order.keys) {
        const stored = first.get(accessKeyId);
        if (onlyIfInactive && stored?.status === 'Active') expect(after.get(accessKeyId)).toEqual(stored);
      }
    });
  });

  it('does no more to a key than its order says', async () => {
    await afterEvery(({ order, before: first, after }) => {
      for (const { accessKeyId, decision } of order.keys) {
        const stored = first.get(accessKeyId);
        if (stored === undefined) expect(after.has(accessKeyId)).toBe(false);
        else if (decision === 'deactivate')
          expect([stored, { ...stored, status: 'Inactive' }]).toContainEqual(after.get(accessKeyId));
      }
    });
  });

  it('claims what is so: a verified outcome is what the account holds', async () => {
    await afterEvery(({ answer, after }) => {
      for (const { accessKeyId, outcome, verified } of answer.outcomes) {
        const left = after.get(accessKeyId);
        if (verified !== true) continue;
        if (outcome === 'deleted' || outcome === 'already-gone') expect(left).toBeUndefined();
        else expect([undefined, 'Inactive']).toContain(left?.status);
      }
    });
  });

  it('leaves no lost answer unsettled, where the second look succeeds in time', async () => {
    await afterEvery(({ answer, after }, it) => {
      if (it.minutes < 100) return;
      for (const { accessKeyId, userName, outcome, decision } of answer.outcomes) {
        if (outcome !== 'failed' || userOf(it, userName)?.listing !== true) continue;
        expect(decision === 'delete' ? after.has(accessKeyId) : after.get(accessKeyId)?.status !== 'Inactive').toBe(
          true,
        );
      }
    });
  });

  it('is complete exactly when nothing is left for another pass', async () => {
    await afterEvery(({ answer }) => {
      const left = answer.outcomes.filter(({ outcome }) => outcome === 'failed' || outcome === 'not-attempted');
      expect(answer.complete).toBe(left.length === 0);
    });
  });

  it('begins nothing when its time is over', async () => {
    await afterEvery(({ answer, writes, order }, { minutes }) => {
      if (minutes > 0) return;
      expect(writes).toEqual([]);
      expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual(order.keys.map(() => 'not-attempted'));
    });
  });

  it('answers in the shape that the centre reads', async () => {
    await afterEvery(({ answer }) => {
      expect(v.safeParse(applyAnswerSchema, JSON.parse(JSON.stringify(answer)))).toMatchObject({
        success: true,
        output: answer,
      });
    });
  });

  it('comes to every outcome there is, in these worlds', async () => {
    const applied = await Promise.all(fc.sample(sketch, { numRuns: 500, seed: 3 }).map(applying));
    const reached = new Set(applied.flatMap(({ answer }) => answer.outcomes.map(({ outcome }) => outcome)));
    expect([...reached].sort()).toEqual([
      'already-gone',
      'already-inactive',
      'deactivated',
      'deleted',
      'failed',
      'not-attempted',
      'refused',
    ]);
  });
});
