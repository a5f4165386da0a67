import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountPlan } from './account-plan.ts';
import { revokes } from './decision.ts';
import { describeScope } from './describe-scope.ts';
import { findLeavers } from './find-leavers.ts';
import { judgeLater, mustNotBeActive, type LaterSight } from './judge-later.ts';
import type { AccountObservation, UserObservation } from './observation.ts';
import { plan } from './plan.ts';
import { EXEMPT_TAG, nameKey } from './policy.ts';
import { AS_OF, complete, unread } from './testing/account.ts';
import { world, type World } from './testing/arbitraries.ts';
import { NEXT_DUE } from './testing/later-audit.ts';
import { aContext } from './testing/plan.ts';

const RUNS = { numRuns: 120 };
const ids = (keys: readonly { accessKeyId: string }[]) => keys.map(({ accessKeyId }) => accessKeyId);

function planFor(observation: AccountObservation, { rules, ledger }: World, asOf = AS_OF): AccountPlan {
  return plan(observation, aContext({ rules, ledger, asOf }));
}

function sightOf(it: World, observation: AccountObservation = it.observation): LaterSight {
  return { asOfRun: planFor(observation, it), asOfNext: planFor(observation, it, NEXT_DUE), recalled: [] };
}

/** Everybody tagged as exempt, as whoever may tag users could do after the run. */
function exempting(observation: AccountObservation): AccountObservation {
  const users = observation.details.users.map((user) => ({ ...user, tags: [{ key: EXEMPT_TAG, value: 'me' }] }));
  return { ...observation, details: { ...observation.details, users } };
}

/** The same account after everybody has left every group: who is still there, and with which keys. */
function deserted({ details, users: read, groups }: AccountObservation): {
  readonly observation: AccountObservation;
  readonly keysOf: (userName: string) => UserObservation['accessKeys'];
} {
  const users = details.users.map((user) => ({ ...user, groups: [] }));
  const empty = groups.map((group) => ({ ...group, members: complete([]) }));
  const keys = new Map(read.map(({ userName, accessKeys }) => [nameKey(userName), accessKeys]));
  return {
    observation: {
      ...{ details: { ...details, users, failure: null }, groups: empty, users: [] },
      credentialReport: { state: 'absent' },
    },
    keysOf: (userName) => keys.get(nameKey(userName)) ?? { state: 'absent' },
  };
}

/** Two sights of accounts that have nothing to do with one another but their names. */
const pair = fc.tuple(world, world).map(([before, now]) => ({ before, now: { ...now, rules: before.rules } }));

describe('a later look', () => {
  it('at an account in which nothing has changed finds overdue just what the record has as active and due', () => {
    fc.assert(
      fc.property(world, (it) => {
        const record = planFor(it.observation, it);
        const due = record.keys.filter(({ decision, status }) => revokes(decision) && status === 'Active');
        expect(ids(judgeLater(record, sightOf(it)).overdue)).toEqual(ids(due));
      }),
      RUNS,
    );
  });

  it('clears nothing because of an exemption that came since', () => {
    fc.assert(
      fc.property(world, (it) => {
        const record = planFor(it.observation, it);
        const plain = judgeLater(record, sightOf(it)).overdue;
        const exempt = judgeLater(record, sightOf(it, exempting(it.observation))).overdue;
        expect(ids(exempt)).toEqual(expect.arrayContaining(ids(plain)));
      }),
      RUNS,
    );
  });

  it('finds every key that is seen active and that the record says must go', () => {
    fc.assert(
      fc.property(pair, ({ before, now }) => {
        const record = planFor(before.observation, before);
        const sight = sightOf(now);
        const due = new Set(ids(record.keys.filter(({ decision }) => revokes(decision))));
        const live = sight.asOfRun.keys.filter(
          ({ status, accessKeyId }) => status === 'Active' && due.has(accessKeyId),
        );
        expect(ids(judgeLater(record, sight).overdue)).toEqual(expect.arrayContaining(ids(live)));
      }),
      RUNS,
    );
  });

  it('finds overdue no key that was made since the run, and none where no run was', () => {
    fc.assert(
      fc.property(pair, ({ before, now }) => {
        const record = planFor(before.observation, before);
        const recorded = new Set(ids(record.keys));
        const sight = sightOf(now);
        const made = new Map(sight.asOfRun.keys.map((key) => [key.accessKeyId, key.createdAt]));
        const young = ids(judgeLater(record, sight).overdue)
          .filter((id) => !recorded.has(id))
          .filter((id) => Date.parse(made.get(id) ?? '') > Date.parse(AS_OF));
        expect(young).toEqual([]);
        expect(judgeLater(null, sight).overdue).toEqual([]);
      }),
      RUNS,
    );
  });

  it('finds every active key of everybody who has left, either overdue or out of scope, and none as both', () => {
    fc.assert(
      fc.property(world, (it) => {
        const record = planFor(it.observation, it);
        const { observation, keysOf } = deserted(it.observation);
        const recalled = findLeavers({ record, before: null }, observation).map(({ userName }) => ({
          ...{ userName, accessKeys: keysOf(userName), hasLeft: true, keysBefore: [] },
        }));
        const { overdue, leftScope } = judgeLater(record, { ...sightOf(it, observation), recalled });
        const listed = new Set(observation.details.users.map(({ userName }) => nameKey(userName)));
        const active = record.keys.filter(
          ({ status, userName }) => status === 'Active' && listed.has(nameKey(userName)),
        );
        expect([...ids(overdue), ...ids(leftScope)].sort()).toEqual(ids(active).sort());
        const mustGo = record.keys.filter(({ decision }) => revokes(decision));
        expect(ids(leftScope).filter((id) => ids(mustGo).includes(id))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('keeps what the look before saw of everybody who cannot be read, but for what must go', () => {
    fc.assert(
      fc.property(world, (it) => {
        const record = planFor(it.observation, it);
        const { observation } = deserted(it.observation);
        const { live } = describeScope(record, it.observation, null);
        const before = { takenAt: AS_OF, live, leftScope: [], groups: [] };
        const leavers = findLeavers({ record, before }, observation);
        const recalled = leavers.map((leaver) => ({ ...leaver, accessKeys: unread(), hasLeft: true }));
        const { leftScope } = judgeLater(record, { ...sightOf(it, observation), recalled });
        const mustGo = new Set(ids(record.keys.filter(mustNotBeActive)));
        const stayed = leavers.flatMap(({ keysBefore }) => ids(keysBefore)).filter((id) => !mustGo.has(id));
        expect(ids(leftScope)).toEqual(stayed);
      }),
      RUNS,
    );
  });

  it('counts no key twice, and calls nothing due that is not seen', () => {
    fc.assert(
      fc.property(pair, ({ before, now }) => {
        const record = planFor(before.observation, before);
        const sight = sightOf(now);
        const { overdue, notYetDue, leftInactive } = judgeLater(record, sight);
        const named = [...ids(overdue), ...ids(notYetDue), ...ids(leftInactive)];
        expect(new Set(named).size).toBe(named.length);
        expect(ids(sight.asOfRun.keys)).toEqual(expect.arrayContaining(named));
      }),
      RUNS,
    );
  });
});
