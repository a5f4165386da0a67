import { ACCOUNT_STATES, type Summary } from '@keysweep/core';
import { printable } from '../printable.ts';
import { attentionText, countFindings } from './attention-text.ts';
import { changesText, uncoveredText } from './changes-text.ts';
import { countTable } from './count-table.ts';
import { coloursOf, toneOf, type Colours } from './paint.ts';
import {
  countOf,
  ENDING_LABELS,
  ENDING_ORDER,
  formatCount,
  formatInstant,
  formatPercent,
  STATE_LABELS,
  STATE_ORDER,
  tellLive,
  tellStory,
  VERDICT_LABELS,
} from '@keysweep/aggregator';
import { displayWidth, wrap, wrapIndented } from './wrap.ts';

/** What the place can show that the text is printed to. */
export interface SummaryTextOptions {
  readonly width: number;
  readonly colour: boolean;
}

/** Longer lines are hard to read, shorter ones leave no room for a name. */
const WIDEST = 120;
const NARROWEST = 40;
const MEANINGS = new Map<string, string>(ACCOUNT_STATES.map(({ state, meaning }) => [state, meaning]));

/** A summary as text for a terminal. Names in it are anyone's: none of them reaches the terminal as a control character. */
export function renderSummaryText(summary: Summary, { width, colour }: SummaryTextOptions): string {
  const columns = Math.min(WIDEST, Math.max(NARROWEST, width));
  const colours = coloursOf(colour);
  const states = STATE_ORDER.map((state) => ({
    label: STATE_LABELS[state],
    count: summary.states[state],
    meaning: MEANINGS.get(state) ?? '',
  }));
  const endings = ENDING_ORDER.map((ending) => ({
    label: ENDING_LABELS[ending],
    count: summary.keys[ending],
    meaning: ENDING_LABELS[ending].meaning,
  }));
  const lines = [
    ...titleText(summary, columns, colours),
    '',
    ...verdictText(summary, columns, colours),
    '',
    ...coverageText(summary, columns, colours),
    ...wrap(tellLive(summary), columns),
    '',
    colours.bold('Accounts by state'),
    ...countTable(states, columns, colours),
    '',
    colours.bold('Keys by what became of them'),
    ...countTable(endings, columns, colours),
    '',
    colours.bold('What needs a person'),
    ...attentionText(summary, columns, colours),
    ...(summary.attention.length === 0 ? [''] : []),
    colours.bold('What changed'),
    ...changesText(summary, columns, colours),
    '',
    colours.bold('What no policy covers'),
    ...uncoveredText(summary, columns),
    '',
    ...totalsText(summary, columns, colours),
  ];
  return `${lines.join('\n')}\n`;
}

function titleText({ at, organizationId }: Summary, width: number, colours: Colours): string[] {
  const title = `keysweep summary, ${formatInstant(at)}`;
  const where = printable(organizationId);
  const gap = width - displayWidth(title) - displayWidth(where);
  if (gap >= 2) return [`${colours.bold(title)}${' '.repeat(gap)}${colours.dim(where)}`];
  return [
    ...wrap(title, width).map((line) => colours.bold(line)),
    ...wrap(where, width).map((line) => colours.dim(line)),
  ];
}

function verdictText(summary: Summary, width: number, colours: Colours): string[] {
  const { label, tone } = VERDICT_LABELS[summary.verdict];
  const { headline, details } = tellStory(summary);
  return [
    toneOf(tone, colours)(colours.bold(label.toUpperCase())),
    ...wrap(headline, width).map((line) => colours.bold(line)),
    ...details.flatMap((sentence) => wrap(sentence, width)),
  ];
}

function coverageText({ coverage }: Summary, width: number, colours: Colours): string[] {
  const figure = formatPercent(coverage.percent);
  const words = `${formatCount(coverage.covered)} of ${countOf(coverage.inScope, 'account')} in scope`;
  const full = coverage.inScope > 0 && coverage.covered === coverage.inScope;
  const paint = full ? colours.green : colours.red;
  const cells = width < 60 ? width - 4 : 24;
  // Rounded down: one missing account of thousands must leave a gap.
  const done = coverage.inScope === 0 ? 0 : Math.floor((cells * coverage.covered) / coverage.inScope);
  const bar = `${colours.green('█'.repeat(done))}${colours.dim('░'.repeat(cells - done))}`;
  const head = `${colours.bold('Coverage')}  ${paint(colours.bold(figure))}`;
  return width < 60 ? [head, `  ${bar}`, `  ${words}`] : [`${head}  ${bar}  ${words}`];
}

function totalsText(summary: Summary, width: number, colours: Colours): string[] {
  const { accounts, coverage, keys, keyRecords } = summary;
  const totals = [
    countOf(accounts.length, 'account'),
    `${formatCount(coverage.inScope)} in scope`,
    `${formatCount(coverage.covered)} covered`,
    countOf(keyRecords, 'key'),
    `${formatCount(keys.deleted)} deleted`,
    `${formatCount(keys.deactivated)} deactivated`,
    countFindings(summary),
  ];
  return wrapIndented(`Total: ${totals.join(', ')}.`, width, '').map((line) => colours.bold(line));
}
