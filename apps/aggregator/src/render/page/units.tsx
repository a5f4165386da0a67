import type { AccountSummary, OrganizationalUnitSummary } from '@keysweep/core';
import { accountsForAPerson, countOf, formatCount, formatPercent, visible } from '../words/index.ts';
import type { PageContent } from './lay-out.ts';
import { Tally } from './parts.tsx';
import { Table, type Column } from './table.tsx';

/** The columns of the table of units; `calling` counts, by path, the accounts that need a person. */
export const unitColumns = (calling: ReadonlyMap<string, number>): readonly Column<OrganizationalUnitSummary>[] => [
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
  {
    heading: 'Need a person',
    numeric: true,
    cell: ({ path }) => formatCount(calling.get(path) ?? 0),
    sortBy: ({ path }) => calling.get(path) ?? 0,
  },
  { heading: 'Keys', cell: ({ keys }) => <Tally keys={keys} /> },
];

/** The organizational units with their coverage and keys. */
export function Units({ content: { summary, units } }: { readonly content: PageContent }) {
  const total = summary.organizationalUnits.length;
  const calling = countByUnit(accountsForAPerson(summary));
  return (
    <section class="card" id="units" aria-labelledby="units-heading">
      <header class="split">
        <h2 id="units-heading">Organizational units</h2>
        <p class="muted">{countOf(total, 'unit')}</p>
      </header>
      {!units.complete && (
        <p class="notice">
          The first {formatCount(units.rows.length)} of {formatCount(total)}; summary.json has all.
        </p>
      )}
      <Table
        id="units-table"
        caption="Organizational units with their coverage and keys"
        columns={unitColumns(calling)}
        rows={units.rows}
        dataOf={({ accounts, inScope, covered }) => ({
          'data-accounts': accounts,
          'data-in-scope': inScope,
          'data-covered': covered,
        })}
      />
    </section>
  );
}

function countByUnit(accounts: readonly AccountSummary[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { organizationalUnitPath: path } of accounts) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}

function shareOf({ inScope, covered }: OrganizationalUnitSummary): number | null {
  return inScope === 0 ? null : (100 * covered) / inScope;
}
