import { ACCOUNT_STATES, ENDINGS, type Summary, type SummarisedKey } from '@keysweep/core';
import { expect } from 'vitest';
import { ENDING_LABELS, STATE_LABELS } from '../../apps/aggregator/src/render/index.ts';
import { parseCsv } from '../../apps/aggregator/src/render/testing/parse-csv.ts';
import { renderSummaryText } from '../../apps/cli/src/summary-text/index.ts';

/** Every number a reader may compare between two of the files. */
export interface Numbers {
  readonly inScope: number;
  readonly covered: number;
  readonly states: Readonly<Record<string, number>>;
  readonly keys: Readonly<Record<string, number>>;
}

const STATES = ACCOUNT_STATES.map(({ state }) => state);
const tally = (names: readonly string[], count: (name: string) => number) =>
  Object.fromEntries(names.map((name) => [name, count(name)]));
/** All added up. */
export const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** Those of `summary.json`. */
export function fromJson({ coverage, states, keys }: Summary): Numbers {
  return { inScope: coverage.inScope, covered: coverage.covered, states, keys };
}

/** Those of `accounts.csv`, added up. */
export function fromAccountsCsv(csv: string): Numbers {
  const rows = parseCsv(csv);
  return {
    inScope: rows.filter((row) => row['in_scope'] === 'true').length,
    covered: rows.filter((row) => row['covered'] === 'true').length,
    states: tally(STATES, (state) => rows.filter((row) => row['state'] === state).length),
    keys: tally(ENDINGS, (ending) => sum(rows.map((row) => Number(row[`keys_${ending.replace('-', '_')}`])))),
  };
}

/** Those of `keys.csv`, counted. */
export function fromKeysCsv(csv: string): Numbers['keys'] {
  const rows = parseCsv(csv);
  return tally(ENDINGS, (ending) => rows.filter((row) => row['ending'] === ending).length);
}

/** Those of `keys.jsonl`, counted. */
export function fromKeyLines(keys: readonly Pick<SummarisedKey, 'ending'>[]): Numbers['keys'] {
  return tally(ENDINGS, (ending) => keys.filter((key) => key.ending === ending).length);
}

/** The sums at the top of the page. */
export function fromHtmlCharts(html: string): Numbers {
  const counted = (kind: string, name: string) => {
    const [, count, read] =
      new RegExp(`<li data-${kind}="${name}" data-count="(\\d+)"[^>]*>.*?<b>([\\d,]+)</b>`).exec(html) ?? [];
    expect(read?.replaceAll(',', '')).toBe(count);
    return Number(count);
  };
  return {
    inScope: Number(/data-in-scope="(\d+)"/.exec(html)?.[1]),
    covered: Number(/id="coverage"[^>]* data-covered="(\d+)"/.exec(html)?.[1]),
    states: tally(STATES, (state) => counted('state', state)),
    keys: tally(ENDINGS, (ending) => counted('ending', ending)),
  };
}

/** The same added up from the rows of its accounts. */
export function fromHtmlRows(html: string): Numbers {
  const rows = [...html.matchAll(/<tr data-account="\d+" data-state="([a-z-]+)" data-coverage="([a-z ]+)".*?<\/tr>/gs)];
  return {
    inScope: rows.filter(([, , coverage]) => coverage !== 'out of scope').length,
    covered: rows.filter(([, , coverage]) => coverage === 'covered').length,
    states: tally(STATES, (state) => rows.filter(([, each]) => each === state).length),
    keys: tally(ENDINGS, (ending) =>
      sum(
        rows.flatMap(([row]) =>
          [...row.matchAll(new RegExp(`data-tally="${ending}" data-count="(\\d+)"`, 'g'))].map(([, count]) =>
            Number(count),
          ),
        ),
      ),
    ),
  };
}

/** The same from the data that the page's script makes rows of. */
export function fromEmbeddedData(html: string): Numbers {
  const { head, pools, accounts, keys } = JSON.parse(
    /<script id="data" type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? '',
  ) as EmbeddedJson;
  const coverages = accounts.map((account) => pools[0][account[5]]);
  const fates = keys.flatMap(([, ...each]) => each.map((key) => head.endings[pools[2][key[3]]?.[0] ?? -1]?.[0]));
  return {
    inScope: coverages.filter((coverage) => coverage !== 'out of scope').length,
    covered: coverages.filter((coverage) => coverage === 'covered').length,
    states: tally(STATES, (state) => accounts.filter((account) => head.states[account[3]]?.[0] === state).length),
    keys: tally(ENDINGS, (ending) => fates.filter((each) => each === ending).length),
  };
}

/** As far as the numbers go. */
interface EmbeddedJson {
  readonly head: { readonly states: readonly (readonly [string])[]; readonly endings: readonly (readonly [string])[] };
  readonly pools: readonly [readonly string[], unknown, readonly (readonly [number])[]];
  readonly accounts: readonly (readonly [string, string, number, number, number, number, ...unknown[]])[];
  readonly keys: readonly (readonly [number, ...(readonly [string, number, number, number])[]])[];
}

/** What the terminal says at a width. */
export function fromText(summary: Summary, width: number): Numbers {
  const text = renderSummaryText(summary, { width, colour: false });
  const [accounts = '', keys = ''] = text.split('Accounts by state')[1]?.split('Keys by what became of them') ?? [];
  const whole = (digits = '') => Number(digits.replaceAll(',', ''));
  const counted = (table: string, label: string) => whole(new RegExp(`^  ${label} +([\\d,]+)`, 'm').exec(table)?.[1]);
  const [, covered, inScope] = /([\d,]+) of ([\d,]+) accounts? in scope$/m.exec(text) ?? [];
  return {
    inScope: whole(inScope),
    covered: whole(covered),
    states: tally(STATES, (state) => counted(accounts, STATE_LABELS[state as keyof typeof STATE_LABELS].label)),
    keys: tally(ENDINGS, (ending) =>
      counted(keys.split('What needs a person')[0] ?? '', ENDING_LABELS[ending as keyof typeof ENDING_LABELS].label),
    ),
  };
}
