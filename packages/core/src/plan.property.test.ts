import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { accountPlanSchema, type AccountPlan, type PlannedKey } from './account-plan.ts';
import { dateInZone, isDate } from './calendar-date.ts';
import { revokes } from './decision.ts';
import { plan } from './plan.ts';
import { exceeds, sameName } from './policy.ts';
import { RULES } from './rules.ts';
import { AS_OF_DATE } from './testing/account.ts';
import { world, type World } from './testing/arbitraries.ts';
import { relisted } from './testing/relisted.ts';
import { aContext } from './testing/plan.ts';

const RUNS = { numRuns: 700 };

function planFor({ observation, rules, ledger }: World): AccountPlan {
  return plan(observation, aContext({ rules, ledger }));
}

/** Holds for every key that would be revoked, in every world. */
function forEveryRevocation(check: (key: PlannedKey, world: World) => void): void {
  fc.assert(
    fc.property(world, (it) => {
      for (const key of planFor(it).keys) if (revokes(key.decision)) check(key, it);
    }),
    RUNS,
  );
}

const detailsOf = ({ observation }: World, name: string) =>
  observation.details.users.filter(({ userName }) => sameName(userName, name));
const isListedIn = ({ observation }: World, group: string, name: string): boolean =>
  observation.groups.some(
    (each) => each.name === group && each.members.items.some(({ userName }) => sameName(userName, name)),
  );

/** Every way a user can be exempt, told again in other words than the code's. */
function isExempt(it: World, userName: string): boolean {
  const tags = detailsOf(it, userName)
    .flatMap((user) => user.tags)
    .map(({ key, value }) => ({ key: key.toUpperCase(), value }));
  const groups = detailsOf(it, userName).flatMap((user) => user.groups);
  const today = dateInZone(AS_OF_DATE, it.rules.timezone);
  return (
    tags.some(({ key }) => key === 'KEYSWEEP-EXEMPT') ||
    tags.some(({ key, value }) => key === 'KEYSWEEP-EXEMPT-UNTIL' && (!isDate(value) || value >= today)) ||
    it.rules.exempt.users.some(({ name }) => sameName(name, userName)) ||
    it.rules.exempt.groups.some(
      ({ name }) => isListedIn(it, name, userName) || groups.some((group) => sameName(group, name)),
    )
  );
}

describe('the worlds these properties are tried on', () => {
  const plans = fc.sample(world, { numRuns: 3000, seed: 7 }).map(planFor);

  it('lead to every rule there is', () => {
    const reached = new Set(plans.flatMap(({ keys }) => keys.map(({ rule }) => rule)));
    expect([...reached].sort()).toEqual(Object.keys(RULES).sort());
  });

  it('hold hundreds of revocations, and refusals too', () => {
    expect(plans.flatMap(({ keys }) => keys).filter(({ decision }) => revokes(decision)).length).toBeGreaterThan(800);
    expect(plans.filter(({ refusal }) => refusal !== null).length).toBeGreaterThan(50);
  });
});

describe('a plan', () => {
  it('is the same for the same input, in whatever order AWS listed it', () => {
    fc.assert(
      fc.property(world, fc.integer(), (it, seed) => {
        const again = planFor({ ...it, observation: relisted(structuredClone(it.observation), seed) });
        expect(again).toEqual(planFor(it));
      }),
      RUNS,
    );
  });

  it('changes nothing it is given', () => {
    fc.assert(
      fc.property(world, (it) => {
        const copy = structuredClone(it);
        planFor(it);
        expect(it).toEqual(copy);
      }),
    );
  });

  it('has the shape that the centre reads', () => {
    fc.assert(
      fc.property(world, (it) => {
        const written: unknown = JSON.parse(JSON.stringify(planFor(it)));
        expect(v.safeParse(accountPlanSchema, written)).toMatchObject({ success: true, output: planFor(it) });
      }),
      RUNS,
    );
  });

  it('decides every key seen of every user in scope exactly once, and no other', () => {
    fc.assert(
      fc.property(world, (it) => {
        const { users, keys } = planFor(it);
        const { groups } = it.rules;
        const names = [
          ...it.observation.details.users.filter((user) =>
            user.groups.some((group) => groups.some((name) => sameName(group, name))),
          ),
          ...it.observation.groups.filter(({ role }) => role === 'included').flatMap(({ members }) => members.items),
        ];
        const inScope = (name: string) => names.some(({ userName }) => sameName(userName, name));
        const seen = it.observation.users.flatMap(({ userName, accessKeys }) =>
          inScope(userName) && accessKeys.state === 'known' ? accessKeys.value : [],
        );
        expect(keys.map(({ accessKeyId }) => accessKeyId).sort()).toEqual(
          seen.map(({ accessKeyId }) => accessKeyId).sort(),
        );
        expect(users.map(({ userName }) => userName.toLowerCase())).toEqual(
          [...new Set(names.map(({ userName }) => userName.toLowerCase()))].sort(),
        );
        expect(users.reduce((sum, user) => sum + (user.keys ?? 0), 0)).toBe(keys.length);
      }),
      RUNS,
    );
  });

  it('gives every key a rule that leads to its decision', () => {
    fc.assert(
      fc.property(world, (it) => {
        for (const { decision, rule } of planFor(it).keys)
          expect(RULES[rule].split(':')[0]).toBe(decision === 'keep' ? 'kept' : decision);
      }),
      RUNS,
    );
  });

  it('goes no further than the policy’s action', () => {
    forEveryRevocation(({ decision }, { rules }) => {
      expect(revokes(decision) && exceeds(decision, rules.action)).toBe(false);
    });
  });

  it('refuses the account as a whole exactly when it would revoke more than the policy allows', () => {
    fc.assert(
      fc.property(world, (it) => {
        const { keys, refusal } = planFor(it);
        const planned = keys.filter(({ decision }) => revokes(decision)).length;
        const limit = it.rules.maximumRevocations;
        expect(refusal).toEqual(planned > limit ? { rule: 'blast-radius', planned, limit } : null);
      }),
      RUNS,
    );
  });

  it('names every read that failed', () => {
    fc.assert(
      fc.property(world, (it) => {
        const { details, groups, credentialReport, users } = it.observation;
        const ends = [
          ...groups.map(({ members }) => members.end),
          credentialReport,
          ...users.flatMap(({ accessKeys, consoleAccess }) => [accessKeys, consoleAccess]),
        ];
        const failures = [details.failure, ...ends.map((end) => (end.state === 'unknown' ? end.failure : null))].filter(
          (each) => each !== null,
        );
        const named = planFor(it).unknowns.map(({ failure }) => failure);
        expect(named.filter(({ kind }) => kind !== 'not-found')).toEqual(failures);
      }),
      RUNS,
    );
  });
});

describe('no key is revoked', () => {
  it('of a user whom the bulk read of users, groups and tags does not show', () => {
    forEveryRevocation(({ userName, userId }, it) => {
      expect(detailsOf(it, userName)).toMatchObject([{ userName, userId }]);
    });
  });

  it('where two reads name the user by different ids', () => {
    forEveryRevocation(({ userName, userId }, { observation }) => {
      const listings = observation.groups
        .filter(({ role }) => role === 'included')
        .flatMap(({ members }) => members.items);
      const ids = listings.filter((member) => sameName(member.userName, userName)).map((member) => member.userId);
      expect([...new Set(ids)]).toEqual([userId]);
    });
  });

  it('unless two reads agree that the user is in one and the same configured group', () => {
    forEveryRevocation(({ userName }, it) => {
      const own = detailsOf(it, userName).flatMap((user) => user.groups);
      const agreed = it.rules.groups.filter(
        (group) => own.some((name) => sameName(name, group)) && isListedIn(it, group, userName),
      );
      expect(agreed).not.toEqual([]);
    });
  });

  it('while an exempt group is unread, or missing without leave', () => {
    forEveryRevocation((_key, { rules, observation }) => {
      for (const { name, optional } of rules.exempt.groups) {
        const ends = observation.groups
          .filter((group) => group.role === 'exempt' && group.name === name)
          .map(({ members }) => members.end.state);
        expect(optional ? ['complete', 'absent'] : ['complete']).toContain(ends.join());
      }
    });
  });

  it('of a user who is exempt in any way', () => {
    forEveryRevocation(({ userName }, it) => expect(isExempt(it, userName)).toBe(false));
  });

  it('whose status or creation date is not known', () => {
    forEveryRevocation(({ status, createdAt }) => {
      expect(['Active', 'Inactive']).toContain(status);
      expect(Date.parse(createdAt ?? '')).toBeLessThanOrEqual(AS_OF_DATE.getTime());
    });
  });

  it('that is younger than the policy’s minimum age', () => {
    forEveryRevocation(({ createdAt }, { rules }) => {
      expect(AS_OF_DATE.getTime() - Date.parse(createdAt ?? '')).toBeGreaterThanOrEqual(
        rules.minimumKeyAgeDays * 86_400_000,
      );
    });
  });

  it('of a user without a password, where the policy asks for one', () => {
    forEveryRevocation(({ userName }, { rules, observation }) => {
      const access = observation.users.find((user) => sameName(user.userName, userName))?.consoleAccess;
      if (rules.requireConsoleAccess) expect(access).toEqual({ state: 'known', value: true });
    });
  });

  it('for its days of being inactive, unless the ledger was read and counts them', () => {
    forEveryRevocation(({ accessKeyId, decision, status }, { rules, ledger }) => {
      if (decision !== 'delete' || rules.deleteAfterInactiveDays === 0) return;
      expect(status).toBe('Inactive');
      const days = (AS_OF_DATE.getTime() - Date.parse(ledger?.[accessKeyId] ?? '')) / 86_400_000;
      expect(days).toBeGreaterThanOrEqual(rules.deleteAfterInactiveDays);
    });
  });
});

it('an exempt user’s keys are all exempt, whatever else is in doubt', () => {
  fc.assert(
    fc.property(world, (it) => {
      for (const { userName, decision } of planFor(it).keys) expect(decision === 'exempt').toBe(isExempt(it, userName));
    }),
    RUNS,
  );
});
