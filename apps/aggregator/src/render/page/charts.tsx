import { ACCOUNT_STATES, type AccountStateName, type Ending, type Summary } from '@keysweep/core';
import { countOf, ENDING_LABELS, ENDING_ORDER, formatCount, STATE_LABELS, STATE_ORDER } from '../words/index.ts';
import { Bar, type Segment } from './bar.tsx';
import { sumOf, Swatch } from './parts.tsx';

const MEANINGS = new Map<string, string>(ACCOUNT_STATES.map(({ state, meaning }) => [state, meaning]));

/** Accounts by state and keys by ending: the two sums that everything below adds up to. */
export function Charts({ summary }: { readonly summary: Summary }) {
  const ofState = (state: AccountStateName): Part => ({
    name: state,
    ...STATE_LABELS[state],
    count: summary.states[state],
    meaning: MEANINGS.get(state) ?? '',
  });
  const ofEnding = (ending: Ending): Part => ({ name: ending, ...ENDING_LABELS[ending], count: summary.keys[ending] });
  return (
    <div class="charts">
      <Chart
        kind="state"
        title="Accounts by state"
        total={countOf(summary.accounts.length, 'account')}
        parts={STATE_ORDER.map(ofState)}
      />
      <Chart
        kind="ending"
        title="Keys by what became of them"
        total={countOf(sumOf(summary.keys), 'key')}
        parts={ENDING_ORDER.map(ofEnding)}
      />
    </div>
  );
}

interface Part extends Segment {
  readonly meaning: string;
}

interface ChartProps {
  readonly kind: 'state' | 'ending';
  readonly title: string;
  readonly total: string;
  readonly parts: readonly Part[];
}

/** The legend is the chart in numbers: it has the same parts in the same order, and every part that is not zero. */
function Chart({ kind, title, total, parts }: ChartProps) {
  const zeros = parts.filter(({ count }) => count === 0).map(({ label }) => label.toLowerCase());
  return (
    <section class="card" aria-labelledby={`chart-${kind}`}>
      <header class="split">
        <h2 id={`chart-${kind}`}>{title}</h2>
        <p class="muted">{total}</p>
      </header>
      <Bar id={`bar-${kind}`} title={title} segments={parts} />
      <ul class="legend">
        {parts.map(({ name, label, count, tone, shade, meaning }) => (
          <li key={name} {...{ [`data-${kind}`]: name }} data-count={count} hidden={count === 0}>
            <Swatch tone={tone} shade={shade} />
            <b>{formatCount(count)}</b>
            <span>
              {label} <span class="small">{meaning}</span>
            </span>
          </li>
        ))}
      </ul>
      {zeros.length > 0 && <p class="small">None {zeros.join(', ')}.</p>}
    </section>
  );
}
