import type { OrganizationPlan, PlannedAccount, PlanWeight } from '@keysweep/core';
import { addKeys, changesAmong, countKeys, isReadInFull, NO_KEYS } from './tally.ts';

type Totals = OrganizationPlan['totals'];

/** What is kept of the accounts of a plan once each has been printed: of an account its weight, and no key. */
export interface PlanTotals {
  readonly take: (account: PlannedAccount) => void;
  readonly totals: () => Totals;
  /** What a gate weighs of a policy's accounts. */
  readonly weightsOf: (policy: string) => readonly PlanWeight[];
  /** Whether any account of a policy was looked into, and has a group, by the name that the policy gives it. */
  readonly hasLooked: (policy: string) => boolean;
  readonly hasGroup: (policy: string, group: string) => boolean;
}

/** Adds up a plan account by account. */
export function planTotals(leftOut: number): PlanTotals {
  const accounts = { planned: 0, changed: 0, refused: 0, unread: 0, partlyRead: 0, withoutAgent: 0, leftOut };
  const weights = new Map<string, PlanWeight[]>();
  const groups = new Map<string, Set<string>>();
  let keys = NO_KEYS;
  const take = (account: PlannedAccount): void => {
    const { accountId, policy, look, agent } = account;
    const own = countKeys(account);
    keys = addKeys(keys, own);
    accounts.planned += 1;
    if (agent === 'none') accounts.withoutAgent += 1;
    if (look.state === 'unavailable') {
      accounts.unread += 1;
      return;
    }
    if (changesAmong(own) > 0) accounts.changed += 1;
    if (look.refusal !== null) accounts.refused += 1;
    if (!isReadInFull(account)) accounts.partlyRead += 1;
    const weight = { accountId, isRefused: look.refusal !== null, revocations: changesAmong(own) };
    entryOf(weights, policy, () => []).push(weight);
    const seen = entryOf(groups, policy, () => new Set<string>());
    for (const { name, state } of look.groups) if (state !== 'missing') seen.add(name);
  };
  return {
    take,
    totals: () => ({ keys, accounts }),
    weightsOf: (policy) => weights.get(policy) ?? [],
    hasLooked: (policy) => groups.has(policy),
    hasGroup: (policy, group) => groups.get(policy)?.has(group) ?? false,
  };
}

function entryOf<Entry>(map: Map<string, Entry>, name: string, make: () => Entry): Entry {
  const entry = map.get(name) ?? make();
  map.set(name, entry);
  return entry;
}
