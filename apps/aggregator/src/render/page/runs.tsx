import { dueOf, type Summary } from '@keysweep/core';
import { countOf, formatCount, visible, type Label } from '../words/index.ts';
import { HeldRuns } from './held-runs.tsx';
import type { PageContent } from './lay-out.ts';
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
    cell: ({ state, reasons, approves }) => (
      <>
        <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>{' '}
        {approves !== null && (
          <span class="small why" data-approves={approves.runId}>
            approved by {visible(approves.by)}: {visible(approves.reason)} (as planned by <code>{approves.runId}</code>,
            which was held)
          </span>
        )}
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

/** The runs that the summary rests on: those that are held with what they wait for. */
export function Runs({ content }: { readonly content: PageContent }) {
  const { runs } = content.summary;
  return (
    <section class="card" id="runs" aria-labelledby="runs-heading">
      <header class="split">
        <h2 id="runs-heading">Runs</h2>
        <p class="muted">{countOf(runs.length, 'run')}</p>
      </header>
      <HeldRuns content={content} />
      {runs.some(({ state }) => state === 'held') && <h3>The last run of every policy</h3>}
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
