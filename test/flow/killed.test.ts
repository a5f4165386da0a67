import { revokes, type AccountPlan, type EvidenceStore } from '@keysweep/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Centre } from '@keysweep/aggregator';
import { setStage, type AgentPorts, type Stage } from '../stage.ts';
import { deleteEverything, DEV, PROD, smallOrganization, UNTOUCHABLE } from './small-organization.ts';

/** What a dead process says: nothing. Stands for SIGKILL; everything after it fails too. */
class Killed extends Error {}

/** Lets a number of calls through and dies before or after the next one is done. */
function killer(callsBefore: number, when: 'before' | 'after') {
  let calls = 0;
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls > callsBefore + 1 || (calls === callsBefore + 1 && when === 'before')) throw new Killed();
    const result = await work();
    if (calls >= callsBefore + 1) throw new Killed();
    return result;
  };
  return { call, calls: () => calls };
}

function dyingEvidence(evidence: EvidenceStore, call: ReturnType<typeof killer>['call']): EvidenceStore {
  return {
    ...evidence,
    putOnce: (key, body) => call(() => evidence.putOnce(key, body)),
    replace: (key, body, etag) => call(() => evidence.replace(key, body, etag)),
  };
}

function dyingAgent({ reader, writer }: AgentPorts, call: ReturnType<typeof killer>['call']): AgentPorts {
  return {
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

let stage: Stage;
afterEach(() => stage.organization.close());

/** Every planned key has one ending and it is what is so; nothing outside the stored plans was touched. */
async function expectTheTruth(due: Date): Promise<void> {
  const { evidence } = stage.newCentre();
  const planned: string[] = [];
  for (const accountId of [PROD, DEV]) {
    const run = `runs/policy=weekly/run=${due.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
    const stored = await evidence.get(`${run}/plans/account=${accountId}.json`);
    if (stored.state !== 'known') throw new TypeError(`no plan for ${accountId}`);
    const plan = JSON.parse(stored.value.body) as AccountPlan;
    planned.push(...plan.keys.filter(({ decision }) => revokes(decision)).map(({ accessKeyId }) => accessKeyId));
  }
  const summary = await stage.summary();
  const deleted = (await stage.keys()).filter(({ ending }) => ending === 'deleted');
  const ended = deleted.map(({ accessKeyId }) => accessKeyId);
  expect(ended.sort()).toEqual(planned.sort());
  const alive = new Set(stage.organization.allAccessKeys().map(({ accessKeyId }) => accessKeyId));
  for (const key of planned) expect(alive.has(key)).toBe(false);
  for (const name of UNTOUCHABLE) expect(stage.keysOf(PROD, name)).toHaveLength(1);
  expect(summary.states).toMatchObject({ compliant: 2 });
}

describe('the centre, killed at any write', () => {
  const WRITES = 18;

  it(`writes ${WRITES} records in a run of two accounts`, async () => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    const { call, calls } = killer(Infinity, 'before');
    await stage.sweep({ centre: dying(stage.newCentre(), call) });
    expect(calls()).toBe(WRITES);
  });

  it.each(each(WRITES))('%s write %i: the same run, started again, ends in the truth', async (when, nth) => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    const due = new Date();
    const { call } = killer(nth - 1, when);
    await stage
      .sweep({ due, centre: dying(stage.newCentre(), call) })
      .catch((error: unknown) => expect(error).toBeInstanceOf(Killed));

    await stage.sweep({ due });

    await expectTheTruth(due);
  });
});

describe('the agent, killed at any call', () => {
  const CALLS = 28;

  it.each(each(CALLS))('%s call %i: the run, with its second pass, ends in the truth', async (when, nth) => {
    let callsLeft = nth;
    const perInvocation = (ports: AgentPorts): AgentPorts => {
      let dead = false;
      return dyingAgent(ports, async (work) => {
        callsLeft -= 1;
        dead ||= callsLeft === 0 && when === 'before';
        if (dead) throw new Killed();
        dead = callsLeft === 0;
        const result = await work();
        if (dead) throw new Killed();
        return result;
      });
    };
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything, aroundAgent: perInvocation });
    const due = new Date();

    await stage.sweep({ due });

    await expectTheTruth(due);
  });
});

describe('an answer of IAM that is lost after IAM did it', () => {
  it.each([1, 2, 3, 4])('(delete %i) is told apart from a key somebody else deleted', async (nth) => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything, maxAttempts: 1 });
    stage.organization.faults.add({ operation: 'iam:DeleteAccessKey', kind: 'drop-answer', calls: [nth] });
    const due = new Date();

    await stage.sweep({ due });

    await expectTheTruth(due);
  });
});

function dying(centre: Centre, call: ReturnType<typeof killer>['call']): Centre {
  return { ...centre, evidence: dyingEvidence(centre.evidence, call) };
}

function each(count: number): ['before' | 'after', number][] {
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((nth) => [
    ['before', nth],
    ['after', nth],
  ]);
}
