import { KeysweepError, suggest } from '@keysweep/core';

/** The policy that was named; the only one where none was. Throws `usage`. */
export function policyOf(policy: string | undefined, names: readonly string[]): string {
  const [only] = names;
  if (policy !== undefined && names.includes(policy)) return policy;
  if (policy !== undefined)
    throw new KeysweepError('usage', `there is no policy ${policy}`, { hint: suggest(policy, names) });
  if (only !== undefined && names.length === 1) return only;
  throw new KeysweepError('usage', 'name the policy to sweep with --policy', {
    hint: `there are: ${names.join(', ')}`,
  });
}
