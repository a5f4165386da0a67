import type { Summary } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { renderAccountsCsv, renderJson } from '../../apps/aggregator/src/render/index.ts';
import { makeLarge } from '../../apps/aggregator/src/render/testing/large-organization.ts';
import { keysCsvOf, keysOf, make, makeCalm, pageOf } from '../../apps/aggregator/src/render/testing/summary-of.ts';
import { renderSummaryText } from '../../apps/cli/src/summary-text/index.ts';
import {
  fromAccountsCsv,
  fromEmbeddedData,
  fromHtmlCharts,
  fromHtmlRows,
  fromJson,
  fromKeyLines,
  fromKeysCsv,
  fromText,
  sum,
  type Numbers,
} from './numbers.ts';

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
    expect(fromJson(JSON.parse(renderJson(summary)) as Summary)).toEqual(numbers);
    expect(fromAccountsCsv(renderAccountsCsv(summary))).toEqual(numbers);
    expect(fromKeysCsv(keysCsvOf(made))).toEqual(keys);
    expect(fromKeyLines(keysOf(made))).toEqual(keys);
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
