import { createHash } from 'node:crypto';
import { canonicalConfig, runIdOf, type AccountReport, type AgentAnswer, type Summary } from '@keysweep/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stageExecutions } from '../probe-executions.ts';
import { setStage, type Stage } from '../stage.ts';
import { deployCentralFunctions, STATE_MACHINE_ARN, type CentralFunctions } from './central-functions.ts';
import { deleteEverything, DEV, PROD, smallOrganization, UNTOUCHABLE } from './small-organization.ts';

const due = new Date().toISOString();
const run = { policy: 'weekly', runId: runIdOf(new Date(due)) };
const approval = { runId: '20261120T235500Z', by: 'olivia', reason: 'the first step' };
const executionOf = (name: string): string => `${STATE_MACHINE_ARN.replace('stateMachine', 'execution')}:${name}`;
const begin = { policy: 'weekly', scheduledTime: due, execution: executionOf('one') };

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

async function answered(answer: Promise<AgentAnswer>): Promise<unknown> {
  const { state, ...rest } = await answer;
  expect([state, rest]).toEqual(['answered', expect.anything()]);
  return 'body' in rest ? rest.body : null;
}

async function stored<T>(key: string): Promise<T> {
  const reading = await stage.newCentre().evidence.get(key);
  if (reading.state !== 'known') throw new TypeError(`${key} is ${reading.state}`);
  return JSON.parse(reading.value.body) as T;
}

describe('the functions of the centre, invoked as the state machine does', () => {
  it('take a run from its inventory to a published summary', async () => {
    const begun = await answered(functions.invoke('inventory', begin));
    const accountsKey = `runs/policy=weekly/run=${run.runId}/accounts-1.json`;
    expect(begun).toEqual({ run, accounts: 2, accountsKey, batchSize: 1, maxConcurrency: 2, bucket: stage.bucket });
    const accounts = await stored<string[]>(accountsKey);
    expect(accounts).toEqual([PROD, DEV]);

    await answered(functions.invoke('sweep', { stage: 'plan', run, pass: 1, accounts }));
    expect(await answered(functions.invoke('gate', { stage: 'weigh', run, pass: 1 }))).toEqual({ verdict: 'open' });
    await answered(functions.invoke('sweep', { stage: 'sweep', run, pass: 1, last: false, accounts }));
    expect(await answered(functions.invoke('gate', { stage: 'leftovers', run, pass: 1 }))).toEqual({
      left: 0,
      accountsKey: `runs/policy=weekly/run=${run.runId}/accounts-2.json`,
    });
    const concluded = await answered(functions.invoke('summarise', { run, at: due }));

    const folder = `summaries/${run.runId}-weekly`;
    expect(concluded).toMatchObject({ summary: folder, verdict: 'compliant' });
    expect(await stored('latest.json')).toMatchObject({ schema: 'keysweep/latest/1', summary: folder });
    const summary = await stored<Summary>(`${folder}/summary.json`);
    expect(summary.states).toMatchObject({ compliant: 2, excluded: 1 });
    expect(summary.configHash).toBe(createHash('sha256').update(canonicalConfig(stage.config)).digest('hex'));
    expect(stage.keysOf(PROD, 'alice')).toEqual([]);
    for (const name of UNTOUCHABLE) expect(stage.keysOf(PROD, name)).toHaveLength(1);
    const report = await stored<AccountReport>(`runs/policy=weekly/run=${run.runId}/reports/account=${PROD}.json`);
    expect(report.complete).toBe(true);
  });

  it('say what they did, one line of JSON each', async () => {
    await functions.invoke('inventory', begin);
    await functions.invoke('sweep', { stage: 'plan', run, pass: 1, accounts: [PROD] });
    expect(functions.logs('inventory')).toEqual([
      { event: 'stage', stage: 'inventory', seconds: expect.any(Number), ...run, organizationAccounts: 3, accounts: 2 },
    ]);
    expect(functions.logs('sweep')).toMatchObject([{ stage: 'sweep', of: 'plan', accounts: 1, failures: [] }]);
  });

  it('audit between runs: look at every account, then publish a summary of its own', async () => {
    const at = new Date().toISOString();
    const auditId = runIdOf(new Date(at));
    const accountsKey = `runs/audit=${auditId}/accounts-1.json`;
    const begun = await answered(functions.invoke('inventory', { ...begin, policy: null, scheduledTime: at }));
    expect(begun).toEqual({ auditId, accounts: 2, accountsKey, batchSize: 1, maxConcurrency: 2, bucket: stage.bucket });
    const accounts = await stored<string[]>(accountsKey);
    expect(await answered(functions.invoke('sweep', { stage: 'audit', auditId, accounts }))).toEqual({ failed: 0 });
    const concluded = await answered(functions.invoke('summarise', { run: null, at, audited: true }));
    expect(concluded).toMatchObject({ summary: `summaries/audit-${auditId}`, verdict: 'compliant' });
    const summary = await stored<Summary>(`summaries/audit-${auditId}/summary.json`);
    expect(summary).toMatchObject({ runs: [], audit: { auditId, accounts: 2, looked: 2 }, states: { pending: 2 } });
    const page = await stage.newCentre().evidence.get(`summaries/audit-${auditId}/summary.html`);
    expect(page).toMatchObject({ value: { body: expect.stringContaining('<!doctype html>') } });
    expect(functions.logs('sweep')).toMatchObject([{ of: 'audit', auditId, accounts: 2, failures: [] }]);
  });
});

describe('the StackSet is asked about', () => {
  it.each([
    ['as the management account', null, 'SELF'],
    ['as a delegated administrator', PROD, 'DELEGATED_ADMIN'],
  ])('%s, as the configuration says', async (_, delegatedAdministrator, callAs) => {
    const config = { ...deleteEverything, central: { delegatedAdministrator } };
    functions.close();
    functions = await deployCentralFunctions(stage, JSON.stringify(config));
    await functions.invoke('summarise', { run: null, at: due });
    const asked = stage.organization.journal.entries().filter(({ operation }) => operation === 'ListStackInstances');
    expect(asked.map(({ input }) => input['CallAs'])).toEqual([callAs]);
  });
});

describe('an error of a function of the centre has its code for a name', () => {
  const failing = async (answer: Promise<AgentAnswer>, code: string, message: string): Promise<void> =>
    expect(await answer).toMatchObject({ state: 'lost', failure: { code, message: expect.stringContaining(message) } });

  it('RunDuplicate, while another execution holds the lease and is at work; not once it has ended', async () => {
    const executions = stageExecutions(stage.organization);
    const first = await executions.start(false);
    await answered(functions.invoke('inventory', { ...begin, execution: first }));

    const again = { ...begin, execution: executionOf('two') };
    await failing(functions.invoke('inventory', again), 'RunDuplicate', 'already at work');
    expect(functions.logs('inventory').at(-1)).toMatchObject({ stage: 'inventory', failed: 'RunDuplicate' });

    await executions.end();
    expect(await answered(functions.invoke('inventory', again))).toMatchObject({ run });
  });

  it('none, for the execution that holds it', async () => {
    const first = await answered(functions.invoke('inventory', begin));
    expect(await answered(functions.invoke('inventory', begin))).toEqual(first);
  });

  it.each<[string, Parameters<CentralFunctions['invoke']>]>([
    ['policy', ['inventory', { ...begin, policy: '../x' }]],
    ['scheduledTime', ['inventory', { ...begin, scheduledTime: 'yesterday' }]],
    ['execution', ['inventory', { ...begin, execution: 'laptop:4711' }]],
    ['approval', ['inventory', { ...begin, approval: {} }]],
    ['approval', ['inventory', { ...begin, approval: 'yes' }]],
    ['approval', ['inventory', { ...begin, approval: false }]],
    ['approval.runId', ['inventory', { ...begin, approval: { ...approval, runId: 'the last' } }]],
    ['approval.reason', ['inventory', { ...begin, approval: { ...approval, reason: ' ' } }]],
    ['approval', ['inventory', { ...begin, policy: null, approval }]],
    ['stage', ['sweep', { stage: 'apply', run, pass: 1, accounts: [PROD] }]],
    ['accounts', ['sweep', { stage: 'plan', run, pass: 1, accounts: Array.from({ length: 21 }, () => PROD) }]],
    ['accounts.0', ['sweep', { stage: 'plan', run, pass: 1, accounts: ['all'] }]],
    ['auditId', ['sweep', { stage: 'audit', auditId: '../x', accounts: [PROD] }]],
    ['audited', ['summarise', { run: null, at: due, audited: 'yes' }]],
    ['pass', ['gate', { stage: 'weigh', run, pass: 3 }]],
    ['run.runId', ['summarise', { run: { ...run, runId: '../../latest' }, at: due }]],
  ])('PayloadInvalid, where %s is not what the state machine sends', async (place, [name, payload]) => {
    await failing(functions.invoke(name, payload), 'PayloadInvalid', place);
  });

  it('RunInvalid, for a policy that is not configured and for an account that is not the run’s', async () => {
    await failing(functions.invoke('inventory', { ...begin, policy: 'daily' }), 'RunInvalid', 'there are: weekly');
    await functions.invoke('inventory', begin);
    const stranger = { stage: 'plan', run, pass: 1, accounts: ['111111111111'] };
    await failing(functions.invoke('sweep', stranger), 'RunInvalid', '111111111111');
  });

  it('ApprovalRefused, for a run that nobody knows', async () => {
    await failing(functions.invoke('inventory', { ...begin, approval }), 'ApprovalRefused', 'none of the last runs');
    expect(stage.keysOf(PROD, 'alice')).toHaveLength(2);
  });

  it('EvidenceUnreadable, for a run that has not begun', async () => {
    await failing(functions.invoke('gate', { stage: 'weigh', run, pass: 1 }), 'EvidenceUnreadable', 'the terms');
  });

  it.each([
    ['that is missing parts', '{"version":1}'],
    ['that is no JSON', 'version: 1'],
  ])('ConfigInvalid, with a configuration %s', async (_, config) => {
    functions.close();
    functions = await deployCentralFunctions(stage, config);
    await failing(functions.invoke('inventory', begin), 'ConfigInvalid', '');
  });
});
