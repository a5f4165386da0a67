import type { StackInstance } from '@keysweep/aws';
import { expect, it } from 'vitest';
import { layoutFor } from '../diff-text/render-diff-text.ts';
import { accountOutcomes } from './account-outcomes.ts';
import { accountsText, retryCommand } from './accounts-text.ts';

const account = (id: string, name: string) => ({ id, name, email: '', state: 'ACTIVE', parentId: 'r-1' });
const ORGANIZATION = { accounts: [account('222222222222', 'Two'), account('333333333333', 'T\u001b[2Jhree')] };

function instance(accountId: string, rest: Partial<StackInstance>): StackInstance {
  const base = { region: 'us-east-1', detailedStatus: 'FAILED', reason: null, organizationalUnitId: 'r-1' };
  return { accountId, status: 'OUTDATED', ...base, ...rest };
}

it.each([
  [{ status: 'CURRENT', detailedStatus: 'SUCCEEDED' }, { current: 1 }],
  [{ status: 'CURRENT', detailedStatus: null }, { current: 1 }],
  [{ detailedStatus: 'SKIPPED_SUSPENDED_ACCOUNT' }, { suspended: 1 }],
  [{ detailedStatus: 'PENDING' }, { underWay: 1 }],
  [{ status: 'CURRENT', detailedStatus: 'RUNNING' }, { underWay: 1 }],
] as const)('%j counts as %j, and as no failure', (rest, counted) => {
  const none = { current: 0, suspended: 0, underWay: 0, failed: [] };
  expect(accountOutcomes([instance('222222222222', rest)], ORGANIZATION)).toEqual({ ...none, ...counted });
});

it.each([
  [{ reason: 'keysweep-audit already exists in stack x' }, 'remove what has that name there'],
  [{ reason: "should have 'stacksets-exec-1' role with trust relationship" }, 'service control policy'],
  [{ detailedStatus: 'CANCELLED', reason: 'Cancelled since failure tolerance has exceeded' }, 'it was not tried'],
  [{ status: 'INOPERABLE', detailedStatus: 'INOPERABLE' }, '--retain-stacks'],
  [{ reason: 'something new' }, 'see to the reason'],
  [{ detailedStatus: null }, 'see to the reason'],
] as const)('%j has a next step', (rest, words) => {
  const { failed } = accountOutcomes([instance('222222222222', rest)], ORGANIZATION);
  expect(failed[0]?.next).toContain(words);
});

it('failures are told in the order of accounts, whatever their names and reasons hold', () => {
  const outcomes = accountOutcomes(
    [
      instance('333333333333', { reason: 'a\nb' }),
      instance('222222222222', {}),
      instance('444444444444', { status: 'CURRENT', detailedStatus: 'SUCCEEDED' }),
    ],
    ORGANIZATION,
  );
  expect(accountsText(outcomes, layoutFor(80, false)).join('\n')).toMatchInlineSnapshot(`
    "    1 of 3 accounts current, 2 failed.
      - Two 222222222222: OUTDATED FAILED
            AWS gives no reason
            Next: see to the reason
      - T\\u{1b}[2Jhree 333333333333: OUTDATED FAILED
            a\\u{a}b
            Next: see to the reason"
  `);
  const address = { name: 'keysweep', callAs: 'DELEGATED_ADMIN', region: 'us-east-1', targets: ['r-1'] } as const;
  expect(retryCommand(outcomes.failed, address)).toBe(
    'aws cloudformation create-stack-instances --stack-set-name keysweep --regions us-east-1 --deployment-targets OrganizationalUnitIds=r-1,Accounts=222222222222,333333333333,AccountFilterType=INTERSECTION --call-as DELEGATED_ADMIN',
  );
});
