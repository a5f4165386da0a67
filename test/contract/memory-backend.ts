import { KeysweepError } from '@keysweep/core';
import { MemoryAccount, MemoryEvidenceStore, type MemoryUser } from '@keysweep/core/memory';
import type { Backend } from './contract.ts';
import type { DescribedAccount, DescribedUser, World, WorldDescription, WorldFault } from './world.ts';

/** The in-memory ports of core as a backend: what the rules are tested on must itself keep the contract. */
export const memoryBackend: Backend = {
  name: 'memory',
  pageSizes: [1000],
  allowedDifferences: [],
  notChecked: [
    'paging and lost answers: memory has neither',
    'OrganizationReader, AuditAccess, SweepSwitch, OrderSigner, Agent: core has no memory port of them',
  ],
  makeWorld: (description) => Promise.resolve(makeWorld(description)),
};

function makeWorld(description: WorldDescription): World {
  const accounts = new Map((description.accounts ?? []).map((account) => [account.name, memoryAccount(account)]));
  const accountOf = (name: string) => {
    const account = accounts.get(name);
    return account === undefined ? Promise.reject(notThere(`account ${name}`)) : Promise.resolve(account);
  };
  const store = new MemoryEvidenceStore();
  return {
    managementAccountId: '111111111111',
    accountId: () => '222222222222',
    iamReader: accountOf,
    accessKeyWriter: accountOf,
    organizationReader: () => missing('OrganizationReader'),
    auditAccess: () => missing('AuditAccess'),
    evidenceStore: () => store,
    sweepSwitch: () => missing('SweepSwitch'),
    orderSigner: () => Promise.reject(notThere('OrderSigner')),
    agent: () => Promise.reject(notThere('Agent')),
    setPageSize: () => undefined,
    addFault: (fault) => {
      for (const account of accounts.values()) deny(account, fault);
    },
    requests: (operation) =>
      [...accounts.values()].flatMap(({ calls }) => calls).filter((call) => call.operation === operation).length,
    close: () => Promise.resolve(),
  };
}

function memoryAccount({ groups = [], users = [] }: DescribedAccount): MemoryAccount {
  const groupNames = new Set([...groups, ...users.flatMap((user) => user.groups ?? [])]);
  const account = new MemoryAccount([...groupNames], users.map(memoryUser));
  account.reportGeneratedAt = new Date().toISOString();
  return account;
}

function memoryUser({ name, groups = [], tags = [], password = false, keys = [] }: DescribedUser): MemoryUser {
  return {
    userName: name,
    groups,
    tags,
    password,
    keys: keys.map((status, index) => ({
      accessKeyId: `AKIA${name.toUpperCase()}${String(index)}`,
      status,
      createdAt: `2025-01-0${String(index + 1)}T00:00:00.000Z`,
    })),
  };
}

function deny(account: MemoryAccount, { operation }: WorldFault): void {
  account.failing = (call) =>
    call.operation === operation ? { kind: 'access-denied', operation, code: 'AccessDenied', message: 'denied' } : null;
}

function missing(port: string): never {
  throw notThere(port);
}

function notThere(what: string): KeysweepError {
  return new KeysweepError('internal', `memory has no ${what}`);
}
