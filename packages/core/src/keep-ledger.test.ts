import { describe, expect, it } from 'vitest';
import { keepLedger, readLedger } from './keep-ledger.ts';
import { MemoryClock, MemoryEvidenceStore } from './memory/index.ts';
import { evidenceKeys } from './run.ts';
import { aFailure, AS_OF, keyId } from './testing/account.ts';
import { anOutcome } from './testing/order.ts';
import { ACCOUNT, aPlannedKey, planOf } from './testing/plan.ts';

const KEY = evidenceKeys.ledger(ACCOUNT);
const plan = planOf([aPlannedKey({ decision: 'deactivate', rule: 'deactivate-before-delete' })]);
const deactivated = [anOutcome({ decision: 'deactivate', outcome: 'deactivated' })];

function keeping() {
  const evidence = new MemoryEvidenceStore();
  return { evidence, clock: new MemoryClock(AS_OF) };
}

describe('the ledger of an account', () => {
  it('is empty at first, and then remembers what was deactivated', async () => {
    const ports = keeping();
    expect(await readLedger(ACCOUNT, ports.evidence)).toEqual({});
    expect(await keepLedger(plan, deactivated, ports)).toBeNull();
    expect(await readLedger(ACCOUNT, ports.evidence)).toEqual({ [keyId()]: AS_OF });
  });

  it('is not written where nothing is new', async () => {
    const ports = keeping();
    await keepLedger(plan, deactivated, ports);
    const before = ports.evidence.records.get(KEY);
    expect(await keepLedger(planOf([aPlannedKey({ status: 'Inactive' })]), [], ports)).toBeNull();
    expect(ports.evidence.records.get(KEY)).toBe(before);
  });

  it.each(['{"schema":"keysweep/ledger/2"}', '{}'])('is not known where %s is stored', async (body) => {
    const ports = keeping();
    await ports.evidence.putOnce(KEY, body);
    expect(await readLedger(ACCOUNT, ports.evidence)).toBeNull();
    expect(await keepLedger(plan, deactivated, ports)).toMatchObject({ kind: 'malformed' });
  });

  it.each(['s3:GetObject', 's3:PutObject'] as const)('says why it could not be kept: %s', async (operation) => {
    const ports = keeping();
    ports.evidence.failing = (each) => (each === operation ? aFailure({ operation }) : null);
    expect(await keepLedger(plan, deactivated, ports)).toEqual(aFailure({ operation }));
  });

  it('is a conflict where another run was faster, unless that run noted the same', async () => {
    for (const [accessKeyId, conflict] of [
      [keyId(7), { kind: 'conflict', message: expect.stringContaining(ACCOUNT) }],
      [keyId(), null],
    ] as const) {
      const ports = keeping();
      const theirs = { schema: 'keysweep/ledger/1', accountId: ACCOUNT, entries: { [accessKeyId]: AS_OF } };
      const { evidence } = ports;
      const get = evidence.get.bind(evidence);
      evidence.get = async (key) => {
        const reading = await get(key);
        await evidence.putOnce(KEY, JSON.stringify(theirs));
        return reading;
      };
      const said = await keepLedger(plan, deactivated, ports);
      if (conflict === null) expect(said).toBeNull();
      else expect(said).toMatchObject(conflict);
    }
  });
});
