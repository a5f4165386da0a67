import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { accountId, count, iamId, iamName, instant, list, MOST_ENTRIES, policyName, runId, text } from './shape.ts';

const shapes = { accountId, count, iamId, iamName, instant, policyName, runId, text };
const accepts = (name: keyof typeof shapes, value: unknown): boolean => v.safeParse(shapes[name], value).success;

describe('shapes', () => {
  it.each([
    ['instant', '2026-11-20T23:55:00.000Z'],
    ['instant', '2026-11-20T23:55:00Z'],
    ['accountId', '000000000001'],
    ['policyName', 'a'],
    ['policyName', `a${'-'.repeat(20)}`],
    ['runId', '20261120T235500Z'],
    ['iamName', '=cmd+x,y.@z-_'],
    ['iamName', 'n'.repeat(128)],
    ['iamId', 'AKIAIOSFODNN7EXAMPLE'],
    ['text', ''],
    ['text', 'ü'.repeat(1024)],
    ['count', 0],
  ] as const)('%s takes %j', (name, value) => {
    expect(accepts(name, value)).toBe(true);
  });

  it.each([
    ['instant', '2026-11-20'],
    ['instant', '2026-11-20T23:55:00+01:00'],
    ['instant', '2026-11-20T25:00:00Z'],
    ['instant', '2026-13-20T23:55:00Z'],
    ['accountId', '11112222333'],
    ['accountId', '1111222233334'],
    ['accountId', '11112222333x'],
    ['accountId', 111122223333],
    ['policyName', 'Weekly'],
    ['policyName', '1st'],
    ['policyName', '../x'],
    ['policyName', `a${'-'.repeat(21)}`],
    ['runId', '2026-11-20T23:55:00Z'],
    ['runId', '20261120T235500Z/..'],
    ['iamName', ''],
    ['iamName', 'a b'],
    ['iamName', 'a/b'],
    ['iamName', 'n'.repeat(129)],
    ['iamId', 'AKIA/../../x0000'],
    ['iamId', 'AKIA00000000000'],
    ['text', 'x'.repeat(1025)],
    ['count', -1],
    ['count', 0.5],
    ['count', '1'],
    ['count', Number.NaN],
    ['count', 1e308],
  ] as const)('%s refuses %j', (name, value) => {
    expect(accepts(name, value)).toBe(false);
  });

  it('a list from another trust zone has a bound', () => {
    expect(v.safeParse(list(v.number()), Array(MOST_ENTRIES).fill(1)).success).toBe(true);
    expect(v.safeParse(list(v.number()), Array(MOST_ENTRIES + 1).fill(1)).success).toBe(false);
  });
});
