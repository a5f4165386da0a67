import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { createIamClient, iamReader } from '@keysweep/aws';
import type { OrganizationDescription } from '@keysweep/local-organization';
import { RolledOut } from '../rollout/rolled-out.ts';

const MANAGEMENT = '100000000001';
const PROD = '100000000002';
const DEV = '100000000003';

/** Deletes in Dev; deactivates first in Prod and in the management account. */
const POLICIES = {
  version: 1,
  region: 'us-east-1',
  policies: {
    weekly: {
      groups: ['Developers'],
      schedule: 'cron(55 23 ? * FRI *)',
      action: 'delete',
      exempt: { groups: ['BreakGlass'], users: [] },
    },
    careful: { extends: 'weekly', deleteAfterInactiveDays: 14 },
  },
  ceilings: { action: 'delete', revocations: 100 },
  assignments: { '/': 'weekly', '/Prod': 'careful' },
  managementAccount: 'careful',
};

const PEOPLE = {
  groups: ['Developers', 'BreakGlass'],
  users: [
    { name: 'ana', groups: ['Developers'], password: true, keys: [{ age: '40d', lastUsed: '2d' }, { age: '3d' }] },
    { name: 'bot', groups: ['Developers'], password: false, keys: [{ age: '300d' }] },
    {
      name: 'cat',
      groups: ['Developers'],
      password: true,
      keys: [{ age: '9d' }],
      tags: { 'keysweep-exempt': 'on call' },
    },
    { name: 'dan', groups: ['Developers', 'BreakGlass'], password: true, keys: [{ age: '9d' }] },
  ],
};

/** Three accounts with everybody a policy knows; AWS gives no `Paths`, as it may, so that every parent is asked. */
const ORGANIZATION: OrganizationDescription = {
  organization: { id: 'o-leastpower1', managementAccount: 'Management', now: '2026-11-02T09:00:00Z', omitPaths: true },
  organizationalUnits: { Prod: {}, Dev: {} },
  accounts: [
    { name: 'Management', id: MANAGEMENT, ...PEOPLE },
    { name: 'Prod', id: PROD, ou: '/Prod', ...PEOPLE },
    { name: 'Dev', id: DEV, ou: '/Dev', ...PEOPLE },
  ],
};

/** The tags of a user, in any of the accounts. */
export function tagsOf(userName: string): Readonly<Record<string, string>> {
  return PEOPLE.users.find(({ name }) => name === userName)?.tags ?? {};
}

/**
 * keysweep deployed to three accounts from its templates, after its two runs of a Friday night, and one by hand that broke off
 * and was started again: whatever keysweep does in the ordinary way, it has done.
 */
export async function sweptWorld(): Promise<RolledOut> {
  const world = await RolledOut.deploy(ORGANIZATION, POLICIES);
  const { organization } = world;
  await organization.advanceTo(new Date('2026-11-06T22:00:00Z'));
  await askForReport(world, DEV);
  await organization.advanceTo(new Date('2026-11-06T23:00:00Z'));
  // Newer than the credential report: whether he can sign in stands in no row of it.
  const newcomer = { name: 'eli', created: '10m', groups: ['Developers'], password: false, keys: [{ age: '5m' }] };
  organization.addUser(DEV, newcomer);
  await organization.advanceTo(new Date('2026-11-07T06:00:00Z'));
  // An execution that cannot summarise ends without giving its lease back.
  const brokenOff = organization.faults.add({
    operation: 'lambda:Invoke',
    matches: ({ FunctionName }) => String(FunctionName).endsWith(':keysweep-summarise'),
    kind: 'InternalFailure',
  });
  await sweepByHand(world);
  brokenOff.remove();
  await sweepByHand(world);
  return world;
}

/** Starts a run of a policy as an operator does, always the same one, and waits for its end. */
async function sweepByHand(world: RolledOut): Promise<void> {
  const start = new StartExecutionCommand({
    stateMachineArn: `arn:aws:states:us-east-1:${MANAGEMENT}:stateMachine:keysweep-sweep`,
    input: JSON.stringify({ policy: 'weekly', apply: true, scheduledTime: '2026-11-07T05:55:00Z' }),
  });
  await new SFNClient(world.connection('keysweep-operator')).send(start);
  await world.organization.settled();
}

/** An administrator of the account looks at its credential report. */
async function askForReport(world: RolledOut, accountId: string): Promise<void> {
  const credentials = world.organization.credentials(`arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`);
  const connection = { ...world.connection('operator'), credentials };
  await iamReader(createIamClient(connection), { reportPauseMs: 1 }).credentialReport();
}
