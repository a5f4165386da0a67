import type { Census } from '../census.ts';
import { counted } from './counted.ts';
import type { FoundInAccount } from './find-in-state.ts';

/** What the census of an account found that a person should see to; null is an account that nothing has counted. */
export function findInCensus(census: Census | null): FoundInAccount[] {
  if (census === null) return [];
  const { rootKeys, uncounted } = census;
  return [...findRootKeys(rootKeys ?? 0), ...findUncounted(uncounted)];
}

function findRootKeys(keys: number): FoundInAccount[] {
  if (keys === 0) return [];
  const message = `the root user has ${counted(keys, 'access key')}`;
  const todo = 'delete it: nothing limits what a root key may do, and no sweep reaches it';
  return [{ severity: 'act', code: 'root-key', message, todo }];
}

function findUncounted(uncounted: Census['uncounted']): FoundInAccount[] {
  const [first, ...others] = uncounted;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const message = `not counted: ${first.concerns} (${first.failure.code})${more}`;
  const todo = 'let the audit role read it: until then the census of the account is not whole';
  return [{ severity: 'look', code: 'not-counted', message, todo }];
}
