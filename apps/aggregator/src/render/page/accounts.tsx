import type { AccountSummary, Summary } from '@keysweep/core';
import { countOf, coverageLabel, formatCount, STATE_LABELS, STATE_ORDER, visible } from '../words/index.ts';
import { Badge, Tally } from './parts.tsx';
import { Table, type Column } from './table.tsx';
import { Toolbar } from './toolbar.tsx';

const columns: readonly Column<AccountSummary>[] = [
  {
    heading: 'Account',
    names: true,
    cell: ({ name, accountId, organizationalUnitPath }) => (
      <>
        <span class="name">{visible(name)}</span> <span class="id">{accountId}</span>{' '}
        <span class="small path">{visible(organizationalUnitPath)}</span>
      </>
    ),
    sortBy: ({ name }) => visible(name),
  },
  {
    heading: 'State',
    cell: ({ state, why }) => (
      <>
        <Badge tone={STATE_LABELS[state].tone}>{STATE_LABELS[state].label}</Badge>{' '}
        <span class="small why">{visible(why)}</span>
      </>
    ),
    // Worst first is what a reader sorts by state for.
    sortBy: ({ state }) => STATE_ORDER.length - STATE_ORDER.indexOf(state),
  },
  { heading: 'Coverage', cell: coverageLabel, sortBy: coverageLabel },
  {
    heading: 'Policy',
    cell: ({ policy, assignedBy }) =>
      policy === null ? (
        <span class="muted">none</span>
      ) : (
        <>
          {policy} {assignedBy !== null && <span class="small path">by {visible(assignedBy)}</span>}
        </>
      ),
    sortBy: ({ policy }) => policy ?? '',
  },
  { heading: 'Users', numeric: true, cell: ({ users }) => formatCount(users), sortBy: ({ users }) => users },
  { heading: 'Keys', cell: ({ keys }) => <Tally keys={keys} /> },
  {
    heading: 'Overdue',
    numeric: true,
    cell: ({ overdue }) => <span class={overdue > 0 ? 'ink-bad' : undefined}>{formatCount(overdue)}</span>,
    sortBy: ({ overdue }) => overdue,
  },
  {
    heading: 'Exempt',
    numeric: true,
    cell: ({ exemptions }) => formatCount(exemptions),
    sortBy: ({ exemptions }) => exemptions,
  },
];

/** Every account with its state and why. */
export function Accounts({ summary: { accounts, states } }: { readonly summary: Summary }) {
  const occurring = STATE_ORDER.filter((state) => states[state] > 0);
  return (
    <section class="card" id="accounts" aria-labelledby="accounts-heading">
      <header class="split">
        <h2 id="accounts-heading">Accounts</h2>
        <p class="muted">{countOf(accounts.length, 'account')}</p>
      </header>
      <Toolbar
        table="accounts-table"
        noun="accounts"
        choice={{ attribute: 'state', name: 'State', labels: occurring.map((state) => [state, STATE_LABELS[state]]) }}
        sorts={columns.filter(({ sortBy }) => sortBy).map(({ heading }) => heading)}
      />
      <Table
        id="accounts-table"
        caption="Accounts with their state, policy and keys"
        columns={columns}
        rows={accounts}
        dataOf={(account) => ({
          'data-account': account.accountId,
          'data-state': account.state,
          'data-coverage': coverageLabel(account),
          'data-users': account.users,
          'data-overdue': account.overdue,
          'data-exemptions': account.exemptions,
        })}
      />
    </section>
  );
}
