import type { Summary, SummaryChanges } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { calmSummary } from '../testing/summary-of.ts';
import { changedFigures, stateChangeLabel, tellChanges } from './index.ts';

const NONE: SummaryChanges = {
  coverage: { before: 100, after: 100 },
  ...{ overdue: { before: 0, after: 0 }, live: { before: 7, after: 7 } },
  ...{ accounts: [], joined: [], departed: [], moved: [], vanishedGroups: [] },
};
const AT = '2026-11-14T00:38:41Z';

describe('what changed', () => {
  const tell = (changes: Partial<SummaryChanges>, overrides: Partial<Summary> = {}) =>
    tellChanges({
      ...calmSummary(),
      comparison: { state: 'compared', summaryId: 'before', at: AT },
      changes: { ...NONE, ...changes },
      ...overrides,
    });

  it('is told in numbers, and says so where nothing else is otherwise', () => {
    expect(tell({ coverage: { before: 92.85, after: 100 }, overdue: { before: 3, after: 0 } })).toEqual([
      'Since 14 Nov 2026, 00:38 UTC: coverage 92.8 % → 100 %, overdue keys 3 → 0 and active keys in scope 7 as before.',
      'No account came, left or changed its state.',
    ]);
  });

  it('counts accounts by which way they went, who came and left, vanished groups and new exemptions', () => {
    const exemption = { accountId: '1', userName: 'a', by: 'tag', reason: '', owner: null, until: null, lapsed: false };
    const told = tell(
      {
        accounts: [
          { accountId: '1', from: 'compliant', to: 'unreachable', direction: 'worse' },
          { accountId: '2', from: 'compliant', to: 'unknown', direction: 'worse' },
          { accountId: '3', from: 'unknown', to: 'compliant', direction: 'better' },
          { accountId: '4', from: 'pending', to: 'compliant', direction: 'other' },
        ],
        joined: ['5', '6'],
        departed: [{ accountId: '7', name: 'Sold' }],
        moved: [{ accountId: '4', from: 'weekly', to: null }],
        vanishedGroups: [{ accountId: '4', group: 'Developers' }],
      },
      { exemptions: [true, false, true].map((isNew) => ({ ...exemption, isNew })) },
    );
    expect(told.slice(1)).toEqual([
      '2 accounts are worse, 1 account is better and 1 account is in another state.',
      '2 accounts joined, 1 account departed and 1 account moved to another policy.',
      '1 configured group vanished.',
      '2 exemptions are new.',
    ]);
  });

  it('is nothing to be compared with, or not known and why', () => {
    expect(tell({}, { comparison: { state: 'first' }, changes: null })).toEqual([
      'This is the first summary: there is none to compare it with.',
    ]);
    expect(tell({}, { comparison: { state: 'unread', why: 'SlowDown' }, changes: null })).toEqual([
      'What changed is not known: SlowDown.',
    ]);
  });

  it.each([
    [{ coverage: { before: 100, after: 50 } }, ['worse', null, null]],
    [{ coverage: { before: 50, after: 100 }, live: { before: 1, after: 2 } }, ['better', null, 'worse']],
    [{ coverage: { before: null, after: 100 }, overdue: { before: 2, after: 1 } }, ['other', 'better', null]],
    [{ coverage: { before: null, after: null } }, [null, null, null]],
  ])('knows which way a number went: %j', (changes, directions) => {
    expect(changedFigures({ ...NONE, ...changes }).map(({ direction }) => direction)).toEqual(directions);
  });

  it('names both states, and what is otherwise in one of the same name', () => {
    expect(stateChangeLabel({ from: 'not-deployed', to: 'compliant', direction: 'better' })).toBe(
      'Not deployed → Compliant',
    );
    expect(stateChangeLabel({ from: 'paused', to: 'paused', direction: 'worse' })).toBe(
      'Still paused, no longer covered',
    );
    expect(stateChangeLabel({ from: 'paused', to: 'paused', direction: 'better' })).toBe('Still paused, covered again');
  });
});
