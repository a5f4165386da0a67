import { dueOf, type Summary } from '@keysweep/core';
import { countOf, formatCount, visible, type Label } from '../words/index.ts';
import { Badge, Instant } from './parts.tsx';
import { Table, type Column } from './table.tsx';

type Run = Summary['runs'][number];

const STATES: Readonly<Record<Run['state'], Pick<Label, 'label' | 'tone'>>> = {
  started: { label: 'Not ended', tone: 'warn' },
  finished: { label: 'Finished', tone: 'good' },
  held: { label: 'Held', tone: 'warn' },
  failed: { label: 'Failed', tone: 'bad' },
};

/** The columns of the table of runs. */
export const RUN_COLUMNS: readonly Column<Run>[] = [
  { heading: 'Policy', names: true, cell: ({ policy }) => policy, sortBy: ({ policy }) => policy },
  { heading: 'Due', cell: ({ runId }) => <Instant at={dueOf(runId).toISOString()} />, sortBy: ({ runId }) => runId },
  { heading: 'Run', cell: ({ runId }) => <code>{runId}</code> },
  {
    heading: 'State',
    cell: ({ state, reasons }) => (
      <>
        <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>{' '}
        {reasons.map((reason) => (
          <span key={reason} class="small why">
            {visible(reason)}
          </span>
        ))}
      </>
    ),
    sortBy: ({ state }) => state,
  },
  {
    heading: 'Revocations planned',
    numeric: true,
    cell: ({ revocationsPlanned }) => formatCount(revocationsPlanned),
    sortBy: ({ revocationsPlanned }) => revocationsPlanned,
  },
];

/** The runs that the summary rests on. */
export function Runs({ summary: { runs } }: { readonly summary: Summary }) {
  return (
    <section class="card" id="runs" aria-labelledby="runs-heading">
      <header class="split">
        <h2 id="runs-heading">Runs</h2>
        <p class="muted">{countOf(runs.length, 'run')}</p>
      </header>
      {runs.length === 0 ? (
        <p class="empty">No sweep has come due yet.</p>
      ) : (
        <Table
          id="runs-table"
          caption="Runs with their state"
          columns={RUN_COLUMNS}
          rows={runs}
          dataOf={({ state, revocationsPlanned }) => ({ 'data-run-state': state, 'data-planned': revocationsPlanned })}
        />
      )}
    </section>
  );
}
