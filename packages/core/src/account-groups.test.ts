import { describe, expect, it } from 'vitest';
import { groupsOf } from './account-groups.ts';
import { aLook, lookedAt } from './testing/later-audit.ts';
import { factsOf, factsWithout } from './testing/report.ts';

const group = (name: string, state: 'read' | 'missing' | 'unreadable', role: 'included' | 'exempt' = 'included') => ({
  ...{ name, role, state, members: 0 },
});
const reported = factsOf({
  groups: [group('A', 'read'), group('B', 'missing'), group('C', 'unreadable'), group('D', 'missing', 'exempt')],
});

describe('the configured groups of an account', () => {
  it('are those of its last run; one that could not be read may be there', () => {
    expect(groupsOf(reported)).toEqual({ found: ['A', 'C'], missing: ['B'] });
  });

  it('are those of the look since', () => {
    expect(groupsOf(lookedAt(reported, aLook({ groups: ['A'] })))).toEqual({ found: ['A'], missing: ['B'] });
    expect(groupsOf(lookedAt(reported, aLook({ groups: ['A', 'b'] })))).toEqual({ found: ['A', 'b'], missing: [] });
    const fresh = factsWithout({ state: 'none-due' });
    expect(groupsOf(lookedAt(fresh, aLook({ groups: ['A'] })))).toEqual({ found: ['A'], missing: [] });
  });

  it('are not known where nothing has looked', () => {
    expect(groupsOf(factsWithout({ state: 'none-due' }))).toEqual({ found: null, missing: [] });
    expect(groupsOf(factsOf({ groups: [] }))).toEqual({ found: null, missing: [] });
  });
});
