import { describe, expect, it } from 'vitest';
import type { PlannedAccount } from '@keysweep/core';
import type { Terminal } from '../terminal.ts';
import { displayWidth } from '../summary-text/wrap.ts';
import type { PlanEnd, PlanHead } from './plan-end.ts';
import { tablePrinter } from './print-table.ts';
import { aKey, anAccount, denied, endOf, head } from './testing/a-plan.ts';

interface Printing {
  readonly head?: PlanHead;
  readonly end?: Partial<PlanEnd>;
  readonly width?: number;
  readonly colour?: boolean;
}

function print(accounts: readonly PlannedAccount[], printing: Printing = {}): string {
  let text = '';
  const terminal: Terminal = {
    data: (piece) => (text += piece),
    say: () => undefined,
    width: printing.width ?? 80,
    colour: printing.colour ?? false,
    redraw: null,
    ask: null,
  };
  const printer = tablePrinter(terminal);
  printer.begin(printing.head ?? head());
  for (const account of accounts) printer.account(account);
  printer.end(endOf(accounts, printing.end));
  return text;
}

const never = { state: 'never' } as const;
const everything = [
  anAccount(1, {
    keys: [
      aKey('AAAA'),
      aKey('BBBB', { userName: 'marek', lastUsed: never }),
      aKey('CCCC', { userName: 'ci-deployer', decision: 'keep', rule: 'no-console-access' }),
      aKey('DDDD', { userName: 'carol', decision: 'exempt', rule: 'exempt-tag', lastUsed: { state: 'unknown' } }),
    ],
  }),
  anAccount(2, { keys: [aKey('EEEE', { decision: 'keep', rule: 'younger-than-minimum-age' })] }),
  anAccount(
    3,
    {
      ledger: 'unknown',
      keys: [
        aKey('FFFF', {
          decision: 'deactivate',
          rule: 'deactivate-before-delete',
          createdAt: '2021-01-01T00:00:00.000Z',
        }),
        aKey('GGGG', { userName: 'bob', status: 'Inactive', decision: 'unknown', rule: 'ledger-unread' }),
        aKey('HHHH', {
          userName: 'x'.repeat(64),
          status: 'Expired',
          decision: 'unknown',
          rule: 'status-unrecognised',
          createdAt: null,
        }),
      ],
      unknowns: [{ concerns: 'included group Administrators', failure: denied('iam:GetGroup') }],
    },
    { policy: 'careful', organizationalUnitPath: '/Workloads/Prod' },
  ),
  anAccount(4, { state: 'unavailable' }),
  anAccount(5, {
    keys: [aKey('IIII'), aKey('JJJJ', { userName: 'raj' })],
    refusal: { rule: 'blast-radius', planned: 2, limit: 1 },
  }),
  anAccount(6, { observed: 14, keys: [aKey('KKKK', { decision: 'keep', rule: 'observe-only' })] }, { policy: 'watch' }),
  anAccount(7, { keys: [aKey('LLLL')] }, { agent: 'none', name: 'New\u001B[31m Joiner' }),
];
const end = {
  leftOut: [
    { accountId: '888888888888', name: 'Old', organizationalUnitPath: '/', fate: 'suspended', why: 'it is SUSPENDED' },
    { accountId: '999999999999', name: 'Ours', organizationalUnitPath: '/', fate: 'excluded', why: 'listed' },
  ],
  groupsNowhere: [{ policy: 'weekly', group: 'Develpoers' }],
  gates: [
    {
      policy: 'weekly',
      verdict: 'held',
      reasons: ['3 revocations are planned; this run may do at most 2'],
      revocations: 3,
      limit: 2,
    },
  ],
} satisfies Partial<PlanEnd>;

describe('a plan as a table', () => {
  it.each([40, 80, 120])('reads like this in %i columns', async (width) => {
    const text = print(everything, { end, width });
    await expect(text).toMatchFileSnapshot(`everything-${width}.golden.txt`);
    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(width);
  });

  it('where nothing is to be done, is a few lines', async () => {
    await expect(print([everything[1] as PlannedAccount])).toMatchFileSnapshot('nothing-80.golden.txt');
  });

  it('where nothing is deployed, says so once and not of each account', () => {
    const text = print(everything, { head: head({ centre: { state: 'not-deployed' } }) });
    expect(text).toContain('Nothing of keysweep is deployed yet.');
    expect(text).not.toContain('agent');
  });

  it.each([
    [{ state: 'paused', reason: 'change\u0007 freeze', by: 'kim' }, 'Sweeps are PAUSED by kim: change\\u{7} freeze.'],
    [{ state: 'unknown' }, 'The switch could not be read: while that is so, no sweep revokes.'],
  ] as const)('says what the switch does to it: %o', (position, words) => {
    const centre = { state: 'deployed', bucket: 'b', switch: position } as const;
    expect(print([], { head: head({ centre }) })).toContain(words);
  });

  it('says what it does not know where the centre cannot be seen', () => {
    const text = print([], { head: head({ centre: { state: 'unread', why: 'the bucket is shut' } }), width: 120 });
    expect(text).toContain('The centre could not be seen: the bucket is shut.');
    expect(text).toContain('not known which accounts have an agent, for how many days a key has been inactive');
  });

  it('names what it was limited to', () => {
    const only = { accounts: ['222222222222'], organizationalUnits: ['/Prod'], policies: ['weekly'] };
    expect(print([], { head: head({ only }) })).toContain('Only 222222222222, /Prod, weekly.');
  });

  it('lists no more than a dozen groups that are nowhere', () => {
    const groupsNowhere = Array.from({ length: 15 }, (_, index) => ({ policy: 'weekly', group: `G${index}` }));
    const text = print([], { end: { groupsNowhere } });
    expect(text).toContain('The same is true of 3 more groups.');
    expect(text).not.toContain('G12');
  });

  it('paints its marks where there is colour', () => {
    expect(print(everything, { colour: true })).toContain('\u001B[31m-\u001B[39m ****AAAA');
  });
});
