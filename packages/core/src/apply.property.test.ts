import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { applyAnswerSchema } from './outcome.ts';
import { applying, sketch, type Applied, type Sketch } from './testing/apply-world.ts';

const RUNS = { numRuns: 400 };

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
        const gone = first.has(accessKeyId) ? [] : ['already-gone', 'deleted'];
        expect(['refused', 'not-attempted', ...gone]).toContain(outcome);
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
