import type { AccountReport, Ending, Rule } from '@keysweep/core';

type Key = AccountReport['keys'][number];

const RULE_OF: Readonly<Record<Ending, Rule>> = {
  kept: 'no-console-access',
  exempt: 'exempt-tag',
  unknown: 'tags-unread',
  observed: 'observe-only',
  deleted: 'policy-deletes',
  deactivated: 'policy-deactivates',
  'already-gone': 'policy-deletes',
  'already-inactive': 'policy-deactivates',
  refused: 'policy-deletes',
  failed: 'policy-deletes',
  'not-attempted': 'policy-deletes',
};
const REASONS: Partial<Record<Ending, string>> = {
  refused: 'the user left the group since the plan',
  failed: 'iam:DeleteAccessKey: ServiceFailure',
};
const USERS = [
  'amara.okafor',
  'bruno.costa',
  'chen.li',
  'dana+oncall',
  'elif@example.com',
  'farah.n',
  'goran',
  'hanna.berg',
] as const;

/** Keys by how they end, with made-up ids that are nobody's. */
export function endings(counts: Partial<Record<Ending, number>>, seed: number): AccountReport['keys'] {
  const list = Object.entries(counts).flatMap(([ending, count]) =>
    Array.from({ length: count }, () => ending as Ending),
  );
  return list.map((ending, index) => keyOf(ending, seed, index));
}

function keyOf(ending: Ending, seed: number, index: number): Key {
  const userName = ending === 'exempt' && seed === 1 ? 'breakglass' : (USERS[(seed + index) % USERS.length] as string);
  const gone = ending === 'deleted' || ending === 'deactivated';
  const createdAt = new Date(
    Date.UTC(2019 + ((seed + index * 2) % 8), (seed * 5 + index) % 10, 1 + ((seed + index * 7) % 27), 9, 14, index),
  ).toISOString();
  return {
    accessKeyId: `AKIAEXAMPLE${String(seed * 1000 + index).padStart(9, '0')}`,
    userName,
    userId: `AIDAEXAMPLE${String(seed * 1000 + index).padStart(9, '0')}`,
    status: 'Active',
    createdAt: index === 6 ? null : createdAt,
    lastUsed:
      index % 3 === 0
        ? { state: 'never' }
        : { state: 'used', at: '2026-11-18T07:30:00Z', service: 's3', region: 'eu-west-1' },
    decision: 'delete',
    rule: RULE_OF[ending],
    ending,
    // One key of the account with number 22 is still there on a second look.
    verified: gone ? seed !== 22 || index > 0 : ending === 'failed' ? false : null,
    reason: REASONS[ending] ?? null,
  };
}
