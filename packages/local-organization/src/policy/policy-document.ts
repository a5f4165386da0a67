/**
 * A policy document, as it stands in a template whose intrinsics are resolved. What is in it is checked when it is read,
 * and it is read once: whoever changes a policy puts another document in its place.
 */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

/** One statement of a policy document. Elements that are not listed here are refused, never skipped. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: string | Readonly<Record<string, OneOrMore>>;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore | boolean>>>>;
}

/** A value, or a list of values of which one is enough. */
export type OneOrMore = string | readonly string[];

/** Where a policy is attached, which says what elements it has. A trust policy is the resource policy of a role. */
export type PolicyKind = 'identity' | 'resource' | 'trust' | 'scp';

/** A list, whatever was written. */
export function listOf<T extends string | boolean | object>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
