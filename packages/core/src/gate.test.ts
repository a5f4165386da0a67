import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountPlan } from './account-plan.ts';
import { gateSchema, weigh, weightOf, type GateInput } from './gate.ts';
import { readRecord } from './read-record.ts';
import { AS_OF, keyId } from './testing/account.ts';
import { anApproval } from './testing/approval.ts';
import { aPlannedKey, planOf, RUN } from './testing/plan.ts';

/** A plan that would revoke so many keys, and keeps one more. */
function planRevoking(count: number, overrides: Parameters<typeof planOf>[1] = {}) {
  const revoked = Array.from({ length: count }, (_, index) =>
    aPlannedKey(
      index % 2 === 0
        ? { accessKeyId: keyId(index) }
        : { accessKeyId: keyId(index), decision: 'deactivate', rule: 'policy-deactivates' },
    ),
  );
  return planOf(
    [...revoked, aPlannedKey({ accessKeyId: keyId(count), decision: 'keep', rule: 'created-after-run' })],
    overrides,
  );
}

function weighing({ plans = [], ...overrides }: Partial<GateInput> & { readonly plans?: readonly AccountPlan[] }) {
  return weigh({
    ...{
      runId: RUN,
      policy: 'weekly',
      at: AS_OF,
      weights: plans.map(weightOf),
      maximumRevocationsOrganization: 2000,
      lastRevocations: [],
      obstacles: [],
      approved: null,
    },
    ...overrides,
  });
}

describe('the limit of a run', () => {
  it.each([
    ['a first run has nothing to jump from', [], 2000],
    ['a small policy may grow to 50', [0], 50],
    ['50 is still the larger at 16', [16], 50],
    ['three times 17 is more', [17], 51],
    ['the largest of the last four counts', [10, 40, 20, 30], 120],
    ['the fifth is forgotten', [10, 10, 10, 10, 900], 50],
    ['the organization’s own limit stands above all', [900], 2000],
  ])('%s: after %j it is %i', (_what, lastRevocations, limit) => {
    expect(weighing({ lastRevocations })).toMatchObject({ verdict: 'open', limit });
  });

  it.each([
    ['an open gate at the limit', 50, 'open', []],
    ['a held run one above it', 51, 'held', ['51 revocations are planned; this run may do at most 50']],
  ])('is %s', (_what, revocations, verdict, reasons) => {
    expect(weighing({ plans: [planRevoking(revocations)], lastRevocations: [1] })).toMatchObject({ verdict, reasons });
  });

  it.each([
    [3, 'open'],
    [2, 'held'],
  ])(
    'of the organization, %i, holds a first run of three revocations or not: %s',
    (maximumRevocationsOrganization, verdict) => {
      expect(weighing({ plans: [planRevoking(2), planRevoking(1)], maximumRevocationsOrganization })).toMatchObject({
        verdict,
      });
    },
  );
});

describe('a gate', () => {
  it('is held by any obstacle, whatever is planned', () => {
    expect(weighing({ obstacles: ['sweeps are paused'] })).toMatchObject({
      verdict: 'held',
      reasons: ['sweeps are paused'],
    });
  });

  it('names every reason at once', () => {
    const gate = weighing({
      plans: [planRevoking(2)],
      maximumRevocationsOrganization: 1,
      obstacles: ['the switch is missing'],
    });
    expect(gate.reasons).toEqual(['the switch is missing', '2 revocations are planned; this run may do at most 1']);
  });

  it('counts what would be done, and not what accounts refused as a whole had planned', () => {
    const refused = planRevoking(60, {
      accountId: '111122223334',
      refusal: { rule: 'blast-radius', planned: 60, limit: 50 },
    });
    const idle = planRevoking(0, { accountId: '111122223335' });
    const gate = weighing({ plans: [planRevoking(3), refused, idle], lastRevocations: [1] });
    expect(gate).toMatchObject({
      verdict: 'open',
      totals: { plans: 3, accountsChanged: 1, accountsRefused: 1, revocations: 3 },
    });
    expect(gate.accounts).toEqual(['111122223333', '111122223334', '111122223335']);
  });

  it('is decided by the keys of all its plans, each by itself', () => {
    const account = fc.record({ revoking: fc.nat(20), isRefused: fc.boolean() });
    fc.assert(
      fc.property(fc.array(account, { maxLength: 8 }), fc.nat(60), (accounts, limit) => {
        const plans = accounts.map(({ revoking, isRefused }, index) =>
          planRevoking(revoking, {
            accountId: String(111122223333 + index),
            refusal: isRefused ? { rule: 'blast-radius', planned: revoking, limit: 1 } : null,
          }),
        );
        const acting = plans.filter(({ refusal }) => refusal === null);
        const revoked = acting.flatMap(({ keys }) => keys.filter(({ decision }) => decision !== 'keep'));
        const gate = weighing({ plans, maximumRevocationsOrganization: limit });
        expect(gate.totals).toEqual({
          plans: plans.length,
          accountsChanged: acting.filter(({ keys }) => keys.length > 1).length,
          accountsRefused: plans.length - acting.length,
          revocations: revoked.length,
        });
        expect(gate.verdict).toBe(revoked.length <= limit ? 'open' : 'held');
        expect(gate.accounts).toEqual(plans.map(({ accountId }) => accountId));
      }),
    );
  });

  it.each([null, { approval: anApproval(), revocations: 2 }])('is a record that can be read again (%j)', (approved) => {
    const gate = weighing({ plans: [planRevoking(2)], approved });
    expect(readRecord(gateSchema, structuredClone(gate), { runId: RUN, policy: 'weekly' })).toEqual({
      state: 'known',
      value: gate,
    });
  });

  it('of a time before there were approvals goes by none', () => {
    const { approves, ...gate } = weighing({});
    expect(approves).toBeNull();
    expect(readRecord(gateSchema, gate)).toMatchObject({ state: 'known', value: { approves: null } });
  });
});

describe('of a run that lets a held one go on, the gate', () => {
  const approved = { approval: anApproval(), revocations: 60 };
  const beyondEveryLimit = { maximumRevocationsOrganization: 10, lastRevocations: [1], approved };

  it.each([60, 0])('lets %i revocations pass that no limit would, and says by whose word', (revocations) => {
    expect(weighing({ plans: [planRevoking(revocations)], ...beyondEveryLimit })).toMatchObject({
      verdict: 'open',
      limit: 60,
      approves: anApproval(),
    });
  });

  it('holds what is more than was approved', () => {
    expect(weighing({ plans: [planRevoking(61)], ...beyondEveryLimit })).toMatchObject({
      verdict: 'held',
      reasons: ['61 revocations are planned; this run may do at most 60'],
    });
  });

  it('is held by any obstacle, as every other', () => {
    const gate = weighing({ plans: [planRevoking(1)], approved, obstacles: ['the switch is missing'] });
    expect(gate).toMatchObject({ verdict: 'held', reasons: ['the switch is missing'], approves: anApproval() });
  });
});
