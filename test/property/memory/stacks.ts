import type { Clock, Order, StackInstanceStatus } from '@keysweep/core';
import {
  MemoryAgents,
  memoryRevoker,
  MemoryStackInstances,
  type MemoryAccount,
  type MemoryOrderSigner,
} from '@keysweep/core/memory';
import { BEGINNING, type Condition } from '../model/world.ts';
import { denied, type MemberInMemory } from './member.ts';

/** Whose orders the agents obey, by which clock, and who is told of it. */
export interface StackSettings {
  readonly signer: MemoryOrderSigner;
  readonly clock: Clock;
  readonly onOrder: (order: Order) => void;
}

/** The status of the stack instance of an account that is not well. */
const STATUSES: Partial<Record<Condition, StackInstanceStatus>> = {
  'no-stack': 'INOPERABLE',
  'agent-outdated': 'OUTDATED',
};

const UNREADABLE = denied('cloudformation:ListStackInstances');

/** What the member stacks bring to the accounts, the StackSet's own and that of the management account. */
export class StacksInMemory {
  readonly agents = new MemoryAgents();
  /** The accounts whose audit role lets us in. */
  readonly auditable = new Map<string, MemoryAccount>();
  readonly #statuses = new Map<string, StackInstanceStatus>();
  readonly instances = new MemoryStackInstances(this.#statuses);
  readonly #settings: StackSettings;

  constructor(settings: StackSettings) {
    this.#settings = settings;
  }

  /** Brings an account's stack into the condition that the account is in. */
  deploy({ id: accountId, iam, condition }: MemberInMemory): void {
    if (condition === 'no-stack' || condition === 'audit-denied') this.auditable.delete(accountId);
    else this.auditable.set(accountId, iam);
    if (accountId !== BEGINNING.managementAccountId) this.#statuses.set(accountId, STATUSES[condition] ?? 'CURRENT');
    if (condition === 'no-stack') return this.agents.remove(accountId);
    const ceilings = { action: condition === 'agent-outdated' ? 'observe' : 'delete', revocations: 10_000 } as const;
    const identity = { organizationId: BEGINNING.organizationId, accountId, ceilings };
    this.agents.deploy(accountId, memoryRevoker({ ...this.#settings, identity, iam }));
  }

  /** A stack is deleted with its instance when its account leaves. */
  delete(accountId: string): void {
    this.auditable.delete(accountId);
    this.agents.remove(accountId);
    this.#statuses.delete(accountId);
  }

  setReadable(readable: boolean): void {
    this.instances.failing = () => (readable ? null : UNREADABLE);
  }
}
