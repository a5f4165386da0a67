import { keyEventSchema, runIdOf, type AgentAnswer, type KeyEvent } from '@keysweep/core';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { deployCentralFunctions, type CentralFunctions } from './central-functions.ts';
import { deleteEverything, DEV, PROD, smallOrganization } from './small-organization.ts';

const due = new Date().toISOString();
const run = { policy: 'weekly', runId: runIdOf(new Date(due)) };
const folder = `summaries/${run.runId}-weekly`;
const accounts = [PROD, DEV];

let stage: Stage;
let functions: CentralFunctions;
beforeEach(async () => {
  stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
  functions = await deployCentralFunctions(stage);
});
afterEach(async () => {
  functions.close();
  await stage.organization.close();
});

async function answered(answer: Promise<AgentAnswer>): Promise<void> {
  expect(await answer).toMatchObject({ state: 'answered' });
}

/** A run through the functions of the centre, up to its reports. */
async function sweep(): Promise<void> {
  const execution = `arn:aws:states:us-east-1:${MANAGEMENT}:execution:keysweep-sweep:one`;
  await answered(functions.invoke('inventory', { policy: 'weekly', scheduledTime: due, execution }));
  await answered(functions.invoke('sweep', { stage: 'plan', run, pass: 1, accounts }));
  await answered(functions.invoke('gate', { stage: 'weigh', run, pass: 1 }));
  await sweepAccounts();
}

const sweepAccounts = () =>
  answered(functions.invoke('sweep', { stage: 'sweep', run, pass: 1, last: false, accounts }));
const summarise = (of: typeof run | null = run, at = due) => answered(functions.invoke('summarise', { run: of, at }));
const messages = () => stage.organization.published(stage.topicArn);
const told = () => stage.organization.events().map(({ detail }) => detail as KeyEvent);
const deny = (operation: string) => stage.organization.faults.add({ operation, kind: 'AccessDenied', calls: 'all' });

describe('a run', () => {
  it('tells of each key that it changed, once: whose, what became of it, and when the next sweep is due', async () => {
    const before = stage.organization.allAccessKeys().map(({ accessKeyId }) => accessKeyId);
    await sweep();
    await sweepAccounts();
    const left = new Set(stage.organization.allAccessKeys().map(({ accessKeyId }) => accessKeyId));
    const gone = before.filter((accessKeyId) => !left.has(accessKeyId));
    expect(gone.length).toBeGreaterThan(0);
    expect(
      told()
        .map(({ accessKey }) => accessKey)
        .sort(),
    ).toEqual(gone.map((accessKeyId) => `****${accessKeyId.slice(-4)}`).sort());
    for (const { source, detailType, detail, accountId } of stage.organization.events()) {
      expect([source, detailType, accountId]).toEqual(['keysweep', 'Access key revoked', MANAGEMENT]);
      expect(v.parse(keyEventSchema, detail)).toEqual(detail);
    }
    const event = told().find(({ userName }) => userName === 'alice');
    expect(event).toMatchObject({ accountId: PROD, change: 'deleted', verified: true, rule: 'policy-deletes', ...run });
    expect(Date.parse(event?.nextSweepAt ?? '')).toBeGreaterThan(Date.now());
  });

  it('tells people once, however often it is summarised, and says it in numbers each time', async () => {
    await sweep();
    await summarise();
    await summarise();
    expect(messages()).toMatchObject([
      {
        subject: expect.stringMatching(/^keysweep: compliant, coverage 100 %, \d+ keys revoked$/),
        message: expect.stringContaining(`s3://${stage.bucket}/${folder}/summary.html`),
      },
    ]);
    expect(functions.logs('summarise').map(({ telling }) => telling)).toEqual([
      { state: 'sent' },
      { state: 'already' },
    ]);
    const metrics = functions.metrics('summarise');
    expect(metrics).toHaveLength(2);
    expect(metrics[0]).toMatchObject({ Coverage: 100, Revoked: told().length, Failed: 0, Untold: 0 });
    expect(metrics[0]?.['Organization']).toBe(stage.organization.id);
  });

  it('that did not get through says so, and says how it ended once it is taken up again', async () => {
    const execution = `arn:aws:states:us-east-1:${MANAGEMENT}:execution:keysweep-sweep:one`;
    await answered(functions.invoke('inventory', { policy: 'weekly', scheduledTime: due, execution }));
    await summarise();
    await sweep();
    await summarise();
    expect(messages().map(({ message }) => /, (did not get through|finished)\./.exec(message)?.[1])).toEqual([
      'did not get through',
      'finished',
    ]);
  });

  it('that nobody can tell of is done and published all the same: the log and a metric say so', async () => {
    const [noEvents, noMessages] = [deny('events:PutEvents'), deny('sns:Publish')];
    await sweep();
    await summarise();
    expect(await stage.newCentre().evidence.get(`${folder}/summary.json`)).toMatchObject({ state: 'known' });
    expect(functions.logs('sweep').at(-1)).toMatchObject({
      told: { taken: 0, failure: { operation: 'events:PutEvents', kind: 'access-denied' } },
    });
    expect(functions.metrics('sweep').at(-1)?.['Untold']).toBeGreaterThan(0);
    expect(functions.logs('summarise').at(-1)).toMatchObject({
      telling: { state: 'failed', failure: { operation: 'sns:Publish', kind: 'access-denied' } },
    });
    expect(functions.metrics('summarise').at(-1)).toMatchObject({ Coverage: 100, Untold: 1 });
    noEvents.remove();
    noMessages.remove();
    await summarise();
    expect(messages()).toEqual([]);
  });
});

describe('a summary between runs', () => {
  const at = '2026-11-21T06:00:00Z';

  it('tells nobody where all is well', async () => {
    await sweep();
    await summarise();
    await summarise(null, at);
    expect(messages()).toHaveLength(1);
    expect(functions.logs('summarise').at(-1)).toMatchObject({ telling: { state: 'not-needed' } });
  });

  it('tells people where it is not, and in numbers what', async () => {
    await stage.organization.removeFunction(DEV, 'keysweep-revoker');
    await sweep();
    await summarise();
    await summarise(null, at);
    expect(messages().map(({ subject }) => subject?.split(',')[0])).toEqual([
      'keysweep: coverage incomplete',
      'keysweep: coverage incomplete',
    ]);
    expect(messages().at(-1)?.message).not.toContain('The run of');
    expect(functions.metrics('summarise').at(-1)?.['Coverage']).toBeLessThan(100);
  });
});
