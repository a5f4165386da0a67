import {
  accessKeyWriter,
  auditAccess,
  createIamClient,
  eventBus,
  evidenceStore,
  iamReader,
  notifier,
  organizationReader,
  sweepSwitch,
  turnSwitch,
  type Connection,
} from '@keysweep/aws';
import { KeysweepError } from '@keysweep/core';
import { MANAGEMENT_ACCOUNT, MotoAdmin } from '../moto/moto-admin.ts';
import { createTopic, receivedMessages } from '../moto/moto-topic.ts';
import { buildMotoWorld } from '../moto/moto-world.ts';
import type { MotoProcess } from '../moto/moto-process.ts';
import { startPagingProxy, type PagingProxy } from '../moto/paging-proxy.ts';
import type { Backend } from './contract.ts';
import type { World, WorldDescription } from './world.ts';

/** What is known to be otherwise in moto 5.2.1 than in AWS. The numbers are stable; a new difference gets the next one. */
const ALLOWED_DIFFERENCES: Backend['allowedDifferences'] = [
  {
    number: 1,
    test: 'a group is found whatever the case of its name',
    reason: 'moto compares IAM names by case; in AWS they are unique regardless of it',
  },
  {
    number: 2,
    test: 'the credential report says when it was made',
    reason: 'moto dates every credential report 2015-02-02',
  },
  {
    number: 3,
    test: 'user ids begin with AIDA',
    reason: 'moto makes up ids of its own form',
  },
  {
    number: 4,
    test: 'an access key of the root user is counted',
    reason: 'moto gives a root user no access keys',
  },
  {
    number: 5,
    test: 'a creation that fails says what failed',
    reason: 'moto throws what a resource fails with at whoever executes the change set',
  },
  {
    number: 6,
    test: 'a switch that does not exist is absent, and not made',
    reason: 'moto makes a parameter that is given no type; AWS asks for one',
  },
];

const NOT_CHECKED = [
  'trust: moto assumes any role',
  'least privilege: moto allows everything',
  'service-specific credentials: moto knows none',
  'Agent: moto runs functions in containers',
  'StackInstances: moto does not deploy a StackSet to organizational units',
  'executions: moto runs no function in a state machine',
  'OrderSigner: moto signs the digest of the digest',
  'what became of events: moto takes them, and keeps none',
  'paging itself: moto sends lists whole and without IsTruncated; our proxy in front of it pages them',
];

const REGION = 'us-east-1';
const BUCKET = 'keysweep-123456789012-us-east-1';
const MANAGEMENT_CREDENTIALS = { accessKeyId: 'AKIAMANAGEMENT', secretAccessKey: 'moto checks none' };

/** Moto as a backend, behind the paging proxy. One process serves all worlds, one after the other. */
export function motoBackend(moto: () => MotoProcess): Backend {
  return {
    name: 'moto',
    pageSizes: [1, 7, 100],
    allowedDifferences: ALLOWED_DIFFERENCES,
    notChecked: NOT_CHECKED,
    makeWorld: async (description) => {
      await moto().reset();
      return makeWorld(moto().url, description);
    },
  };
}

async function makeWorld(motoUrl: string, description: WorldDescription): Promise<World> {
  const admin = new MotoAdmin(motoUrl);
  const accountIds = await buildMotoWorld(admin, description, BUCKET);
  await createTopic(admin, 'keysweep');
  const proxy = await startPagingProxy(motoUrl);
  const connection: Connection = { region: REGION, endpoint: proxy.url, maxAttempts: 3, retryDelayMs: 1 };
  const central: Connection = { ...connection, credentials: MANAGEMENT_CREDENTIALS };
  const accountId = (name: string) => {
    const id = accountIds.get(name);
    if (id === undefined) throw new KeysweepError('internal', `the world has no account ${name}`);
    return id;
  };
  const member = async (name: string) =>
    createIamClient({ ...connection, credentials: await sessionIn(admin, accountId(name)) });
  return {
    managementAccountId: MANAGEMENT_ACCOUNT,
    accountId,
    iamReader: async (name) => iamReader(await member(name), { reportPauseMs: 1 }),
    accessKeyWriter: async (name) => accessKeyWriter(await member(name)),
    organizationReader: () => organizationReader(central),
    auditAccess: () => auditAccess(central, { reportPauseMs: 1 }),
    evidenceStore: () => evidenceStore(central, { bucket: BUCKET, forcePathStyle: true }),
    sweepSwitch: () => sweepSwitch(central),
    administrator: () => ({ ...central, region: REGION }),
    turnSwitch: (position) => turnSwitch(central, position),
    stackInstances: () => Promise.reject(new KeysweepError('internal', 'not checked against moto')),
    isExecutionAtWork: () => Promise.reject(new KeysweepError('internal', 'not checked against moto')),
    execute: () => Promise.reject(new KeysweepError('internal', 'not checked against moto')),
    orderSigner: () => Promise.reject(new KeysweepError('internal', 'not checked against moto')),
    agent: () => Promise.reject(new KeysweepError('internal', 'not checked against moto')),
    notifier: (name) =>
      Promise.resolve(notifier(central, { topicArn: `arn:aws:sns:${REGION}:${MANAGEMENT_ACCOUNT}:${name}` })),
    messages: () => receivedMessages(admin, 'keysweep'),
    eventBus: () => eventBus(central),
    setPageSize: (size) => void (proxy.pageSize = size),
    addFault: (fault) => addFault(proxy, fault),
    requests: (operation) => proxy.operations.filter((each) => each === operation.split(':')[1]).length,
    close: () => proxy.stop(),
  };
}

function addFault(proxy: PagingProxy, { operation, calls, kind }: Parameters<World['addFault']>[0]): void {
  const action = operation.split(':')[1] ?? '';
  const before = proxy.operations.filter((each) => each === action).length;
  proxy.fault = (each, call) => (each === action && (calls?.includes(call - before) ?? true) ? kind : null);
}

/** Credentials of a role in the account: what moto takes an account from. */
async function sessionIn(admin: MotoAdmin, accountId: string) {
  const xml = await admin.query('sts', MANAGEMENT_ACCOUNT, {
    Action: 'AssumeRole',
    RoleArn: `arn:aws:iam::${accountId}:role/keysweep-audit`,
    RoleSessionName: 'contract',
  });
  const element = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1] ?? '';
  return {
    accessKeyId: element('AccessKeyId'),
    secretAccessKey: element('SecretAccessKey'),
    sessionToken: element('SessionToken'),
  };
}
