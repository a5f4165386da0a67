import { describe, expect, it } from 'vitest';
import type { AccountLook } from '../from-here/looks.ts';
import { firstLookText } from './first-look-text.ts';
import { changesOf, type PlanDigest } from './plan-digest.ts';
import { gateText, planText } from './plan-text.ts';

const idOf = (index: number): string => String(200_000_000_000 + index);
const names = new Map([[idOf(1), 'Prod\u001B[31m']]);

const aDigest = (index: number, overrides: Partial<PlanDigest> = {}): PlanDigest => ({
  accountId: idOf(index),
  delete: 1,
  deactivate: 0,
  exempt: 0,
  unknown: 0,
  refusal: null,
  holdsKey: false,
  ...overrides,
});

describe('planText', () => {
  it('has the accounts with the most changes first, and adds all of them up', () => {
    const plans = [aDigest(1), aDigest(2, { delete: 12, deactivate: 3 }), aDigest(3, { delete: 0, exempt: 5 })];
    expect(planText(plans, names).split('\n')).toEqual([
      '  Account                        delete  deactivate  exempt  unknown',
      '  200000000002                       12           3       0        0',
      '  Prod\\u{1b}[31m (200000000001)       1           0       0        0',
      '  2 accounts of 3                    13           3       5        0',
    ]);
  });

  it('leaves nobody out of the sum, whatever it does not show', () => {
    const plans = Array.from({ length: 40 }, (_, index) => aDigest(index));
    const lines = planText(plans, names).split('\n');
    expect(lines).toHaveLength(28);
    expect(lines.at(-2)).toMatch(/and 15 more accounts +15 /);
    expect(lines.at(-1)).toMatch(/40 accounts of 40 +40 /);
    expect(changesOf(plans)).toBe(40);
  });

  it('names what is refused as a whole', () => {
    const refusal = { rule: 'blast-radius', planned: 150, limit: 100 } as const;
    const refused = Array.from({ length: 30 }, (_, index) => aDigest(index, { delete: 0, refusal }));
    const lines = planText(refused, names).split('\n');
    expect(lines[2]).toContain('is refused as a whole: 150 revocations planned, at most 100 allowed');
    expect(lines.at(-1)).toBe('  and 5 more accounts as well');
  });
});

describe('gateText', () => {
  it('says that it is open, or why it is not', () => {
    expect(gateText({ verdict: 'open', reasons: [], revocations: 1 })).toBe('The gate is open for 1 revocation.');
    expect(gateText({ verdict: 'held', reasons: ['paused by\u0007 kim', 'b'], revocations: 1 })).toBe(
      'HELD: paused by\\u{7} kim; b',
    );
  });
});

describe('firstLookText', () => {
  const looked = (index: number, keys: number, overrides: Partial<AccountLook> = {}): AccountLook => ({
    accountId: idOf(index),
    policy: 'weekly',
    dueKeys: Array.from({ length: keys }, (_, each) => ({
      accessKeyId: `AKIA${each}`,
      createdAt: each === 0 ? '2026-11-10T00:00:00.000Z' : null,
    })),
    unread: null,
    isShut: false,
    ...overrides,
  });
  const textOf = (looks: readonly AccountLook[]): string[] =>
    firstLookText({ looks, names, policies: {}, at: '2026-11-20T00:00:00.000Z' }).split('\n');

  it('counts keys and says how old the oldest is, as far as that is known', () => {
    expect(textOf([looked(1, 1), looked(2, 3), looked(3, 0)]).slice(2)).toEqual([
      '  200000000002                   weekly            3  10 days',
      '  Prod\\u{1b}[31m (200000000001)  weekly            1  10 days',
      '  2 accounts of 3                                  4  10 days',
    ]);
  });

  it('shows some and sums up the rest', () => {
    const lines = textOf(Array.from({ length: 30 }, (_, index) => looked(index, 1)));
    expect(lines.at(-2)).toMatch(/and 5 more accounts +5 {2}10 days/);
  });

  it('names who could not be read, and how many more', () => {
    const unread = { kind: 'throttled', operation: 'iam:GetGroup', code: 'Throttling', message: '' } as const;
    const lines = textOf(Array.from({ length: 26 }, (_, index) => looked(index, 0, { unread, isShut: index === 0 })));
    expect(lines).toContain('  200000000000 could not be looked into: iam:GetGroup: Throttling');
    expect(lines).toContain('  200000000002 was not read in full: iam:GetGroup: Throttling');
    expect(lines.at(-1)).toBe('  and 1 more account');
  });
});
