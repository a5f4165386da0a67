import { readdirSync, readFileSync } from 'node:fs';
import {
  ACCOUNT_STATES,
  HELD_DAYS_TOLERATED,
  summarisedKeySchema,
  VERDICT_EXIT_CODES,
  type AccountFacts,
} from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { ENDING_LABELS } from '../../apps/aggregator/src/render/words/index.ts';

const PAGE = readFileSync(new URL('../../docs/summary.md', import.meta.url), 'utf8');
const CORE = new URL('../../packages/core/src/', import.meta.url);

/** The rows of the table whose first heading this is, cell by cell. */
function tableOf(heading: string): string[][] {
  const lines = PAGE.split('\n');
  const head = lines.findIndex((line) => new RegExp(`^\\| ${heading} +\\|`).test(line));
  const end = lines.findIndex((line, index) => index > head && !line.startsWith('|'));
  return lines.slice(head + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

describe('docs/summary.md', () => {
  it('has the states as they are, in their order', () => {
    const held = (days: number): AccountFacts => ({
      ...{ fate: { kind: 'sweep', policy: 'weekly', assignedBy: '/' }, deployment: 'current' },
      run: { state: 'held', days, why: '', planned: null },
    });
    expect(tableOf('state')).toEqual(
      ACCOUNT_STATES.map(({ state, meaning, inScope, covered }) => {
        const [early, late] = [HELD_DAYS_TOLERATED, HELD_DAYS_TOLERATED + 1].map((days) => covered(held(days)));
        const counts = early === late ? (early ? 'yes' : 'no') : `for ${HELD_DAYS_TOLERATED} days`;
        return [state, meaning, inScope ? 'yes' : 'no', counts];
      }),
    );
  });

  it('has every ending with its meaning', () => {
    expect(tableOf('ending').toSorted()).toEqual(
      Object.entries(ENDING_LABELS)
        .map(([ending, { meaning }]) => [ending, meaning])
        .toSorted(),
    );
  });

  it('has every standing', () => {
    const standings = summarisedKeySchema.entries.standing.options;
    expect(
      tableOf('standing')
        .map(([standing]) => standing)
        .toSorted(),
    ).toEqual(standings.toSorted());
  });

  it('has every finding', () => {
    const sources = readdirSync(CORE, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing'))
      .map((name) => readFileSync(new URL(name, CORE), 'utf8'))
      .filter((source) => source.includes("severity: '"));
    const codes = sources.flatMap((source) => [...source.matchAll(/\bcode: '([a-z-]+)'/g)].map(([, code]) => code));
    expect(
      tableOf('finding')
        .map(([code]) => code)
        .toSorted(),
    ).toEqual([...new Set(codes)].toSorted());
  });

  it('has the exit code of every verdict', () => {
    for (const [verdict, code] of Object.entries(VERDICT_EXIT_CODES)) {
      expect(PAGE).toContain(`\`${verdict}\``);
      expect(PAGE).toMatch(new RegExp(`code of the\\s+command line:[^.]*\\b${code}\\b`));
    }
  });
});
