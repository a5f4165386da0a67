import type { Summary } from '@keysweep/core';

/**
 * What a summary says of everybody but one account: their rows and findings, and the totals less what that account adds to
 * them. What belongs to nobody in particular stays.
 */
export function withoutAccount(accountId: string, summary: Summary): object {
  const left = summary.accounts.find((account) => account.accountId === accountId);
  if (left === undefined) throw new TypeError(`the summary has no account ${accountId}`);
  const { accounts, states, keys, coverage, attention, exemptions, organizationalUnits } = summary;
  const isOther = (each: { readonly accountId: string | null }) => each.accountId !== accountId;
  return {
    accounts: accounts.filter(isOther),
    states: { ...states, [left.state]: states[left.state] - 1 },
    keys: Object.fromEntries(
      Object.entries(keys).map(([ending, count]) => [ending, count - left.keys[ending as keyof typeof keys]]),
    ),
    inScope: coverage.inScope - Number(left.inScope),
    covered: coverage.covered - Number(left.covered),
    attention: attention.filter(isOther),
    exemptions: exemptions.filter(isOther),
    units: organizationalUnits.filter(({ path }) => path !== left.organizationalUnitPath),
  };
}
