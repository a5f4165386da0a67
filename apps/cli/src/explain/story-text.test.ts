import type { KeyStory } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../summary-text/wrap.ts';
import { storyText } from './story-text.ts';

const RECORD = 'runs/policy=careful/run=20261120T235500Z/plans/account=233344445555.json';

const story: KeyStory = {
  schema: 'keysweep/cli-explain/1',
  summary: { id: 'audit-20261121T060000Z', at: '2026-11-21T06:00:00.000Z' },
  key: {
    accountId: '233344445555',
    accessKeyId: 'AKIAEXAMPLEEXAMPLE66',
    userName: 'two-keys',
    createdAt: '2026-01-02T03:04:05.000Z',
    lastUsed: { state: 'used', at: '2026-11-18T09:00:00.000Z', service: 's3', region: null },
    rule: 'deactivate-before-delete',
    ending: 'deactivated',
    verified: true,
    reason: null,
    standing: 'settled',
    dueAt: null,
    run: { policy: 'careful', runId: '20261120T235500Z' },
  },
  account: null,
  rules: {
    groups: ['Developers', 'Administrators'],
    action: 'delete',
    deleteAfterInactiveDays: 30,
    minimumKeyAgeDays: 1,
    exempt: { groups: [], users: [] },
    requireConsoleAccess: true,
    maximumRevocations: 100,
    timezone: 'Europe/London',
  },
  steps: [
    { at: null, step: 'last-used', text: 'its last use was not known', record: null },
    { at: '2026-01-02T03:04:05.000Z', step: 'made', text: 'made', record: null },
    {
      at: '2026-11-20T23:56:00.000Z',
      step: 'planned',
      text: 'deactivate: the policy deletes it after its days of being inactive; said AKIAEXAMPLEEXAMPLE66\u001B[31m',
      record: RECORD,
    },
  ],
  unread: [{ record: 'ledger/account=233344445555.json', why: 'AccessDenied: no' }],
};
const style = { bucket: 'keysweep-111122223333-us-east-1', colour: false };

describe('a story as text', () => {
  it.each([40, 80])('reads like this in %i columns', async (width) => {
    const text = storyText(story, { ...style, width });
    await expect(text).toMatchFileSnapshot(`story-${width}.golden.txt`);
    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(width);
  });

  it('shows no whole key id, whoever wrote it down, and no control character', () => {
    const text = storyText(story, { ...style, width: 120 });
    expect(text).not.toContain('AKIA');
    expect(text).toContain('said ****LE66\\u{1b}[31m');
  });

  it.each([
    [{ action: 'observe' }, 'are only observed once they are 1 day old'],
    [{ action: 'deactivate', minimumKeyAgeDays: 0 }, 'are deactivated, unless they have no password'],
    [{ deleteAfterInactiveDays: 0, requireConsoleAccess: false }, 'are deleted once they are 1 day old.'],
  ] as const)('says what the rules are: %o', (rules, words) => {
    const changed = { ...story, rules: { ...(story.rules as NonNullable<KeyStory['rules']>), ...rules } };
    expect(storyText(changed, { ...style, width: 200 }).replaceAll('\n', ' ')).toContain(words);
  });

  it.each([
    [null, 'No run has judged it yet.'],
    [story.key.run, 'The rules it was judged by could not be read.'],
  ])('where there are no rules, says why: %o', (run, words) => {
    expect(storyText({ ...story, rules: null, key: { ...story.key, run } }, { ...style, width: 80 })).toContain(words);
  });
});
