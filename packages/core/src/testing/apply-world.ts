import fc from 'fast-check';
import type { AccessKey } from '../access-key.ts';
import { apply } from '../apply.ts';
import { MemoryAccount, MemoryClock, type MemoryUser } from '../memory/index.ts';
import type { ApplyOrder, OrderedKey } from '../order.ts';
import type { ApplyAnswer } from '../outcome.ts';
import type { AccessKeyAddress, AccessKeyWriter, Pace, WriteResult } from '../ports.ts';
import { aFailure, anAccessKey, AS_OF, before, keyId, userId } from './account.ts';
import { mostly } from './arbitraries.ts';
import { anApplyOrder } from './order.ts';
import { orderedRules } from './rules.ts';

const MINUTE = 60_000;

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
  /** What the writer does with it: its work; nothing; its work and the answer is lost; nothing, and says it was done. */
  readonly write: 'done' | 'denied' | 'lost' | 'unheeded';
  /** Whether somebody deleted it since the plan. */
  readonly gone: boolean;
}

export interface Sketch {
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
  write: mostly(fc.constant('done' as const), fc.constantFrom('denied' as const, 'lost' as const, 'unheeded' as const)),
  gone: rarely,
});
export const sketch: fc.Arbitrary<Sketch> = fc.record({
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

export interface Applied {
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

export async function applying(it: Sketch): Promise<Applied> {
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
      if (how === 'unheeded') return { state: 'done', attempts: 1 };
      const done = await account[verb](address);
      return how === 'lost' ? failed : done;
    };
  const writer = { deactivate: write('deactivate'), delete: write('delete') };
  const onOutcome = ({ accessKeyId }: { accessKeyId: string }): void => void told.push(accessKeyId);
  const answer = await apply(order, { reader: account, writer, pace: oneAtATime(), clock, onOutcome });
  return { order, answer, told, before: first, after: keysIn(account, it), writes };
}
