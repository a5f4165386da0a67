import { ACCOUNT_STATES, ENDINGS, type Summary } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { renderAccountsCsv, renderJson, ENDING_LABELS, STATE_LABELS } from '../../apps/aggregator/src/render/index.ts';
import { parseCsv } from '../../apps/aggregator/src/render/testing/parse-csv.ts';
import { makeLarge } from '../../apps/aggregator/src/render/testing/large-organization.ts';
import { keysCsvOf, make, makeCalm, pageOf, type Made } from '../../apps/aggregator/src/render/testing/summary-of.ts';
import { renderSummaryText } from '../../apps/cli/src/summary-text/index.ts';

/** Every number a reader may compare between two of the files. */
interface Numbers {
  readonly inScope: number;
  readonly covered: number;
  readonly states: Readonly<Record<string, number>>;
  readonly keys: Readonly<Record<string, number>>;
}

const STATES = ACCOUNT_STATES.map(({ state }) => state);
const tally = (names: readonly string[], count: (name: string) => number) =>
  Object.fromEntries(names.map((name) => [name, count(name)]));
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

function fromJson(summary: Summary): Numbers {
  const { coverage, states, keys } = JSON.parse(renderJson(summary)) as Summary;
  return { inScope: coverage.inScope, covered: coverage.covered, states, keys };
}

function fromAccountsCsv(summary: Summary): Numbers {
  const rows = parseCsv(renderAccountsCsv(summary));
  return {
    inScope: rows.filter((row) => row['in_scope'] === 'true').length,
    covered: rows.filter((row) => row['covered'] === 'true').length,
    states: tally(STATES, (state) => rows.filter((row) => row['state'] === state).length),
    keys: tally(ENDINGS, (ending) => sum(rows.map((row) => Number(row[`keys_${ending.replace('-', '_')}`])))),
  };
}

function fromKeysCsv(made: Made): Numbers['keys'] {
  const rows = parseCsv(keysCsvOf(made));
  return tally(ENDINGS, (ending) => rows.filter((row) => row['ending'] === ending).length);
}

/** The sums at the top of the page. */
function fromHtmlCharts(html: string): Numbers {
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
function fromHtmlRows(html: string): Numbers {
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
function fromEmbeddedData(html: string): Numbers {
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

function fromText(summary: Summary, width: number): Numbers {
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

describe.each([
  ['a week with everything in it', make()],
  ['a calm week', makeCalm()],
  ['ten thousand accounts', makeLarge(10_000)],
  ['nothing at all', make({ accounts: [], runs: [] })],
] as const)('the numbers of %s', (_name, made) => {
  const { summary } = made;
  const expected: Numbers = { ...summary.coverage, states: summary.states, keys: summary.keys };
  const html = pageOf(made);

  it('are the same in JSON, CSV, the page and the terminal', () => {
    const { inScope, covered, states, keys } = expected;
    const numbers = { inScope, covered, states, keys };
    expect(fromJson(summary)).toEqual(numbers);
    expect(fromAccountsCsv(summary)).toEqual(numbers);
    expect(fromKeysCsv(made)).toEqual(keys);
    expect(fromHtmlCharts(html)).toEqual(numbers);
    if (summary.accounts.length <= 250) expect(fromHtmlRows(html)).toEqual(numbers);
    expect(fromEmbeddedData(html)).toEqual(numbers);
    for (const width of [40, 80, 120]) expect(fromText(summary, width)).toEqual(numbers);
  });

  it('are the same of every unit, and of what needs a person', () => {
    const units = [...html.matchAll(/data-accounts="(\d+)" data-in-scope="(\d+)" data-covered="(\d+)"/g)].map((match) =>
      match.slice(1).map(Number),
    );
    expect(units).toEqual(
      summary.organizationalUnits.map(({ accounts, inScope, covered }) => [accounts, inScope, covered]),
    );
    const counted = [...html.matchAll(/data-severity="\w+" data-code="[^"]*" data-count="(\d+)"/g)];
    expect(sum(counted.map(([, count]) => Number(count)))).toBe(summary.attention.length);
    expect(html.match(/<li data-of="/g) ?? []).toHaveLength(summary.attention.length);
    const act = summary.attention.filter(({ severity }) => severity === 'act').length;
    const told = renderSummaryText(summary, { width: 120, colour: false });
    const groups = [...told.matchAll(/^ {2}ACT {3}.*?(?:: (\d[\d,]*) findings)?$/gm)];
    expect(sum(groups.map(([, count]) => Number((count ?? '1').replaceAll(',', ''))))).toBe(act);
  });
});
