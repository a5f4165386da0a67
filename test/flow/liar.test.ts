import type { AccountReport, ApplyOrder, Outcome, Summary } from '@keysweep/core';
import { evidenceKeys, runIdOf } from '@keysweep/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setStage, type Stage } from '../stage.ts';
import { IMPOSSIBLE_OUTCOMES, IMPOSSIBLE_PLANS, inOutcomes, inPlan, withIdler, withLiar } from './liar.ts';
import { deactivateFirst, deleteEverything, PROD, smallOrganization } from './small-organization.ts';
import { withoutAccount } from './without-account.ts';

let stage: Stage;
const due = new Date('2026-11-20T23:55:00Z');
beforeEach(async () => {
  // Two stages of one instant are the same in everything, so that what a lie changes elsewhere is seen.
  vi.useFakeTimers({ toFake: ['Date'], now: due });
  stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
});
afterEach(async () => {
  await stage.organization.close();
  vi.useRealTimers();
});

/** The summary of the same organization after a sweep in which everybody told the truth. */
let honest: Promise<Summary> | undefined;
function honestSummary(): Promise<Summary> {
  return (honest ??= sweepHonestly());
}

async function sweepHonestly(): Promise<Summary> {
  const other = await setStage({ organization: smallOrganization(), config: deleteEverything });
  await other.sweep({ due });
  const summary = await other.summary();
  await other.organization.close();
  return summary;
}

const rowOfProd = ({ accounts }: Summary) => accounts.find(({ accountId }) => accountId === PROD);

async function reportOfProd(): Promise<AccountReport> {
  const run = { policy: 'weekly', runId: runIdOf(due) };
  const stored = await stage.newCentre().evidence.get(evidenceKeys.account(run, 'reports', PROD));
  if (stored.state !== 'known') throw new TypeError('Prod has no report');
  return JSON.parse(stored.value.body) as AccountReport;
}

const REFUSED = { state: 'unreachable', covered: false, why: expect.stringContaining('its answer was refused') };

describe('an answer that cannot be believed is refused, shown and never counted', () => {
  it.each([
    ...IMPOSSIBLE_PLANS,
    ...['<script>alert(1)</script>', '=cmd|A0', 'a\nb', 'a\u202Eb', 'a\u0000b', 'x'.repeat(129)].map(
      (userName): (typeof IMPOSSIBLE_PLANS)[number] => [
        `with ${JSON.stringify(userName.slice(0, 20))} for a user name`,
        (plan) => ({ ...plan, keys: plan.keys.map((key) => ({ ...key, userName })) }),
      ],
    ),
  ])('a plan %s', async (_, change) => {
    await stage.sweep({ due, centre: withLiar(stage.newCentre(), inPlan(change)) });

    const summary = await stage.summary();
    expect(rowOfProd(summary)).toMatchObject({ ...REFUSED, users: 0, exemptions: 0, overdue: 2 });
    expect(stage.keysOf(PROD, 'alice')).toHaveLength(2);
    expect((await reportOfProd()).keys).toEqual([]);
    expect(withoutAccount(PROD, summary)).toEqual(withoutAccount(PROD, await honestSummary()));
  });

  it.each(IMPOSSIBLE_OUTCOMES)('outcomes %s: what became of the keys, our own look tells', async (_, change) => {
    await stage.sweep({ due, centre: withLiar(stage.newCentre(), inOutcomes(change)) });

    const summary = await stage.summary();
    expect(rowOfProd(summary)).toMatchObject({ ...REFUSED, overdue: 0, keys: { deleted: 3, 'not-attempted': 0 } });
    expect(withoutAccount(PROD, summary)).toEqual(withoutAccount(PROD, await honestSummary()));
  });

  it('outcomes of nothing that was done: those keys are not attempted, and overdue', async () => {
    await stage.sweep({ due, centre: withIdler(stage.newCentre(), () => ({ hello: 'world' })) });

    expect(rowOfProd(await stage.summary())).toMatchObject({
      ...REFUSED,
      // Bob's key is inactive: it is there, and opens nothing.
      overdue: 2,
      keys: { deleted: 0, 'not-attempted': 3 },
    });
  });
});

/** Answers an order with one outcome for each of its keys, seen with its own eyes. */
function claim(order: ApplyOrder, told: Pick<Outcome, 'outcome'> & Partial<Outcome>): object {
  const { accountId, runId, keys } = order;
  const outcomes = keys.map(({ accessKeyId, userName, decision }) => ({
    ...{ accessKeyId, userName, decision, verified: true, reason: null, failure: null },
    ...told,
  }));
  return {
    schema: 'keysweep/outcomes/1',
    ...{ accountId, runId, finishedAt: new Date().toISOString(), complete: true, outcomes },
  };
}

describe('an agent that claims what is not so is found out by our own look', () => {
  const sweepProd = async (centre = stage.newCentre()) => {
    await stage.sweep({ due, centre });
    return stage.summary();
  };
  const disagreements = async () => {
    const { audit } = await reportOfProd();
    return audit.state === 'taken' ? audit.verdict.disagreements.map(({ kind }) => kind) : null;
  };

  it('when keys are alive that it says are deleted', async () => {
    const summary = await sweepProd(withIdler(stage.newCentre(), (order) => claim(order, { outcome: 'deleted' })));

    expect(rowOfProd(summary)).toMatchObject({
      state: 'non-compliant',
      overdue: 2,
      why: '2 overdue keys, 3 disagreements of report and audit',
    });
    expect(await disagreements()).toEqual(Array(3).fill('reported-gone-but-exists'));
    expect(withoutAccount(PROD, summary)).toEqual(withoutAccount(PROD, await honestSummary()));
  });

  it('when it says that somebody else deleted them', async () => {
    await sweepProd(withIdler(stage.newCentre(), (order) => claim(order, { outcome: 'already-gone' })));

    expect(await disagreements()).toEqual(Array(3).fill('reported-gone-but-exists'));
  });

  it('when it says that it may not touch them: nothing disagrees, and they are overdue', async () => {
    const summary = await sweepProd(withIdler(stage.newCentre(), (order) => claim(order, { outcome: 'refused' })));

    expect(rowOfProd(summary)).toMatchObject({ state: 'non-compliant', overdue: 2 });
  });

  it('when keys are active that it says are deactivated', async () => {
    await stage.organization.close();
    stage = await setStage({ organization: smallOrganization(), config: deactivateFirst });
    const summary = await sweepProd(withIdler(stage.newCentre(), (order) => claim(order, { outcome: 'deactivated' })));

    expect(rowOfProd(summary)).toMatchObject({ state: 'non-compliant', overdue: 2 });
    expect(await disagreements()).toEqual(Array(2).fill('reported-inactive-but-active'));
  });

  it('when it hides a key', async () => {
    const hide = inPlan((plan) => ({ ...plan, keys: plan.keys.filter(({ userName }) => userName !== 'alice') }));
    const summary = await sweepProd(withLiar(stage.newCentre(), hide));

    expect(rowOfProd(summary)).toMatchObject({ state: 'non-compliant', overdue: 2 });
    expect(await disagreements()).toEqual(Array(2).fill('missing-from-plan'));
  });

  it.each(['exempt', 'keep'] as const)('when it says %s of a key that must go', async (decision) => {
    const spare = inPlan((plan) => ({
      ...plan,
      keys: plan.keys.map((key) =>
        key.userName === 'alice'
          ? { ...key, decision, rule: decision === 'keep' ? 'created-after-run' : 'exempt-tag' }
          : key,
      ),
    }));
    const summary = await sweepProd(withLiar(stage.newCentre(), spare));

    expect(rowOfProd(summary)).toMatchObject({ state: 'non-compliant', overdue: 2 });
    expect(await disagreements()).toEqual(Array(2).fill('decided-otherwise'));
    expect(withoutAccount(PROD, summary)).toEqual(withoutAccount(PROD, await honestSummary()));
  });

  it('when it says that it could not read, it is unknown, and what we see is overdue', async () => {
    const failure = { kind: 'timeout', operation: 'iam:GetGroup', code: 'Timeout', message: 'none' };
    const blind = inPlan((plan) => ({ ...plan, users: [], keys: [], unknowns: [{ concerns: 'all', failure }] }));
    const summary = await sweepProd(withLiar(stage.newCentre(), blind));

    expect(rowOfProd(summary)).toMatchObject({ state: 'unknown', covered: false, overdue: 2 });
  });
});
