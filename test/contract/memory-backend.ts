import { KeysweepError, type Failure, type OrganizationSnapshot } from '@keysweep/core';
import {
  MemoryAccount,
  MemoryAgents,
  MemoryEvidenceStore,
  MemoryOrderSigner,
  MemoryOrganization,
  MemoryStackInstances,
  MemorySweepSwitch,
  type AgentFault,
  type MemoryUser,
} from '@keysweep/core/memory';
import type { Backend } from './contract.ts';
import type { DescribedAccount, DescribedUser, World, WorldDescription, WorldFault } from './world.ts';

/** The in-memory ports of core as a backend: what the rules are tested on must itself keep the contract. */
export const memoryBackend: Backend = {
  name: 'memory',
  pageSizes: [1000],
  allowedDifferences: [],
  notChecked: [
    'paging, and lost answers of IAM: memory has neither',
    'cryptography: a signature in memory is a stand-in',
    'executions, Notifier, EventBus, turning the switch: core has no memory port of them',
  ],
  makeWorld: (description) => Promise.resolve(makeWorld(description)),
};

const MANAGEMENT = '111111111111';
const FIRST_MEMBER = 200_000_000_001;
const ROOT = 'r-memo';

function makeWorld(description: WorldDescription): World {
  const accounts = new Map((description.accounts ?? []).map((account) => [account.name, memoryAccount(account)]));
  const accountOf = (name: string) => {
    const account = accounts.get(name);
    return account === undefined ? Promise.reject(notThere(`account ${name}`)) : Promise.resolve(account);
  };
  const store = new MemoryEvidenceStore();
  const agents = new MemoryAgents();
  const ids = new Map([...accounts.keys()].map((name, index) => [name, String(FIRST_MEMBER + index)]));
  const accountId = (name: string) => ids.get(name) ?? '';
  const open = (description.accounts ?? []).filter(({ auditable }) => auditable !== false);
  const organization = new MemoryOrganization(
    snapshotOf(description, accountId),
    new Map(open.flatMap(({ name }) => (accounts.has(name) ? [[accountId(name), accounts.get(name)!]] : []))),
  );
  const instances = new MemoryStackInstances(description.stackSet === true ? statusesOf(description, accountId) : null);
  return {
    managementAccountId: MANAGEMENT,
    accountId,
    iamReader: accountOf,
    accessKeyWriter: accountOf,
    organizationReader: () => organization,
    auditAccess: () => organization,
    evidenceStore: () => store,
    sweepSwitch: () => new MemorySweepSwitch(description.switch ?? null),
    administrator: () => {
      throw notThere('stacks');
    },
    turnSwitch: () => Promise.reject(notThere('hand that turns the switch')),
    stackInstances: () => Promise.resolve(instances),
    isExecutionAtWork: () => Promise.reject(notThere('state machine')),
    execute: () => Promise.reject(notThere('state machine')),
    orderSigner: () => Promise.resolve(signerInMemory()),
    agent: (name, answer) => {
      agents.deploy(accountId(name), answer);
      return Promise.resolve(agents);
    },
    notifier: () => Promise.reject(notThere('topic')),
    messages: () => Promise.reject(notThere('topic')),
    eventBus: () => {
      throw notThere('event bus');
    },
    setPageSize: () => undefined,
    addFault: (fault) => {
      for (const account of accounts.values()) deny(account, fault);
      organization.failing = denial(fault);
      agents.failing = () => agentFault(fault);
      // Memory has no parts: there, one that fails is a write that fails.
      store.failing = (operation) => (operation === 's3:PutObject' ? denial(fault)('s3:UploadPart') : null);
      instances.failing = () => denial(fault)('cloudformation:ListStackInstances');
    },
    requests: (operation) =>
      [...accounts.values()].flatMap(({ calls }) => calls).filter((call) => call.operation === operation).length,
    close: () => Promise.resolve(),
  };
}

function statusesOf({ accounts = [] }: WorldDescription, accountId: (name: string) => string): Map<string, string> {
  const isCurrent = ({ suspended, undeployable }: DescribedAccount): boolean =>
    suspended !== true && undeployable !== true;
  return new Map(accounts.map((each) => [accountId(each.name), isCurrent(each) ? 'CURRENT' : 'OUTDATED']));
}

function memoryAccount({ groups = [], users = [], rootAccessKeys = 0 }: DescribedAccount): MemoryAccount {
  const groupNames = new Set([...groups, ...users.flatMap((user) => user.groups ?? [])]);
  const account = new MemoryAccount([...groupNames], users.map(memoryUser));
  account.reportGeneratedAt = new Date().toISOString();
  account.rootKeys = rootAccessKeys;
  return account;
}

function memoryUser(user: DescribedUser): MemoryUser {
  const { name, groups = [], tags = [], password = false, mfa = false, keys = [], credentials = [] } = user;
  return {
    userName: name,
    groups,
    tags,
    password,
    mfa,
    credentials: credentials.map((status) => ({ serviceName: 'codecommit.amazonaws.com', status })),
    keys: keys.map((status, index) => ({
      accessKeyId: `AKIA${name.toUpperCase()}${String(index)}`,
      status,
      createdAt: `2025-01-0${String(index + 1)}T00:00:00.000Z`,
    })),
  };
}

function deny(account: MemoryAccount, fault: WorldFault): void {
  account.failing = (call) => denial(fault)(call.operation);
}

function denial({ operation }: WorldFault): (called: string) => Failure | null {
  return (called) =>
    called === operation ? { kind: 'access-denied', operation, code: 'AccessDenied', message: 'denied' } : null;
}

/** A request for an agent that is refused never starts it; an answer that is dropped was given. */
function agentFault({ operation, kind }: WorldFault): AgentFault | null {
  if (operation !== 'lambda:Invoke') return null;
  return kind === 'AccessDenied'
    ? { state: 'unreachable', failure: { kind: 'access-denied', operation, code: kind, message: 'denied' } }
    : { state: 'lost', failure: { kind: 'network', operation, code: 'ECONNRESET', message: 'the answer was dropped' } };
}

function signerInMemory(): Awaited<ReturnType<World['orderSigner']>> {
  const signer = new MemoryOrderSigner();
  return { signer, verifies: (envelope) => signer.verifies(envelope) };
}

/** The described units and accounts as `OrganizationReader` gives them; a unit's id is its path. */
function snapshotOf(description: WorldDescription, accountId: (name: string) => string): OrganizationSnapshot {
  const accounts = description.accounts ?? [];
  const paths = new Set<string>();
  for (const path of [...(description.units ?? []), ...accounts.map(({ unit }) => unit ?? '')])
    path.split('/').forEach((_, depth, steps) => paths.add(steps.slice(0, depth + 1).join('/')));
  paths.delete('');
  return {
    id: 'o-memory0001',
    managementAccountId: MANAGEMENT,
    rootId: ROOT,
    organizationalUnits: [...paths].map((path) => {
      const steps = path.split('/');
      return { id: path, name: steps.at(-1) ?? '', parentId: steps.slice(0, -1).join('/') || ROOT };
    }),
    accounts: [
      { id: MANAGEMENT, name: 'Management', email: '', state: 'ACTIVE', parentId: ROOT },
      ...accounts.map(({ name, unit, suspended }) => {
        const state = suspended === true ? 'SUSPENDED' : 'ACTIVE';
        return { id: accountId(name), name, email: '', state, parentId: unit ?? ROOT };
      }),
    ],
  };
}

function notThere(what: string): KeysweepError {
  return new KeysweepError('internal', `memory has no ${what}`);
}
