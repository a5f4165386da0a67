import { expect, it } from 'vitest';
import { attemptSchema } from './attempt.ts';
import { MemoryClock, MemoryEvidenceStore } from './memory/index.ts';
import { noteAttempt } from './note-attempt.ts';
import { evidenceKeys } from './run.ts';
import { readStored } from './stored-record.ts';
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

it('leaves a note that can be read again', async () => {
  const evidence = new MemoryEvidenceStore();
  await noteAttempt(run, ACCOUNT, { evidence, clock: new MemoryClock(AS_OF) });
  const key = evidenceKeys.account(run, 'attempts', ACCOUNT);
  const stored = await readStored(evidence, key, { schema: attemptSchema, subject: { accountId: ACCOUNT } });
  expect(stored).toMatchObject({ state: 'known', value: { at: AS_OF } });
});
