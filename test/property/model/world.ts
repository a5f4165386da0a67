import type { EndedRun, Progress } from '@keysweep/aggregator';
import type { RunName, Summary, Tag } from '@keysweep/core';

/**
 * What can be the matter with an account. `no-stack`: its stack instance failed, or went with the account, so that it has
 * neither agent nor audit role. `agent-outdated`: an update never arrived; the agent is under its first ceilings, which
 * only let it observe. `answers-lost`: the agent does what it is ordered to, and no answer of it arrives.
 * `keys-unreadable`: the keys of its first user cannot be listed.
 */
export const CONDITIONS = [
  'working',
  'no-stack',
  'agent-broken',
  'agent-outdated',
  'answers-lost',
  'audit-denied',
  'keys-unreadable',
  'writes-denied',
] as const;
/** One of them. */
export type Condition = (typeof CONDITIONS)[number];

/** An access key as it is when its account joins. */
export interface JoiningKey {
  readonly id: string;
  readonly status: 'Active' | 'Inactive';
  readonly ageDays: number;
}

/** A user of an account that joins. */
export interface JoiningPerson {
  readonly name: string;
  readonly groups: readonly string[];
  readonly tags: readonly Tag[];
  readonly password: boolean;
  readonly keys: readonly JoiningKey[];
}

/** An account that joins; its groups are the given ones, whoever is in them. */
export interface JoiningAccount {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly groups: readonly string[];
  readonly people: readonly JoiningPerson[];
  readonly condition: Condition;
}

/** Where a key is to be made or changed. */
export interface KeyPlace {
  readonly accountId: string;
  readonly userName: string;
  readonly accessKeyId: string;
}

/**
 * What happens to an organization. Ids of OUs and keys are the model's; a world that gives its own translates them. A
 * move, a leave, a suspension is of a member account that is there; the management account only ails.
 */
export type WorldEvent =
  | { readonly kind: 'join'; readonly account: JoiningAccount }
  /** An account that left comes back, with everything that is in it. */
  | { readonly kind: 'rejoin'; readonly accountId: string; readonly unit: string; readonly condition: Condition }
  | { readonly kind: 'move'; readonly accountId: string; readonly unit: string }
  | { readonly kind: 'leave'; readonly accountId: string }
  /** Any `State` of AWS Organizations; only `ACTIVE` is active. */
  | { readonly kind: 'set-state'; readonly accountId: string; readonly state: string }
  | { readonly kind: 'create-unit'; readonly unit: string; readonly name: string; readonly parent: string }
  | { readonly kind: 'rename-unit'; readonly unit: string; readonly name: string }
  /** The text of `/keysweep/state`; null: the parameter is gone. */
  | { readonly kind: 'turn-switch'; readonly text: string | null }
  | { readonly kind: 'condition'; readonly accountId: string; readonly condition: Condition }
  /** Whether the stack instances can be read. */
  | { readonly kind: 'stack-instances'; readonly readable: boolean }
  | { readonly kind: 'new-keys'; readonly keys: readonly KeyPlace[] }
  | { readonly kind: 'reactivate-key'; readonly key: KeyPlace }
  | { readonly kind: 'exempt-user'; readonly accountId: string; readonly userName: string }
  | {
      readonly kind: 'regroup-user';
      readonly accountId: string;
      readonly userName: string;
      readonly groups: readonly string[];
    }
  | { readonly kind: 'pass-time'; readonly milliseconds: number };

/**
 * What happens the first time that a run tells of a stage; or the run breaks off there. `stage-fails`: the next stage
 * throws, and the run is ended as far as it came. `killed`: whoever was at work is gone, and nobody ends it.
 */
export interface Interruption {
  readonly stage: Progress['stage'];
  readonly event: WorldEvent | 'stage-fails' | 'killed';
}

/** A key as it is in an account now. */
export interface SeenKey extends KeyPlace {
  readonly status: string;
}

/** What an agent was ordered and obeyed. */
export interface ObeyedOrder extends RunName {
  readonly accountId: string;
  readonly kind: 'plan' | 'apply';
}

/** One account of a run's manifest; `policy` null where it is not to be swept. */
export interface ManifestLine {
  readonly accountId: string;
  readonly policy: string | null;
}

/**
 * An organization in which things happen, with keysweep deployed to it, as the roll-out properties act on it and see it.
 * It begins with a root, and the management account of the cast.
 */
export interface World {
  /** Makes it happen. */
  act(event: WorldEvent): Promise<void>;
  /** Deploys `keysweep.yaml`, given as plain values. What does not fit the organization is refused and changes nothing. */
  deploy(document: object): Promise<'deployed' | 'refused'>;
  /** Runs a policy's sweep by the name of its run, again if there was one of that name. */
  sweep(run: RunName, interruption: Interruption | null): Promise<EndedRun | 'broken-off'>;
  /** The organization as it is summarised now; nothing is written. */
  summary(): Promise<Summary>;
  /** Summarises and publishes, as every execution does at its end, and the daily one too. */
  publish(): Promise<void>;
  /** Every key of every account that was ever there, those that have left included. */
  keys(): Promise<readonly SeenKey[]>;
  /** The orders obeyed since this was last asked, in any order. */
  ordersObeyed(): Promise<readonly ObeyedOrder[]>;
  /** What the run's stored manifest says of every account. */
  manifest(run: RunName): Promise<readonly ManifestLine[]>;
  /** The accounts with a stored report of a run. */
  reported(run: RunName): Promise<readonly string[]>;
}

/** What every world begins with. */
export const BEGINNING = {
  at: '2026-11-20T00:00:00.000Z',
  organizationId: 'o-rollout0001',
  rootId: 'r-roll',
  managementAccountId: '100000000000',
} as const;
