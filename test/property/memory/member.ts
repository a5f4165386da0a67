import type { Failure, OrganizationAccount, Tag } from '@keysweep/core';
import { MemoryAccount, type AgentFault, type MemoryCall, type MemoryUser } from '@keysweep/core/memory';
import type { Condition, JoiningAccount, JoiningPerson, KeyPlace, SeenKey } from '../model/world.ts';

const DAY = 86_400_000;

/** A member account in memory: its place in the organization, its IAM, and what is the matter with it. */
export class MemberInMemory {
  readonly id: string;
  readonly iam: MemoryAccount;
  unit: string;
  state = 'ACTIVE';
  condition: Condition = 'working';
  readonly #name: string;
  readonly #userNames: readonly string[];

  constructor({ id, name, unit, groups, people }: JoiningAccount, now: Date) {
    this.id = id;
    this.unit = unit;
    this.#name = name;
    this.#userNames = people.map((person) => person.name);
    this.iam = new MemoryAccount(
      groups,
      people.map((person) => userOf(person, now)),
    );
    this.iam.failing = (call) => this.#failing(call);
  }

  listed(): OrganizationAccount {
    return { id: this.id, name: this.#name, email: '', state: this.state, parentId: this.unit };
  }

  keys(): SeenKey[] {
    const seen = (userName: string): SeenKey[] =>
      this.iam
        .keysOf(userName)
        .map(({ accessKeyId, status }) => ({ accountId: this.id, userName, accessKeyId, status }));
    return this.#userNames.flatMap(seen);
  }

  makeKey({ userName, accessKeyId }: KeyPlace, now: Date): void {
    const made = { accessKeyId, status: 'Active', createdAt: now.toISOString() };
    this.iam.changeUser(userName, { keys: [...this.iam.keysOf(userName), made] });
  }

  reactivate({ userName, accessKeyId }: KeyPlace): void {
    const keys = this.iam.keysOf(userName);
    const changed = keys.map((key) => (key.accessKeyId === accessKeyId ? { ...key, status: 'Active' } : key));
    this.iam.changeUser(userName, { keys: changed });
  }

  /** The user has this tag, and no other. */
  tag(userName: string, tag: Tag): void {
    this.iam.changeUser(userName, { tags: [tag] });
  }

  regroup(userName: string, groups: readonly string[]): void {
    this.iam.changeUser(userName, { groups });
  }

  agentFault(): AgentFault | null {
    const failure = denied('lambda:Invoke');
    if (this.condition === 'agent-broken') return { state: 'unreachable', failure };
    return this.condition === 'answers-lost' ? { state: 'lost', failure } : null;
  }

  #failing({ operation, subject }: MemoryCall): Failure | null {
    const unreadable = operation === 'iam:ListAccessKeys' && subject === this.#userNames[0];
    const write = operation === 'iam:UpdateAccessKey' || operation === 'iam:DeleteAccessKey';
    const fails = (this.condition === 'keys-unreadable' && unreadable) || (this.condition === 'writes-denied' && write);
    return fails ? denied(operation) : null;
  }
}

function userOf({ name: userName, keys, ...rest }: JoiningPerson, now: Date): MemoryUser {
  const createdAt = (ageDays: number): string => new Date(now.getTime() - ageDays * DAY).toISOString();
  const made = keys.map(({ id, status, ageDays }) => ({ accessKeyId: id, status, createdAt: createdAt(ageDays) }));
  return { userName, ...rest, keys: made };
}

/** A call that is refused. */
export function denied(operation: string): Failure {
  return { kind: 'access-denied', operation, code: 'AccessDenied', message: 'an explicit deny' };
}
