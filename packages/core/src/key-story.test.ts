import { expect, it } from 'vitest';
import * as v from 'valibot';
import { keyStorySchema, STORY_STEPS } from './key-story.ts';

const key = {
  accountId: '222222222222',
  accessKeyId: 'AKIAEXAMPLEEXAMPLE66',
  userName: 'alice',
  createdAt: null,
  lastUsed: { state: 'unknown' },
  rule: null,
  ending: null,
  verified: null,
  reason: null,
  standing: 'settled',
  dueAt: null,
  run: null,
};
const story = {
  schema: 'keysweep/cli-explain/1',
  summary: { id: 'audit-20261121T060000Z', at: '2026-11-21T06:00:00.000Z' },
  key,
  account: null,
  rules: null,
  steps: STORY_STEPS.map((step) => ({ at: null, step, text: 'so it was', record: null })),
  unread: [],
};

it('takes a key that no run has judged, of an account that is gone', () => {
  expect(v.is(keyStorySchema, story)).toBe(true);
});

it('takes no step that it has no word for', () => {
  const steps = [{ at: null, step: 'forgotten', text: '', record: null }];
  expect(v.is(keyStorySchema, { ...story, steps })).toBe(false);
});
