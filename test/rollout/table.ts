import type { Summary } from '@keysweep/core';
import { EXCLUDED, PLACES } from './sixty-accounts.ts';

/** What an account is under and how it stands; no policy is written `—`. */
export type Standing = readonly [policy: string, state: string];

/** Account name → standing. */
export type Table = ReadonlyMap<string, Standing>;

/** The policy of each place, by hand: the nearest assignment upward in `policies.ts`. */
const POLICY_OF_PLACE: Readonly<Record<string, string>> = {
  '/': 'careful',
  '/Security': 'weekly',
  '/Infrastructure': 'weekly',
  '/Workloads/Prod': 'careful',
  '/Workloads/Prod/Regulated': 'watch',
  '/Workloads/Staging': 'weekly',
  '/Workloads/Dev': 'weekly',
  '/Sandbox': 'weekly',
  '/Acquired': 'weekly',
};

/**
 * A table as it should be: every account of the beginning in the state of its policy, `others` as they are written, those
 * that are null not there at all.
 */
export function expectedTable(
  states: Readonly<Record<'weekly' | 'careful' | 'watch', string>>,
  others: Readonly<Record<string, Standing | null>>,
): Table {
  const table = new Map<string, Standing>();
  for (const [place, names] of Object.entries(PLACES)) {
    const policy = POLICY_OF_PLACE[place] as keyof typeof states | undefined;
    for (const name of names) table.set(name, policy === undefined ? ['—', 'suspended'] : [policy, states[policy]]);
  }
  table.set(EXCLUDED, ['—', 'excluded']);
  for (const [name, standing] of Object.entries(others))
    if (standing === null) table.delete(name);
    else table.set(name, standing);
  return table;
}

/** The table that a summary tells. */
export function tableOf({ accounts }: Summary): Table {
  return new Map(accounts.map(({ name, policy, state }) => [name, [policy ?? '—', state]]));
}

const NAMES_AT_MOST = 4;

/** The table for a reader: a line for each policy and state, the accounts by name where they are few. */
export function printTable(table: Table, { coverage, verdict }: Summary): string {
  const groups = new Map<string, string[]>();
  for (const [name, [policy, state]] of table) {
    const key = `${policy.padEnd(9)} ${state.padEnd(13)}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const lines = [...groups]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, names]) => {
      const listed = names.length > NAMES_AT_MOST ? '' : `  ${names.toSorted().join(', ')}`;
      return `${key} ${String(names.length).padStart(8)}${listed}`;
    });
  const percent = coverage.percent === null ? 'none' : `${coverage.percent.toFixed(1)} %`;
  return [
    `${'policy'.padEnd(9)} ${'state'.padEnd(13)} accounts`,
    ...lines,
    `coverage ${percent}, ${coverage.covered} of ${coverage.inScope} accounts in scope; ${verdict}`,
  ].join('\n');
}
