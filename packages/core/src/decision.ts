/** What may become of a key. */
export const DECISIONS = ['keep', 'exempt', 'unknown', 'deactivate', 'delete'] as const;

/** What is to become of a key. `unknown` touches nothing, like `keep` and `exempt`, and counts against compliance. */
export type Decision = (typeof DECISIONS)[number];

/** Whether a decision changes the key. */
export function revokes(decision: Decision): decision is 'deactivate' | 'delete' {
  return decision === 'deactivate' || decision === 'delete';
}
