import type { JournalEntry } from '@keysweep/local-organization';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RolledOut } from '../rollout/rolled-out.ts';
import { DeployedRoles, KEYSWEEP_ROLES, type KeysweepRole } from './deployed-roles.ts';
import { requestsOf, type AuthorizedRequest } from './requests.ts';
import { simulated } from './simulator.ts';
import { sweptWorld, tagsOf } from './swept-world.ts';

const LOGS = {
  'logs:CreateLogStream': 'Lambda does it under the role, to keep what the function logs.',
  'logs:PutLogEvents': 'Likewise.',
};

/** What a role is allowed though no call here needs it, and why it is allowed all the same. */
const UNUSED: Readonly<Record<KeysweepRole, Readonly<Record<string, string>>>> = {
  'keysweep-central': {
    ...LOGS,
    's3:AbortMultipartUpload': 'For a summary that was uploaded in parts and could not be ended; here all are short.',
  },
  'keysweep-revoker': LOGS,
  'keysweep-audit': {},
  'keysweep-states': {
    'states:DescribeExecution': 'Step Functions follows the children of a Map; the local organization needs not ask.',
    'states:StopExecution': 'Step Functions stops them where the execution is stopped.',
  },
  'keysweep-scheduler': {
    'sqs:SendMessage': 'For a start that failed for good; the local organization has no queues.',
  },
};

let world: RolledOut;
let roles: DeployedRoles;
beforeAll(async () => {
  world = await sweptWorld();
  roles = await DeployedRoles.read(world);
}, 60_000);
afterAll(() => world.organization.close());

/** Every call that was made under a role, in whichever account. */
function callsUnder(role: KeysweepRole): readonly JournalEntry[] {
  const { journal } = world.organization;
  return journal.entries().filter(({ principalArn }) => principalArn?.includes(`:assumed-role/${role}/`));
}

function takes(call: JournalEntry): readonly AuthorizedRequest[] {
  const { region, id: organizationId, managementAccountId } = world.organization;
  return requestsOf(call, {
    region,
    organizationId,
    managementAccountId,
    notificationKeyArn: roles.notificationKeyArn,
    tagsOf,
  });
}

describe.each(KEYSWEEP_ROLES)('what is done under %s', (role) => {
  it('is all allowed by its policies, as somebody else reads them', async () => {
    const questions = callsUnder(role).flatMap((call) =>
      takes(call).map((request) => roles.question(call.principalArn ?? '', request)),
    );
    const each = new Map(questions.map((question) => [JSON.stringify(question), question]));
    expect(each.size).toBeGreaterThan(0);
    for (const [told, question] of each) expect((await simulated(question)).decision, told).toBe('allow');
  });

  it('is nowhere refused', () => {
    expect(callsUnder(role).filter(({ outcome }) => outcome.startsWith('AccessDenied'))).toEqual([]);
  });

  it('is all that its policies allow, but for what is written here', () => {
    const used = new Set(callsUnder(role).flatMap((call) => takes(call).map(({ action }) => action)));
    const unused = roles.actionsAllowed(role).filter((action) => !used.has(action));
    expect(unused).toEqual(Object.keys(UNUSED[role]));
  });
});
