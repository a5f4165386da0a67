import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderAccountsCsv, renderJson, renderKeyLines } from '../../apps/aggregator/src/render/index.ts';
import { HOSTILE_NAMES } from '../../apps/aggregator/src/render/testing/hostile-names.ts';
import { visible } from '../../apps/aggregator/src/render/words/index.ts';
import { parseCsv } from '../../apps/aggregator/src/render/testing/parse-csv.ts';
import {
  keysCsvOf,
  keysOf,
  makeNaming,
  pageOf,
  summaryNaming,
} from '../../apps/aggregator/src/render/testing/summary-of.ts';
import { renderSummaryText } from '../../apps/cli/src/summary-text/index.ts';

/** Hostile pieces glued to any text there is: lone surrogates, controls and all. */
const piece = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES.filter(({ length }) => length < 100)),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 30 }),
);
const name = fc
  .array(piece, { minLength: 1, maxLength: 4 })
  .map((pieces) => pieces.join(''))
  .filter((text) => text !== '');
const RUNS = { numRuns: 60 };

const skeletonOf = (html: string) =>
  [...html.matchAll(/<(?:"[^"]*"|[^">])*>/g)].map(([tag]) => /^<\/?[a-z0-9!]+/i.exec(tag)?.[0]);
const PLAIN = skeletonOf(pageOf(makeNaming('plain')));
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/;

describe('whatever anybody is called', () => {
  it('the page has the same elements, and shows what cannot be seen', () => {
    fc.assert(
      fc.property(name, (text) => {
        const html = pageOf(makeNaming(text));
        expect(skeletonOf(html)).toEqual(PLAIN);
        expect(html).not.toMatch(UNSEEN);
        const data = /<script id="data" type="application\/json">([^<>&]*)<\/script>/.exec(html)?.[1] ?? '';
        expect(JSON.stringify(JSON.parse(data))).toContain(JSON.stringify(visible(text)));
      }),
      RUNS,
    );
  });

  it('no cell of a CSV file starts a formula, and no row is torn', () => {
    fc.assert(
      fc.property(name, (text) => {
        const made = makeNaming(text);
        const accounts = parseCsv(renderAccountsCsv(made.summary));
        const keys = parseCsv(keysCsvOf(made));
        expect([accounts.length, keys.length]).toEqual([made.summary.accounts.length, made.summary.keyRecords]);
        for (const row of [...accounts, ...keys])
          for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
      RUNS,
    );
  });

  it('the JSON gives every name back exactly', () => {
    fc.assert(
      fc.property(name, (text) => {
        const made = makeNaming(text);
        expect(JSON.parse(renderJson(made.summary))).toEqual(made.summary);
        const lines = renderKeyLines(keysOf(made)).trimEnd().split('\n');
        expect(lines.map((line) => JSON.parse(line))).toEqual(keysOf(made));
      }),
      RUNS,
    );
  });

  it('no name moves the cursor of a terminal', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(40, 80, 120), (text, width) => {
        expect(renderSummaryText(summaryNaming(text), { width, colour: false })).not.toMatch(UNSEEN);
      }),
      RUNS,
    );
  });
});
