import type { Tag } from '@keysweep/core';
import { BEGINNING, type Condition } from './world.ts';

/** An OU, or the root, whose parent is null. */
export interface Unit {
  readonly id: string;
  name: string;
  readonly parent: string | null;
}

/** An access key; `createdAt` in milliseconds since 1970. */
export interface Key {
  readonly id: string;
  readonly createdAt: number;
  status: 'Active' | 'Inactive';
}

/** A user of an account. */
export interface Person {
  readonly name: string;
  readonly password: boolean;
  groups: readonly string[];
  tags: readonly Tag[];
  keys: Key[];
}

/** An account, with what is in it and what the centre remembers of it. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly people: readonly Person[];
  unit: string;
  state: string;
  condition: Condition;
  /** Key id → when the centre first knew it to be inactive. */
  ledger: Map<string, number>;
}

/** The organization as the model has it. `former` are the accounts that left, with what is in them. */
export interface Organization {
  readonly units: Map<string, Unit>;
  readonly accounts: Map<string, Account>;
  readonly former: Map<string, Account>;
}

/** From the unit itself up to the root. */
export function upFrom(unit: string, { units }: Organization): Unit[] {
  const way: Unit[] = [];
  for (let at = units.get(unit); at !== undefined; at = units.get(at.parent ?? '')) way.push(at);
  return way;
}

/** The path of names, a slash or backslash in a name escaped. */
export function pathOf(unit: string, organization: Organization): string {
  const names = upFrom(unit, organization)
    .filter(({ parent }) => parent !== null)
    .map(({ name }) => name.replaceAll('\\', '\\\\').replaceAll('/', '\\/'));
  return `/${names.toReversed().join('/')}`;
}

/** 0 for the root. */
export function depthOf(unit: string, organization: Organization): number {
  return upFrom(unit, organization).length - 1;
}

/** Whether it is the organization's own account. */
export function isManagement({ id }: Account): boolean {
  return id === BEGINNING.managementAccountId;
}
