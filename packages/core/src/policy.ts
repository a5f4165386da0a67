/** How far a sweep may go. The order is the order of strength. */
export const ACTIONS = ['observe', 'deactivate', 'delete'] as const;

/** `observe` changes nothing, `deactivate` can be undone, `delete` cannot. */
export type Action = (typeof ACTIONS)[number];

/** Whether `action` goes further than `ceiling` allows. */
export function exceeds(action: Action, ceiling: Action): boolean {
  return ACTIONS.indexOf(action) > ACTIONS.indexOf(ceiling);
}

/** A group whose members are never touched. `optional` says that an account may lack it. */
export interface ExemptGroup {
  readonly name: string;
  readonly optional: boolean;
}

/** A user the configuration exempts by name, in every account of the policy. */
export interface ExemptUser {
  readonly name: string;
  readonly reason: string;
  readonly owner: string | null;
}

/** What a sweep does with the accounts of one policy: the part of a policy that an agent obeys. */
export interface PolicyRules {
  readonly groups: readonly string[];
  readonly action: Action;
  /** With `delete`: 0 deletes at once; N deactivates now and deletes after N days of being inactive. */
  readonly deleteAfterInactiveDays: number;
  /** Keys younger than this many days of 24 hours are kept. */
  readonly minimumKeyAgeDays: number;
  readonly exempt: { readonly groups: readonly ExemptGroup[]; readonly users: readonly ExemptUser[] };
  /** Keep the keys of a user who has no password to sign in with, and report them. */
  readonly requireConsoleAccess: boolean;
  /** Revocations per account and run; beyond it the account is refused as a whole. */
  readonly maximumRevocations: number;
  /** IANA time zone in which days end, for `keysweep-exempt-until`. */
  readonly timezone: string;
}

/** A named policy: the rules, and when its sweep is due. */
export interface Policy {
  readonly name: string;
  readonly schedule: string;
  readonly rules: PolicyRules;
}

/** The tag that exempts a user for good; IAM's Deny on the agent's role honours it too. */
export const EXEMPT_TAG = 'keysweep-exempt';
/** The tag that exempts a user through the end of an ISO date. */
export const EXEMPT_UNTIL_TAG = 'keysweep-exempt-until';
/** The tag that names who asked for an exemption. */
export const EXEMPT_OWNER_TAG = 'keysweep-exempt-owner';

/** IAM compares names and tag keys without regard to case; so does every comparison of names here. */
export function sameName(left: string, right: string): boolean {
  return nameKey(left) === nameKey(right);
}

/** The form of a name under which two spellings of the same IAM name meet. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}
