import type { RunName } from '@keysweep/core';
import type { Rules } from './configuration.ts';
import type { Look } from './due-keys.ts';

/** An account's plan: what the agent saw, and whether it is refused for wanting too much. */
export interface Plan extends Look {
  readonly refused: boolean;
}

/** What a run came to in one account. */
export interface Result {
  readonly agent: 'answered' | 'no-agent' | 'unreachable' | 'refused' | 'lost';
  /** We looked for ourselves. */
  readonly audited: boolean;
  readonly complete: boolean;
  readonly unknown: boolean;
  /** An overdue key lives, the account is refused as a whole, or our look disagrees with the agent's word. */
  readonly broken: boolean;
  readonly revocations: number;
}

/** A run as the model remembers it. Rules, limit and accounts are those of the moment it began. */
export interface Run extends RunName {
  readonly due: number;
  readonly rules: Rules;
  readonly organizationLimit: number;
  /** Every account of the organization at that moment, and its policy. */
  readonly manifest: ReadonlyMap<string, string | null>;
  readonly swept: readonly string[];
  readonly plans: Map<string, Plan>;
  /** By pass: the accounts whose plans were weighed. */
  readonly weighed: Map<number, ReadonlySet<string>>;
  held: boolean;
  /** Accounts whose agent has been asked to apply. */
  readonly attempted: Set<string>;
  readonly results: Map<string, Result>;
  /** `started`: nobody has ended it yet. `failed`: it was ended, and neither held nor through with its passes. */
  state: 'started' | 'finished' | 'held' | 'failed';
}
