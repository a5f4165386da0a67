import { createPublicKey, verify } from 'node:crypto';
import {
  accessKeyWriter,
  auditAccess,
  createIamClient,
  eventBus,
  evidenceStore,
  executionAtWork,
  iamReader,
  lambdaAgent,
  notifier,
  orderSigner,
  organizationReader,
  stackInstances,
  sweepSwitch,
  turnSwitch,
  type Connection,
} from '@keysweep/aws';
import { KeysweepError, type SignedOrder } from '@keysweep/core';
import { LocalOrganization } from '@keysweep/local-organization';
import { putCentre, putMemberRoles } from '../keysweep-roles.ts';
import { stageExecutions } from '../probe-executions.ts';
import { rollOutProbe } from '../probe-stack-set.ts';
import { describeLocally, MANAGEMENT_ACCOUNT_ID } from './local-organization-world.ts';
import { limitPages } from './page-limit.ts';
import type { Backend } from './contract.ts';
import type { World, WorldDescription } from './world.ts';

const REGION = 'us-east-1';
const STATE_MACHINE_ARN = `arn:aws:states:${REGION}:${MANAGEMENT_ACCOUNT_ID}:stateMachine:keysweep-sweep`;

/** The local organization as a backend, in this process: strict trust, least privilege, AWS's pages. */
export const localOrganizationBackend: Backend = {
  name: 'local organization',
  pageSizes: [1, 7, 100],
  allowedDifferences: [],
  notChecked: [],
  makeWorld: (description) => Promise.resolve(makeWorld(description)),
};

function makeWorld(description: WorldDescription): World {
  const { organization: described, accountIds } = describeLocally(description);
  const organization = LocalOrganization.fromDescription(described);
  const { bucket, signingKeyId, publicKey, topicArn } = putCentre(organization);
  for (const { name, auditable } of description.accounts ?? [])
    putMember(organization, accountIds.get(name) ?? '', auditable ?? true);
  const { switch: value } = description;
  if (value !== undefined)
    organization.putParameter({ accountId: MANAGEMENT_ACCOUNT_ID, name: '/keysweep/state', value });
  let pageSize = 1000;
  const requestHandler = limitPages(organization.requestHandler(), () => pageSize);
  const connection: Connection = { region: REGION, requestHandler, maxAttempts: 3, retryDelayMs: 1 };
  const as = (accountId: string, roleName: string): Connection => ({
    ...connection,
    credentials: organization.credentials({ roleArn: `arn:aws:iam::${accountId}:role/${roleName}` }),
  });
  const accountId = (name: string) => {
    const id = accountIds.get(name);
    if (id === undefined) throw new KeysweepError('internal', `the world has no account ${name}`);
    return id;
  };
  const central = as(MANAGEMENT_ACCOUNT_ID, 'keysweep-central');
  const blocked = description.accounts?.filter(({ undeployable }) => undeployable).map(({ name }) => accountId(name));
  const rolledOut = description.stackSet === true ? rollOutProbe(organization, blocked) : Promise.resolve();
  const executions = stageExecutions(organization);
  const revoker = (name: string) => createIamClient(as(accountId(name), 'keysweep-revoker'));
  return {
    managementAccountId: MANAGEMENT_ACCOUNT_ID,
    accountId,
    iamReader: (name) => Promise.resolve(iamReader(revoker(name), { reportPauseMs: 1 })),
    accessKeyWriter: (name) => Promise.resolve(accessKeyWriter(revoker(name))),
    organizationReader: () => organizationReader(central),
    auditAccess: () => auditAccess(central, { reportPauseMs: 1 }),
    evidenceStore: () => evidenceStore(central, { bucket }),
    sweepSwitch: () => sweepSwitch(central),
    administrator: () => ({ ...connection, region: REGION, credentials: organization.credentials() }),
    turnSwitch: (position) => turnSwitch(as(MANAGEMENT_ACCOUNT_ID, 'keysweep-operator'), position),
    stackInstances: async () => {
      await rolledOut;
      return stackInstances({ ...central, region: REGION });
    },
    isExecutionAtWork: executionAtWork(central, STATE_MACHINE_ARN),
    execute: (ends) => executions.start(ends),
    orderSigner: () => Promise.resolve({ signer: orderSigner(central, signingKeyId), verifies: verifierOf(publicKey) }),
    agent: async (name, answer) => {
      await organization.deployFunction({
        accountId: accountId(name),
        functionName: 'keysweep-revoker',
        inProcess: answer,
        roleName: 'keysweep-revoker',
        invokableBy: [MANAGEMENT_ACCOUNT_ID],
      });
      return lambdaAgent({ ...central, region: REGION }, { sleep: () => Promise.resolve() });
    },
    notifier: (name) => Promise.resolve(notifier(central, { topicArn: topicArn.replace(/[^:]+$/, name) })),
    messages: () =>
      Promise.resolve(
        organization.published(topicArn).map(({ subject, message }) => ({ subject: subject ?? '', body: message })),
      ),
    eventBus: () => eventBus(central),
    setPageSize: (size) => void (pageSize = size),
    addFault: (fault) => void organization.faults.add(fault),
    requests: (operation) =>
      organization.journal.entries().filter((each) => `${each.service}:${each.operation}` === operation).length,
    close: async () => {
      await executions.end();
      await organization.close();
    },
  };
}

function verifierOf(publicKey: string): (envelope: SignedOrder) => boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return ({ order, signature }) => verify('sha256', Buffer.from(order), key, Buffer.from(signature, 'base64'));
}

/** The roles of a member; one that does not let us look has an audit role that trusts nobody but the account itself. */
function putMember(organization: LocalOrganization, accountId: string, isAuditable: boolean): void {
  putMemberRoles(organization, accountId);
  if (!isAuditable) organization.putRole({ accountId, roleName: 'keysweep-audit', trusts: [accountId] });
}
