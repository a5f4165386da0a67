import type { OrganizationalUnitSummary, Summary } from '@keysweep/core';
import { countOf, formatCount, formatPercent, visible } from '../words/index.ts';
import { Tally } from './parts.tsx';
import { Table, type Column } from './table.tsx';

const columns: readonly Column<OrganizationalUnitSummary>[] = [
  {
    heading: 'Organizational unit',
    names: true,
    cell: ({ path }) => <span class="name">{visible(path)}</span>,
    sortBy: ({ path }) => visible(path),
  },
  {
    heading: 'Accounts',
    numeric: true,
    cell: ({ accounts }) => formatCount(accounts),
    sortBy: ({ accounts }) => accounts,
  },
  { heading: 'In scope', numeric: true, cell: ({ inScope }) => formatCount(inScope), sortBy: ({ inScope }) => inScope },
  { heading: 'Covered', numeric: true, cell: ({ covered }) => formatCount(covered), sortBy: ({ covered }) => covered },
  {
    heading: 'Coverage',
    numeric: true,
    cell: (unit) => (
      <span class={unit.covered < unit.inScope ? 'ink-bad' : undefined}>{formatPercent(shareOf(unit))}</span>
    ),
    sortBy: (unit) => shareOf(unit) ?? -1,
  },
  { heading: 'Keys', cell: ({ keys }) => <Tally keys={keys} /> },
];

/** The organizational units with their coverage and keys. */
export function Units({ summary: { organizationalUnits } }: { readonly summary: Summary }) {
  return (
    <section class="card" id="units" aria-labelledby="units-heading">
      <header class="split">
        <h2 id="units-heading">Organizational units</h2>
        <p class="muted">{countOf(organizationalUnits.length, 'unit')}</p>
      </header>
      <Table
        id="units-table"
        caption="Organizational units with their coverage and keys"
        columns={columns}
        rows={organizationalUnits}
        dataOf={({ accounts, inScope, covered }) => ({
          'data-accounts': accounts,
          'data-in-scope': inScope,
          'data-covered': covered,
        })}
      />
    </section>
  );
}

function shareOf({ inScope, covered }: OrganizationalUnitSummary): number | null {
  return inScope === 0 ? null : (100 * covered) / inScope;
}
