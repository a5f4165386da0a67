import { countOf, formatCount } from '@keysweep/aggregator';
import type { AccountChange, DeploymentDiff, UnitChange } from '@keysweep/core';
import { marked, unmarked, type Change, type Layout } from './marked.ts';

/** Accounts or OUs by what happens to them. */
export interface Totals {
  readonly joined: number;
  readonly left: number;
  readonly newPolicy: number;
  /** Renamed, moved, or given the same policy by another rule. */
  readonly otherwise: number;
}

type Either = UnitChange | AccountChange;
type Holding = NonNullable<Either['before']>;

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

/** Which OUs change hands, and which accounts, those that fare alike together. */
export function policyText({ organizationalUnits, accounts }: DeploymentDiff['assignments'], layout: Layout): string[] {
  return [
    ...groupsText(organizationalUnits, layout, { noun: 'OU', nameOf: unitName, movedText: () => 'renamed or moved' }),
    ...groupsText(accounts, layout, { noun: 'account', nameOf: accountName, movedText }),
  ];
}

interface Naming<T> {
  readonly noun: string;
  readonly nameOf: (each: T) => string;
  readonly movedText: (before: Holding, after: Holding) => string;
}

/** Beyond as many, members of one group are counted: the JSON names them all. */
const MOST_NAMES = 12;

function groupsText<T extends Either>(changes: readonly T[], layout: Layout, naming: Naming<T>): string[] {
  const groups = new Map<string, { readonly change: Change; readonly members: T[] }>();
  for (const each of changes) {
    const what = whatText(each, naming.movedText);
    const group = groups.get(what) ?? { change: each.change, members: [] };
    groups.set(what, group);
    group.members.push(each);
  }
  return [...groups].flatMap(([what, { change, members }]) => {
    const names = members.slice(0, MOST_NAMES).map(naming.nameOf);
    const more = members.length - names.length;
    const named = `${names.join(', ')}${more === 0 ? '' : `, and ${formatCount(more)} more`}`;
    return [
      ...marked(change, `${countOf(members.length, naming.noun)} ${what}`, layout),
      ...unmarked(named, { ...layout, depth: layout.depth + 1 }),
    ];
  });
}

/** What happens, but for names: those with one text are one group. */
function whatText(each: Either, movedTextOf: Naming<Either>['movedText']): string {
  const { before, after } = each;
  if (before === null || after === null) {
    const holding = before ?? after;
    return `${before === null ? 'new' : 'gone'}: ${policyName(holding)} (${holding?.rule ?? ''})`;
  }
  if (hasNewPolicy(each)) return `${policyName(before)} → ${policyName(after)} (${after.rule})`;
  const how = [
    ...(before.path === after.path ? [] : [movedTextOf(before, after)]),
    ...('name' in before && 'name' in after && before.name !== after.name ? ['renamed'] : []),
    ...(before.rule === after.rule ? [] : [`by ${after.rule} instead of ${before.rule}`]),
  ];
  return `${policyName(after)} as before, ${how.join(', ')}`;
}

function movedText(before: Holding, after: Holding): string {
  return `moved from ${before.path} to ${after.path}`;
}

function policyName(holding: Holding | null): string {
  return holding?.policy ?? 'none';
}

function unitName({ id, before, after }: UnitChange): string {
  const paths = [before, after].flatMap((each) => (each === null ? [] : [each.path]));
  return `${[...new Set(paths)].join(' → ')} (${id})`;
}

function accountName({ id, before, after }: AccountChange): string {
  return `${(after ?? before)?.name ?? ''} ${id}`;
}
