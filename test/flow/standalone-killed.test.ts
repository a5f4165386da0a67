import { evidenceKeys, runIdOf, type RecordStore } from '@keysweep/core';
import type { OwnAccount } from '@keysweep/revoker';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setSoleAccount, type SoleAccount } from './own-account.ts';
import { PROD, UNTOUCHABLE } from './small-organization.ts';

const due = new Date();
const planKey = evidenceKeys.account({ policy: 'standalone', runId: runIdOf(due) }, 'plans', PROD);

let sole: SoleAccount;
beforeEach(() => {
  sole = setSoleAccount();
});
afterEach(() => sole.organization.close());

/** What a dead process says: nothing. Everything after it fails too. */
class Killed extends Error {}

describe('killed at any write or call, and started again', () => {
  const CALLS = 19;
  const counting = () => {
    let calls = 0;
    return { count: () => calls, call: async <T>(work: () => Promise<T>): Promise<T> => ((calls += 1), work()) };
  };

  function through(own: OwnAccount, call: <T>(work: () => Promise<T>) => Promise<T>): OwnAccount {
    const { reader, writer, evidence } = own;
    const stored: RecordStore = {
      ...evidence,
      putOnce: (key, body) => call(() => evidence.putOnce(key, body)),
      replace: (key, body, etag) => call(() => evidence.replace(key, body, etag)),
    };
    return {
      ...own,
      evidence: stored,
      reader: {
        authorizationDetails: () => call(() => reader.authorizationDetails()),
        groupMembers: (name) => call(() => reader.groupMembers(name)),
        accessKeys: (name) => call(() => reader.accessKeys(name)),
        loginProfile: (name) => call(() => reader.loginProfile(name)),
        credentialReport: () => call(() => reader.credentialReport()),
      },
      writer: {
        deactivate: (key) => call(() => writer.deactivate(key)),
        delete: (key) => call(() => writer.delete(key)),
      },
    };
  }

  it(`a run makes ${CALLS} of them`, async () => {
    const { call, count } = counting();
    await sole.sweep(due, through(sole.own(), call));
    expect(count()).toBe(CALLS);
  });

  it.each(
    Array.from({ length: CALLS }, (_, at) => at + 1).flatMap((nth) => [
      ['before', nth] as const,
      ['after', nth] as const,
    ]),
  )('%s call %i: the outcomes are what is so, and nothing outside the stored plan was touched', async (when, nth) => {
    let calls = 0;
    const dying = async <T>(work: () => Promise<T>): Promise<T> => {
      calls += 1;
      if (calls > nth || (calls === nth && when === 'before')) throw new Killed();
      const result = await work();
      if (calls >= nth) throw new Killed();
      return result;
    };
    await sole.sweep(due, through(sole.own(), dying)).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));

    const { plan, answer } = await sole.sweep(due);

    expect(await sole.stored(planKey)).toEqual(plan);
    expect(answer.complete).toBe(true);
    expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual(['deleted', 'deleted', 'deleted']);
    expect([sole.keysOf('alice'), sole.keysOf('bob')]).toEqual([[], []]);
    for (const name of UNTOUCHABLE) expect(sole.keysOf(name), name).toHaveLength(1);
  });
});
