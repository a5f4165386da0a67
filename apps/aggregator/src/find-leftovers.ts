import { evidenceKeys, type RunName } from '@keysweep/core';
import type { Centre } from './centre.ts';
import { readAccounts, reportedAccounts, storeAccounts } from './run-records.ts';

/** What a pass left: how many accounts have no report yet, and where their list is stored. */
export interface Leftovers {
  readonly left: number;
  readonly accountsKey: string;
}

/** Lists the accounts that a pass left without a report, for the next one. Of the last pass the list says that it is over. */
export async function findLeftovers(run: RunName, pass: number, centre: Centre): Promise<Leftovers> {
  const accounts = await readAccounts(run, pass, centre);
  const reported = await reportedAccounts(run, centre);
  const accountIds = accounts.filter((accountId) => !reported.has(accountId));
  await storeAccounts(run, { pass: pass + 1, accountIds }, centre);
  return { left: accountIds.length, accountsKey: evidenceKeys.accounts(run, pass + 1) };
}
