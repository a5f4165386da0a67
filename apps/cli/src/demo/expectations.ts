import type { Summary } from '@keysweep/core';

/** What the rehearsal's script says of its two sweeps. */
export interface RehearsalResult {
  readonly summary: Summary;
  /** Revocations of the first and of the second sweep. */
  readonly first: number;
  readonly second: number;
}

/** The state in which every account of the example must end, by account id. */
const EXPECTED_STATES: Readonly<Record<string, Summary['accounts'][number]['state']>> = {
  '111122223333': 'compliant',
  '122233334444': 'compliant',
  '210987654321': 'compliant',
  '233344445555': 'unknown',
  '244455556666': 'compliant',
  '255566667777': 'compliant',
  '266677778888': 'compliant',
  '277788889999': 'unreachable',
  '288899990000': 'not-deployed',
  '299900001111': 'unknown',
  '300011112222': 'suspended',
  '311122223333': 'non-compliant',
  '322233334444': 'compliant',
  '333344445555': 'observed',
};

/** Everything that went otherwise than the script says, in words; empty where all went as expected. */
export function checkRehearsal({ summary, first, second }: RehearsalResult): string[] {
  const states = new Map(summary.accounts.map(({ accountId, state }) => [accountId, state]));
  const wrong = Object.entries(EXPECTED_STATES).flatMap(([accountId, expected]) =>
    states.get(accountId) === expected
      ? []
      : [`${accountId} is ${states.get(accountId) ?? 'missing'}, not ${expected}`],
  );
  const unexpected = [...states.keys()].filter((accountId) => EXPECTED_STATES[accountId] === undefined);
  return [
    ...wrong,
    ...unexpected.map((accountId) => `${accountId} is not in the script`),
    ...(first > 0 ? [] : ['the first sweep revoked nothing']),
    ...(second === 0 ? [] : [`the second sweep revoked ${second} keys`]),
    ...(summary.verdict === 'coverage-incomplete' ? [] : [`the verdict is ${summary.verdict}`]),
  ];
}
