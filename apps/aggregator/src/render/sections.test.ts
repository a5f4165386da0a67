import type { Summary } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { renderHtml } from './html.tsx';
import { MOST_BYTES } from './page/page-budget.ts';
import { makeLarge } from './testing/large-organization.ts';
import { make, makeCalm, pageKeysOf } from './testing/summary-of.ts';

const made = make();
const calm = makeCalm();
const page = (overrides: Partial<Summary> = {}, of = made) =>
  renderHtml({ ...of.summary, ...overrides }, pageKeysOf(of));

/** A section of the page as a reader is told it: tags gone, blanks as one. */
function told(html: string, section: string): string {
  const [, body = ''] = new RegExp(`<section[^>]* id="${section}"(.*?)</section>`, 's').exec(html) ?? [];
  return textOf(body.slice(body.indexOf('>') + 1));
}

function textOf(markup: string): string {
  return markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The group of accounts of one kind. */
function groupOf(html: string, kind: string): string {
  const [, body = ''] = new RegExp(`data-group="${kind}">(.*?)</div>`, 's').exec(html) ?? [];
  return textOf(body);
}

describe('what changed, on the page', () => {
  it('names the summary that it is held against, and the numbers then and now', () => {
    const changes = told(page(), 'changes');
    expect(changes).toContain('since Saturday 14 November 2026, 00:38 UTC');
    expect(changes).toContain('Coverage 76.9 % → before, now 71.4 % worse');
    expect(changes).toContain('summaries/20261113T235500Z-weekly in the evidence bucket');
  });

  it.each([
    [
      'worse',
      'Worse 2 accounts Compliant → Non-compliant Data lake 111122223007 Non-compliant → Unreachable Legacy batch',
    ],
    ['better', 'Better 1 account Incomplete → Compliant Search'],
    ['other', 'Otherwise 1 account Excluded → Pending Quantum'],
    ['vanished-groups', 'Groups vanished 1 group Developers is not there any more Log archive'],
    ['moved', 'Other policy 2 accounts weekly → careful Payments 111122223003 no policy → research Quantum'],
    ['joined', 'Joined 1 account Newly vended'],
    ['departed', 'Departed 1 account Web shop'],
  ])('lists the accounts that are %s', (kind, words) => {
    expect(groupOf(page(), kind)).toContain(words);
  });

  it('says so where nothing changed, where there is nothing to compare with, and where that cannot be read', () => {
    const nothing = { accounts: [], joined: [], departed: [], moved: [], vanishedGroups: [] };
    expect(told(page({ changes: { ...made.summary.changes!, ...nothing } }), 'changes')).toContain(
      'No account came, left or changed its state.',
    );
    expect(told(page({}, calm), 'changes')).toContain('This is the first summary');
    const unread = page({ comparison: { state: 'unread', why: 'SlowDown <b>' }, changes: null });
    expect(told(unread, 'changes')).toContain('What changed is not known: SlowDown &lt;b');
  });
});

describe('what no policy covers, on the page', () => {
  it.each([
    ['rootKeys', 'Access keys of the root user 1 key in 1 account Sandbox Kraków 111122223006 1 key delete them'],
    ['outOfScope', '10 keys of 7 users in 2 accounts Sandbox Lisbon 111122223005 7 keys of 5 users Sandbox Kraków'],
    ['withoutMfa', '1 key of 1 user in 1 account'],
    ['serviceSpecificCredentials', '2 credentials of 1 user in 1 account Sandbox Lisbon'],
    ['uncounted', 'Not counted in full 1 account service-specific credentials (AccessDenied) Sandbox Kraków'],
  ])('is counted, with where most of it is: %s', (kind, words) => {
    expect(groupOf(page(), kind)).toContain(words);
  });

  it('says what it cannot say', () => {
    expect(told(page(), 'uncovered')).toContain('In 1 of 2 accounts something could not be counted');
    expect(told(page({}, calm), 'uncovered')).toContain('Nothing has been counted yet');
    const unseen = page({ census: { ...made.summary.census, accounts: 5, incomplete: 3 } });
    expect(groupOf(unseen, 'uncounted')).toContain('3 accounts service-specific credentials');
    expect(groupOf(unseen, 'uncounted')).toContain('2 accounts not seen at all');
  });

  it('says what was looked for and not found', () => {
    const accounts = made.summary.accounts.map((each) => ({ ...each, census: null }));
    const none = { accounts: 0, users: 0, keys: 0 };
    const census = { ...made.summary.census, incomplete: 0, rootKeys: none, withoutMfa: none };
    expect(told(page({ accounts, census }), 'uncovered')).toContain(
      'None found: access keys of the root user, keys of users without an mfa device.',
    );
  });
});

describe('keys that live, on the page', () => {
  it('are drawn by age, with every bar in words and numbers', () => {
    const html = page();
    const bars = [...html.matchAll(/<li data-age="([^"]*)" data-count="(\d+)">(.*?)<\/li>/gs)];
    const keys = bars.map(([, , count]) => Number(count));
    const { ages, ageless } = made.summary;
    expect(keys).toEqual([...ages.map((each) => each.keys), ...(ageless > 0 ? [ageless] : [])]);
    for (const [, label, count, body] of bars) expect(textOf(body ?? '')).toBe(`${label} ${count}`);
    expect(bars.map(([, label]) => label).slice(0, 3)).toEqual(['under 1 day', '1 to 6 days', '7 to 29 days']);
  });

  it('are counted by the rule that keeps them', () => {
    const kept = told(page(), 'kept');
    for (const words of ['kept the user has no password', 'unknown', 'exempt the user carries the tag'])
      expect(kept).toContain(words);
  });

  it('are none in an empty organization', () => {
    const empty = page({}, make({ accounts: [], runs: [] }));
    expect([told(empty, 'ages'), told(empty, 'kept')]).toEqual([
      expect.stringContaining('No active key was seen in scope.'),
      expect.stringContaining('No key in scope stays.'),
    ]);
  });
});

describe('exemptions and runs, on the page', () => {
  it('have those first that are over or soon will be, and mark what is new', () => {
    const exemptions = told(page(), 'exemptions');
    expect(exemptions).toContain('1 over, 1 ends within two weeks, 1 new since the previous summary.');
    const users = ['chen.li', 'invoice-export new', 'breakglass'].map((user) => exemptions.indexOf(user));
    expect(users.every((place) => place > 0)).toBe(true);
    expect(users.toSorted((left, right) => left - right)).toEqual(users);
  });

  it('say what a held run would do and how to approve it, and who approved another', () => {
    const runs = told(page(), 'runs');
    expect(runs).toContain('research: 412 revocations 412 revocations planned, at most 300 allowed Genomics');
    expect(runs).toContain('before its next run is due on 27 Nov 2026, 23:55 UTC');
    expect(runs).toContain("keysweep sweep --policy research --approve 20261113T220000Z --reason 'why'");
    expect(runs).toContain('approved by olivia@example.com: the first step, as announced');
    expect(told(page({}, calm), 'runs')).not.toContain('approve');
  });
});

describe('all of that of ten thousand accounts', () => {
  const large = makeLarge(10_000);
  const { changes, accounts, runs } = large.summary;

  it('is cut, and says how much there is', () => {
    const html = page({}, large);
    expect(groupOf(html, 'worse')).toContain('657 accounts');
    expect(groupOf(html, 'worse')).toContain('and 106 more accounts, in summary.json');
    expect(groupOf(html, 'outOfScope')).toMatch(/and [\d,]+ more accounts, in summary\.json/);
  });

  it.each(['&'.repeat(900), '家'.repeat(300)])('fits whatever everything is called', (text) => {
    const all = accounts.map(({ accountId }) => ({ accountId }));
    const html = page(
      {
        accounts: accounts.map((each) => ({ ...each, policy: 'weekly', heldRevocations: 1, name: text })),
        runs: runs.map((run) => ({ ...run, policy: 'weekly', state: 'held' as const, reasons: [text] })),
        changes: {
          ...changes!,
          accounts: all.map((each) => ({ ...each, from: 'compliant', to: 'unknown', direction: 'worse' })),
          departed: all.map((each) => ({ ...each, name: text })),
          vanishedGroups: all.map((each, index) => ({ ...each, group: `${index}${text}` })),
        },
      },
      large,
    );
    expect(Buffer.byteLength(html)).toBeLessThan(MOST_BYTES);
    expect(groupOf(html, 'worse')).toContain('10,000 accounts');
    expect(groupOf(html, 'vanished-groups')).toContain('10,000 groups');
  });
});
