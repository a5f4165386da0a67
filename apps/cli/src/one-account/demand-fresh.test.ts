import type { AccountPlan } from '@keysweep/core';
import { expect, it } from 'vitest';
import { demandFresh } from './demand-fresh.ts';

const plan = { provenance: { takenAt: '2026-11-20T18:00:00.000Z' } } as AccountPlan;

it('lets a plan be applied for a quarter of an hour', () => {
  demandFresh(plan, new Date('2026-11-20T18:15:00.000Z'));
});

it('refuses it after that', () => {
  expect(() => demandFresh(plan, new Date('2026-11-20T18:16:30.000Z'))).toThrow(
    'the plan is 16 minutes old, and may be applied for 15',
  );
});
