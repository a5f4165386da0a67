import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OBSERVING, policies, REVOKING } from './policies.ts';
import { RolledOut } from './rolled-out.ts';
import { EVERYBODY, EXCLUDED, idOf, OBSTRUCTED, sixtyAccounts } from './sixty-accounts.ts';
import { expectedTable, printTable, tableOf, type Table } from './table.ts';

const INTRODUCTION = `<!-- Written by test/rollout/rehearsal.test.ts: run it with -u to write it again. -->

# A roll-out, rehearsed

Sixty accounts of a local organization, four weeks. Everything is deployed as a platform team deploys it: the synthesized
templates through CloudFormation and its StackSet, started by EventBridge Scheduler, run by the state machine. The tables are
the centre’s own summaries, made after each step; a test holds them against tables written by hand. No AWS account took part.

Three policies, one inside the other: \`weekly\` from the root, \`careful\` in /Workloads/Prod and in the management account,
\`watch\` in /Workloads/Prod/Regulated. One account is excluded, one is suspended. Every account has a person
with a key, and a machine with one.`;

/** Each step is a Friday night, or an afternoon's change; together they are one story, told in the documentation. */
describe('a roll-out to 60 accounts', { timeout: 120_000 }, () => {
  let world: RolledOut;
  const story: string[] = [INTRODUCTION];
  beforeAll(async () => {
    world = await RolledOut.deploy(sixtyAccounts(), policies(OBSERVING));
  }, 60_000);
  afterAll(() => world.organization.close());

  /** Tells a step, and holds the table after it against the one that was written by hand. */
  async function tell(heading: string, words: string, expected: Table): Promise<void> {
    const summary = await world.summary();
    const table = tableOf(summary);
    expect(Object.fromEntries(table)).toEqual(Object.fromEntries(expected));
    story.push(`## ${heading}\n\n${words}\n\n\`\`\`text\n${printTable(table, summary)}\n\`\`\``);
  }

  const unitId = (path: string): Promise<string> => world.unitId(path);
  const keys = (name: string): Record<string, string[]> =>
    Object.fromEntries(
      world.organization
        .users(idOf(name))
        .filter(({ userName }) => userName !== 'ben')
        .map(({ userName, accessKeys }) => [userName, accessKeys.map(({ status }) => status)]),
    );

  it('is deployed on a Monday', async () => {
    const instances = world.organization.stackInstances('keysweep');
    expect(instances).toHaveLength(59);
    expect(instances.filter(({ status }) => status !== 'CURRENT').map(({ accountId }) => accountId)).toEqual([
      idOf(OBSTRUCTED),
      idOf('Closed Last Year'),
    ]);
    await tell(
      'Monday: deployed, observing',
      `The central stack, the StackSet at the root, and the management account’s own stack. ${OBSTRUCTED} has a role named keysweep-audit already, made by somebody else, so its stack failed; the other 57 did not wait for it. The suspended account is skipped.`,
      expectedTable(
        { weekly: 'pending', careful: 'pending', watch: 'pending' },
        { [OBSTRUCTED]: ['careful', 'not-deployed'] },
      ),
    );
  });

  it('observes on the first Friday', async () => {
    await world.organization.advanceTo(new Date('2026-11-07T12:00:00Z'));
    expect(keys('Checkout')).toEqual({ ana: ['Active'], 'deploy-bot': ['Active'] });
    await tell(
      'Friday night: the first sweep',
      'All policies only observe: every plan is made, stored and weighed, and nothing is touched.',
      expectedTable(
        { weekly: 'observed', careful: 'observed', watch: 'observed' },
        { [OBSTRUCTED]: ['careful', 'not-deployed'] },
      ),
    );
  });

  it('revokes from the second week on', async () => {
    await world.organization.advanceTo(new Date('2026-11-10T10:00:00Z'));
    const before = world.organization.stackInstances('keysweep');
    await world.reconfigure(policies(REVOKING));
    expect(world.organization.stackInstances('keysweep')).toEqual(before);
    await tell(
      'Tuesday: a change of policy',
      '`weekly` now deletes; `careful` deactivates, and deletes two weeks later. Only the central stack is deployed: no member stack changes. Until the next sweep every account is what it was.',
      expectedTable(
        { weekly: 'observed', careful: 'observed', watch: 'observed' },
        { [OBSTRUCTED]: ['careful', 'not-deployed'] },
      ),
    );
  });

  it('takes in who joins, and follows who moves', async () => {
    const { organization } = world;
    const bare = structuredClone(EVERYBODY);
    await organization.addAccount({ ...bare, name: 'Sandbox 09', id: idOf('Sandbox 09') }, await unitId('/Sandbox'));
    await organization.addAccount(
      { ...bare, name: 'Warehouse', id: idOf('Warehouse') },
      await unitId('/Workloads/Prod'),
    );
    await organization.moveAccount(idOf('Staging 08'), await unitId('/Workloads/Prod'));
    await organization.moveAccount(idOf('Dev 14'), await unitId('/Workloads/Prod/Regulated'));
    await tell(
      'Wednesday: two join, two move',
      'The StackSet deploys to Sandbox 09 and Warehouse by itself. Staging 08 moved to Prod and Dev 14 to Regulated: they are under another policy at once, and nobody deployed anything.',
      expectedTable(
        { weekly: 'observed', careful: 'observed', watch: 'observed' },
        {
          [OBSTRUCTED]: ['careful', 'not-deployed'],
          'Sandbox 09': ['weekly', 'pending'],
          Warehouse: ['careful', 'pending'],
          'Staging 08': ['careful', 'pending'],
          'Dev 14': ['watch', 'pending'],
        },
      ),
    );
  });

  it('sweeps everybody under the policy of where they are now', async () => {
    await world.organization.advanceTo(new Date('2026-11-14T12:00:00Z'));
    expect(keys('Dev 01')).toEqual({ ana: [], 'deploy-bot': ['Active'] });
    expect(keys('Sandbox 09')).toEqual({ ana: [], 'deploy-bot': ['Active'] });
    expect(keys('Staging 08')).toEqual({ ana: ['Inactive'], 'deploy-bot': ['Active'] });
    expect(keys('Management')).toEqual({ ana: ['Inactive'], 'deploy-bot': ['Active'] });
    for (const name of ['Dev 14', 'Cardholder Data', EXCLUDED, OBSTRUCTED, 'Closed Last Year'])
      expect(keys(name), name).toEqual({ ana: ['Active'], 'deploy-bot': ['Active'] });
    await tell(
      'Friday night: the second sweep',
      'Keys of people are deleted, in Prod deactivated, in Regulated looked at. The machine’s key is in no configured group and stays everywhere.',
      expectedTable(
        { weekly: 'compliant', careful: 'compliant', watch: 'observed' },
        {
          [OBSTRUCTED]: ['careful', 'not-deployed'],
          'Sandbox 09': ['weekly', 'compliant'],
          Warehouse: ['careful', 'compliant'],
          'Staging 08': ['careful', 'compliant'],
          'Dev 14': ['watch', 'observed'],
        },
      ),
    );
  });

  const joinedAndMoved = {
    'Sandbox 09': ['weekly', 'compliant'],
    Warehouse: ['careful', 'compliant'],
    'Staging 08': ['careful', 'compliant'],
    'Dev 14': ['watch', 'observed'],
  } as const;

  it('is mended where it was obstructed', async () => {
    world.organization.deleteRole(idOf(OBSTRUCTED), 'keysweep-audit');
    await world.deployInstance(idOf(OBSTRUCTED));
    await tell(
      'Monday: the obstacle is gone',
      `Somebody removed the other role in ${OBSTRUCTED}, and an administrator had the StackSet deploy there once more (\`create-stack-instances\`). The last sweep found no agent there, and what a sweep found counts, not what a stack claims: \`not-deployed\` until the next one.`,
      expectedTable(
        { weekly: 'compliant', careful: 'compliant', watch: 'observed' },
        { ...joinedAndMoved, [OBSTRUCTED]: ['careful', 'not-deployed'] },
      ),
    );
  });

  it('lets go of who leaves, and is not obeyed there any more', async () => {
    const { organization } = world;
    organization.suspendAccount(idOf('Bluebird Data'));
    organization.autoDeployment.hold();
    const followed = organization.removeAccount(idOf('Bluebird Ops'));
    expect(await world.invokeAgent(idOf('Bluebird Ops'))).toBe('AccessDeniedException');
    await tell(
      'Tuesday: one is suspended, one leaves',
      'AWS suspends Bluebird Data. Bluebird Ops leaves the organization; the StackSet has not removed its stack yet. An order that comes late is refused by IAM: the centre may invoke agents of its organization alone.',
      expectedTable(
        { weekly: 'compliant', careful: 'compliant', watch: 'observed' },
        {
          ...joinedAndMoved,
          [OBSTRUCTED]: ['careful', 'not-deployed'],
          'Bluebird Data': ['—', 'suspended'],
          'Bluebird Ops': null,
        },
      ),
    );
    await organization.autoDeployment.release();
    await followed;
    expect(await world.invokeAgent(idOf('Bluebird Ops'))).toBe('ResourceNotFoundException');
    expect(organization.stackInstances('keysweep').map(({ accountId }) => accountId)).not.toContain(
      idOf('Bluebird Ops'),
    );
  });

  it('takes back who returns', async () => {
    await world.organization.addAccount({ name: 'Bluebird Ops', id: idOf('Bluebird Ops') }, await unitId('/Acquired'));
    await tell(
      'Wednesday: it comes back',
      'The StackSet deploys to Bluebird Ops again; the log group that its first stack left behind is in nobody’s way. The last sweep had been there: what it said still stands until the next.',
      expectedTable(
        { weekly: 'compliant', careful: 'compliant', watch: 'observed' },
        {
          ...joinedAndMoved,
          [OBSTRUCTED]: ['careful', 'not-deployed'],
          'Bluebird Data': ['—', 'suspended'],
          'Bluebird Ops': ['weekly', 'compliant'],
        },
      ),
    );
  });

  it('stands still while it is paused', async () => {
    await world.organization.advanceTo(new Date('2026-11-19T16:00:00Z'));
    world.turnSwitch({ state: 'paused', reason: 'incident 4711', by: 'ops@example.com' });
    world.organization.createAccessKey({ accountId: idOf('Dev 01'), userName: 'ana' });
    await world.organization.advanceTo(new Date('2026-11-21T12:00:00Z'));
    expect(keys('Dev 01')).toEqual({ ana: ['Active'], 'deploy-bot': ['Active'] });
    expect(keys(OBSTRUCTED)).toEqual({ ana: ['Active'], 'deploy-bot': ['Active'] });
    await tell(
      'Friday night: paused',
      'Paused on Thursday because of an incident. The run planned and was held: nothing is touched, and what it would have done is stored.',
      expectedTable(
        { weekly: 'paused', careful: 'paused', watch: 'paused' },
        {
          'Sandbox 09': ['weekly', 'paused'],
          Warehouse: ['careful', 'paused'],
          'Staging 08': ['careful', 'paused'],
          'Dev 14': ['watch', 'paused'],
          'Bluebird Data': ['—', 'suspended'],
        },
      ),
    );
  });

  it('goes on when it is unpaused', async () => {
    world.turnSwitch({ state: 'enabled' });
    await world.organization.advanceTo(new Date('2026-11-28T12:00:00Z'));
    expect(keys('Dev 01')).toEqual({ ana: [], 'deploy-bot': ['Active'] });
    expect(keys('Bluebird Ops')).toEqual({ ana: [], 'deploy-bot': ['Active'] });
    expect(keys('Checkout')).toEqual({ ana: [], 'deploy-bot': ['Active'] });
    expect(keys(OBSTRUCTED)).toEqual({ ana: ['Inactive'], 'deploy-bot': ['Active'] });
    await tell(
      'Friday night: everything in place',
      'Unpaused on Monday. What Prod deactivated two weeks ago is deleted now.',
      expectedTable(
        { weekly: 'compliant', careful: 'compliant', watch: 'observed' },
        { ...joinedAndMoved, 'Bluebird Data': ['—', 'suspended'] },
      ),
    );
  });

  it('is told in the documentation as it happened', async () => {
    await expect(`${story.join('\n\n')}\n`).toMatchFileSnapshot('../../docs/roll-out-rehearsal.md');
  });
});
