import { describe, expect, it } from 'vitest';
import { readOrder, refuseOrder, type Order } from './order.ts';
import { AS_OF, keyId } from './testing/account.ts';
import { anAgent, anApplyOrder, anOrderedKey, aPlanOrder } from './testing/order.ts';
import { orderedRules } from './testing/rules.ts';

/** The instant that lies this many milliseconds after an order was issued. */
function after(milliseconds: number): Date {
  return new Date(Date.parse(AS_OF) + milliseconds);
}

const MINUTE = 60_000;

describe('readOrder', () => {
  it.each([
    ['plan', aPlanOrder({ ledger: { [keyId()]: AS_OF } })],
    ['plan without a ledger', aPlanOrder({ ledger: null })],
    ['apply', anApplyOrder()],
  ])('reads an order to %s', (_what, order) => {
    expect(readOrder(JSON.stringify(order))).toEqual({ order });
  });

  it.each([
    ['no text', '', 'the order is not JSON'],
    ['half an order', '{"kind":"plan"', 'the order is not JSON'],
    ['no order', 'null', 'the order is malformed at its top'],
    ['an unknown kind', JSON.stringify({ ...aPlanOrder(), kind: 'restore' }), 'the order is malformed at kind'],
    [
      'a later version',
      JSON.stringify({ ...aPlanOrder(), schema: 'keysweep/order/2' }),
      'the order is malformed at schema',
    ],
    ['a key nobody knows', JSON.stringify({ ...aPlanOrder(), force: true }), 'the order is malformed at force'],
    ['keys in a plan order', JSON.stringify({ ...aPlanOrder(), keys: [] }), 'the order is malformed at keys'],
    ['no deadline', JSON.stringify({ ...aPlanOrder(), finishBy: undefined }), 'the order is malformed at finishBy'],
    ['a deadline that is none', JSON.stringify(aPlanOrder({ finishBy: 'soon' })), 'the order is malformed at finishBy'],
    ['a policy that is a path', JSON.stringify(aPlanOrder({ policy: '../x' })), 'the order is malformed at policy'],
    [
      'an extra rule',
      JSON.stringify({ ...aPlanOrder(), rules: { ...orderedRules(), dryRun: true } }),
      'the order is malformed at rules.dryRun',
    ],
    [
      'a negative limit',
      JSON.stringify(aPlanOrder({ rules: orderedRules({ maximumRevocations: -1 }) })),
      'the order is malformed at rules.maximumRevocations',
    ],
    [
      'an extra word on a key',
      JSON.stringify({ ...anApplyOrder(), keys: [{ ...anOrderedKey(), status: 'Active' }] }),
      'the order is malformed at keys.0.status',
    ],
    [
      'a key without a user id',
      JSON.stringify({ ...anApplyOrder(), keys: [{ ...anOrderedKey(), userId: null }] }),
      'the order is malformed at keys.0.userId',
    ],
    [
      'a key to be kept',
      JSON.stringify({ ...anApplyOrder(), keys: [{ ...anOrderedKey(), decision: 'keep' }] }),
      'the order is malformed at keys.0.decision',
    ],
    [
      'a key to reactivate',
      JSON.stringify({ ...anApplyOrder(), keys: [{ ...anOrderedKey(), decision: 'activate' }] }),
      'the order is malformed at keys.0.decision',
    ],
  ])('refuses %s', (_what, text, message) => {
    expect(readOrder(text)).toEqual({ refusal: { code: 'malformed', message } });
  });
});

describe('refuseOrder', () => {
  const deletes = anApplyOrder();
  const two = anApplyOrder({ keys: [anOrderedKey(), anOrderedKey({ accessKeyId: keyId(2) })] });
  const deactivatesUnder = (action: 'observe' | 'deactivate') =>
    anApplyOrder({ rules: orderedRules({ action }), keys: [anOrderedKey({ decision: 'deactivate' })] });

  it.each([
    ['a plan order', aPlanOrder(), anAgent()],
    ['an apply order', deletes, anAgent()],
    ['as many revocations as the ceiling', two, anAgent({ ceilings: { action: 'delete', revocations: 2 } })],
    [
      'as strong an action as the ceiling',
      deactivatesUnder('deactivate'),
      anAgent({ ceilings: { action: 'deactivate', revocations: 2 } }),
    ],
    [
      'a plan order at a ceiling of no revocations',
      aPlanOrder(),
      anAgent({ ceilings: { action: 'delete', revocations: 0 } }),
    ],
  ])('obeys %s', (_what, order, agent) => {
    expect(refuseOrder(order, agent, after(0))).toBeNull();
  });

  it.each([
    ['organization', aPlanOrder(), anAgent({ organizationId: 'o-another' }), 'the order is for another organization'],
    ['account', aPlanOrder(), anAgent({ accountId: '999999999999' }), 'the order is for another account'],
    [
      'ceiling',
      aPlanOrder(),
      anAgent({ ceilings: { action: 'deactivate', revocations: 9 } }),
      'the order wants to delete; the ceiling is deactivate',
    ],
    [
      'ceiling',
      deletes,
      anAgent({ ceilings: { action: 'observe', revocations: 9 } }),
      'the order wants to delete; the ceiling is observe',
    ],
    [
      'ceiling',
      two,
      anAgent({ ceilings: { action: 'delete', revocations: 1 } }),
      'the order has 2 keys; the ceiling is 1',
    ],
    [
      'ceiling',
      deactivatesUnder('observe'),
      anAgent(),
      'the order would deactivate under a policy that may only observe',
    ],
    [
      'ceiling',
      anApplyOrder({ rules: orderedRules({ action: 'deactivate' }) }),
      anAgent(),
      'the order would delete under a policy that may only deactivate',
    ],
  ] as const)('refuses as %s: %#', (code, order, agent, message) => {
    expect(refuseOrder(order, agent, after(0))).toEqual({ code, message });
  });

  it.each([
    ['is fresh for 15 minutes', 15 * MINUTE, null],
    ['is stale a millisecond later', 15 * MINUTE + 1, 'the order was issued 15 minutes ago'],
    ['is stale the next day', 1440 * MINUTE, 'the order was issued 1440 minutes ago'],
    ['may come from a clock 2 minutes ahead', -2 * MINUTE, null],
    ['may not come from one further ahead', -2 * MINUTE - 1, 'the order was issued -2 minutes ago'],
  ])('an order %s', (_what, age, message) => {
    const orders: Order[] = [aPlanOrder(), deletes];
    for (const order of orders)
      expect(refuseOrder(order, anAgent(), after(age))).toEqual(message === null ? null : { code: 'stale', message });
  });
});
