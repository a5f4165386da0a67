import { safeParse, type GenericSchema } from 'valibot';
import { expect, it } from 'vitest';
import { restoredKeySchema } from './restored-key.ts';
import { startedSweepSchema } from './started-sweep.ts';
import { sweptHereSchema } from './swept-here.ts';
import { turnedSwitchSchema } from './turned-switch.ts';

const enabled = { state: 'enabled' };
const turned = {
  schema: 'keysweep/cli-switch/1',
  before: { state: 'unknown', why: 'AccessDenied' },
  now: { state: 'paused', reason: 'incident 7', by: 'ann' },
  changed: true,
  policies: [{ policy: 'weekly', nextDue: null }],
};
const started = {
  schema: 'keysweep/cli-started-sweep/1',
  policy: 'weekly',
  runId: '20261120T235500Z',
  executionArn: 'arn:execution',
  startedAt: '2026-11-20T23:55:00.000Z',
  approves: null,
};
const restored = {
  schema: 'keysweep/cli-restore/1',
  accountId: '222222222222',
  userName: 'ann',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  before: 'Inactive',
  now: 'Active',
  changed: true,
  policy: null,
  nextDue: null,
};

it.each<[string, GenericSchema, object, boolean]>([
  ['a switch that was turned', turnedSwitchSchema, turned, true],
  ['a switch that stands where it stood', turnedSwitchSchema, { ...turned, before: enabled, now: enabled }, true],
  ['a switch that stands nowhere in the end', turnedSwitchSchema, { ...turned, now: turned.before }, false],
  ['a sweep that was started', startedSweepSchema, started, true],
  ['a sweep of no run', startedSweepSchema, { ...started, runId: 'now' }, false],
  ['a key that was given back', restoredKeySchema, restored, true],
  ['a key that was not', restoredKeySchema, { ...restored, now: 'Inactive' }, false],
  ['an account without a plan', sweptHereSchema, { schema: 'keysweep/cli-here/1', plan: null, answer: null }, false],
])('%s is printed in its shape', (_, schema, value, isIn) => {
  expect(safeParse(schema, value).success).toBe(isIn);
});
