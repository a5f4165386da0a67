import { expect, it } from 'vitest';
import { MemoryClock, MemoryEvidenceStore } from './memory/index.ts';
import { noteAttempt } from './note-attempt.ts';
import { aFailure, AS_OF } from './testing/account.ts';
import { ACCOUNT, RUN } from './testing/plan.ts';

const run = { policy: 'weekly', runId: RUN };

it('tells the first attempt of a run from every later one', async () => {
  const ports = { evidence: new MemoryEvidenceStore(), clock: new MemoryClock(AS_OF) };
  const attempts = [];
  for (let time = 0; time < 3; time += 1) attempts.push(await noteAttempt(run, ACCOUNT, ports));
  expect(attempts).toEqual([1, 2, 2]);
  expect(await noteAttempt({ ...run, policy: 'careful' }, ACCOUNT, ports)).toBe(1);
});

it('says why it could not be noted', async () => {
  const ports = { evidence: new MemoryEvidenceStore(), clock: new MemoryClock(AS_OF) };
  ports.evidence.failing = () => aFailure({ operation: 's3:PutObject' });
  expect(await noteAttempt(run, ACCOUNT, ports)).toEqual(aFailure({ operation: 's3:PutObject' }));
});
