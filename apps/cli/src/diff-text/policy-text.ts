import { countOf } from '@keysweep/aggregator';
import type { AccountChange, DeploymentDiff, UnitChange } from '@keysweep/core';
import { marked, unmarked, type Change, type Layout } from './marked.ts';

/** Accounts and OUs by what happens to them. */
export interface Totals {
  readonly joined: number;
  readonly left: number;
  readonly newPolicy: number;
  /** Renamed, moved, or given the same policy by another rule. */
  readonly otherwise: number;
}

type Either = UnitChange | AccountChange;

/** Counts what happens, by kind. */
export function totalsOf(changes: readonly Either[]): Totals {
  const count = (holds: (each: Either) => boolean): number => changes.filter(holds).length;
  const newPolicy = count(hasNewPolicy);
  return {
    joined: count(({ change }) => change === 'added'),
    left: count(({ change }) => change === 'removed'),
    newPolicy,
    otherwise: count(({ change }) => change === 'changed') - newPolicy,
  };
}

function hasNewPolicy({ before, after }: Either): boolean {
  return before !== null && after !== null && before.policy !== after.policy;
}

/** Beyond as many, accounts of one group are counted: the JSON names them all. */
const MOST_NAMES = 12;

/** Which OUs change hands, and which accounts, those that fare alike together. */
export function policyText({ organizationalUnits, accounts }: DeploymentDiff['assignments'], layout: Layout): string[] {
  const groups = new Map<string, { readonly change: Change; readonly members: AccountChange[] }>();
  for (const each of accounts) {
    const what = whatText(each);
    const { members } = groups.get(what) ?? set(groups, what, { change: each.change, members: [] });
    members.push(each);
  }
  return [
    ...organizationalUnits.flatMap((unit) => marked(unit.change, `OU ${unitText(unit)}`, layout)),
    ...[...groups].flatMap(([what, { change, members }]) => [
      ...marked(change, `${countOf(members.length, 'account')} ${what}`, layout),
      ...unmarked(namesText(members), { ...layout, depth: layout.depth + 1 }),
    ]),
  ];
}

function set<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  map.set(key, value);
  return value;
}

function unitText(unit: UnitChange): string {
  const { before, after, id } = unit;
  if (before === null || after === null) {
    const it = before ?? after;
    return `${it?.path} (${id}): ${policyName(it?.policy ?? null)}`;
  }
  const path = before.path === after.path ? after.path : `${before.path} → ${after.path}`;
  const policy = hasNewPolicy(unit)
    ? `${policyName(before.policy)} → ${policyName(after.policy)}`
    : `${policyName(after.policy)} as before`;
  return `${path} (${id}): ${policy}`;
}

/** What happens to an account, but for its own name: accounts with one text are one group. */
function whatText(account: AccountChange): string {
  const { before, after } = account;
  if (before === null) return `new: ${holdingText(after)}`;
  if (after === null) return `gone: ${holdingText(before)}`;
  if (hasNewPolicy(account)) return `${policyName(before.policy)} → ${holdingText(after)}`;
  const how = [
    ...(before.path === after.path ? [] : [`moved from ${before.path} to ${after.path}`]),
    ...(before.name === after.name ? [] : ['renamed']),
    ...(before.rule === after.rule ? [] : [`by ${after.rule} instead of ${before.rule}`]),
  ];
  return `${policyName(after.policy)} as before, ${how.join(', ')}`;
}

function holdingText(holding: AccountChange['after']): string {
  return holding === null ? '' : `${policyName(holding.policy)} (${holding.rule})`;
}

function policyName(policy: string | null): string {
  return policy ?? 'none';
}

function namesText(members: readonly AccountChange[]): string {
  const names = members.slice(0, MOST_NAMES).map(({ id, before, after }) => `${(after ?? before)?.name ?? ''} ${id}`);
  const more = members.length - names.length;
  return `${names.join(', ')}${more === 0 ? '' : `, and ${more} more`}`;
}
