import { evidenceKeys, type Reading, type StoredRecord } from '@keysweep/core';
import { MemoryClock, MemoryEvidenceStore } from '@keysweep/core/memory';
import { ownRunOf } from '@keysweep/revoker';
import { expect, it } from 'vitest';
import { dueNow } from './due-now.ts';

const accountId = '222222222222';
const clock = (): MemoryClock => new MemoryClock('2026-11-20T18:00:00.400Z');
const planOf = (due: string): string => evidenceKeys.account(ownRunOf(new Date(due)), 'plans', accountId);

it('is the second that it is', async () => {
  const own = { evidence: new MemoryEvidenceStore(), accountId, clock: clock() };
  expect(await dueNow(own)).toEqual(new Date('2026-11-20T18:00:00Z'));
});

it('is the first second in which no other run has begun, once it has come', async () => {
  const own = { evidence: new MemoryEvidenceStore(), accountId, clock: clock() };
  for (const due of ['2026-11-20T18:00:00Z', '2026-11-20T18:00:01Z']) await own.evidence.putOnce(planOf(due), '{}');
  expect(await dueNow(own)).toEqual(new Date('2026-11-20T18:00:02Z'));
  expect(own.clock.now()).toEqual(new Date('2026-11-20T18:00:02Z'));
});

it('does not wait where that cannot be read: the plan cannot, either, and that is told', async () => {
  const failure = { kind: 'service-error', operation: 'fs:read', code: 'EIO', message: 'no' } as const;
  const get = (): Promise<Reading<StoredRecord>> => Promise.resolve({ state: 'unknown', failure });
  expect(await dueNow({ evidence: { get }, accountId, clock: clock() })).toEqual(new Date('2026-11-20T18:00:00Z'));
});
