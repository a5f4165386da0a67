import type { AccountGroups } from '../account-groups.ts';
import type { FoundInAccount } from './find-in-state.ts';

/** The configured groups that an account does not have. */
export function findInGroups({ missing }: AccountGroups): FoundInAccount[] {
  return missing.map((name) => ({
    severity: 'look',
    code: 'group-missing',
    message: `the account has no group ${name}`,
    todo: 'right if the account does not use it; else correct the name',
  }));
}
