import type { CastName } from './cast.ts';
import type { PolicyName, Rules } from './configuration.ts';
import type { Condition, Interruption } from './world.ts';

/** Numbers in what follows stand for one of those that there are when it happens, counted round and round. */
export interface DrawnAccount {
  readonly unit: number;
  readonly people: readonly CastName[];
  /** Without the group that a policy may exempt. */
  readonly bare: boolean;
  readonly condition: Condition;
}

/** A policy, or `none`, for an OU. */
export interface DrawnAssignment {
  readonly unit: number;
  readonly policy: string;
  readonly by: 'path' | 'id';
}

interface OfAccount {
  readonly account: number;
}

interface Happenings {
  readonly join: DrawnAccount;
  readonly rejoin: OfAccount & { readonly unit: number; readonly condition: Condition };
  readonly move: OfAccount & { readonly unit: number };
  readonly leave: OfAccount;
  readonly suspend: OfAccount & { readonly state: string };
  readonly reopen: OfAccount;
  readonly 'create-unit': { readonly parent: number; readonly name: string };
  readonly 'rename-unit': { readonly unit: number; readonly name: string };
  readonly pause: { readonly text: string | null };
  readonly unpause: object;
  readonly ail: OfAccount & { readonly condition: Condition };
  readonly mend: OfAccount;
  /** The stack instances cannot be read, until they can be again. */
  readonly blind: object;
  readonly 'see-again': object;
  readonly 'new-keys': OfAccount;
  readonly 'everybody-makes-keys': object;
  readonly 'reactivate-key': { readonly key: number };
  readonly 'exempt-user': OfAccount & { readonly user: number };
  readonly 'regroup-user': OfAccount & { readonly user: number; readonly groups: readonly string[] };
  readonly 'pass-time': { readonly days: number };
}

interface Edits {
  readonly 'change-policy': { readonly policy: PolicyName; readonly rules: Rules };
  readonly reassign: {
    readonly assignments: readonly DrawnAssignment[];
    readonly root: string;
    readonly management: string;
  };
  readonly exclude: OfAccount;
  readonly include: OfAccount;
}

interface Sweeps {
  /** Of a policy that some account has; every eighth time of any. */
  readonly sweep: { readonly policy: number; readonly interruption: DrawnInterruption | null };
  /** A run is started again, most often the last. */
  readonly 'sweep-again': { readonly run: number; readonly interruption: DrawnInterruption | null };
}

type OneOf<Kinds> = { [Kind in keyof Kinds]: { readonly kind: Kind } & Kinds[Kind] }[keyof Kinds];

/** What may happen at any time, in the middle of a run too. */
export type DrawnHappening = OneOf<Happenings>;

/** An edit of the configuration, deployed. */
export type DrawnEdit = OneOf<Edits>;

/** What interrupts a run, and when. */
export interface DrawnInterruption {
  readonly stage: Interruption['stage'];
  readonly event: DrawnHappening | 'stage-fails' | 'killed';
}

/** Everything that a life may hold. */
export type DrawnEvent = DrawnHappening | DrawnEdit | OneOf<Sweeps> | { readonly kind: 'daily-summary' };

/** An organization, the policies it begins with, and what happens to it. */
export interface Life {
  readonly units: readonly { readonly parent: number; readonly name: string }[];
  readonly accounts: readonly DrawnAccount[];
  readonly policies: Readonly<Record<PolicyName, Rules>>;
  /** Beside that of the root. */
  readonly assignments: readonly DrawnAssignment[];
  readonly excluded: readonly number[];
  /** The policy of the root, and of the management account; `none` for none. */
  readonly root: string;
  readonly management: string;
  readonly organizationLimit: number;
  readonly events: readonly DrawnEvent[];
}
