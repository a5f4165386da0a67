import type { AccountSummary } from '@keysweep/core';
import { countOf, coverageLabel, formatCount, STATE_LABELS, STATE_ORDER, visible } from '../words/index.ts';
import type { Listing, PageContent } from './lay-out.ts';
import { Badge, Tally } from './parts.tsx';
import { Table, type Column } from './table.tsx';
import { Toolbar } from './toolbar.tsx';

/** The columns of the table of accounts. */
export const ACCOUNT_COLUMNS: readonly Column<AccountSummary>[] = [
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

/** The accounts that need a person with their state and why; every account, where there is room. */
export function Accounts({ content: { summary, accounts, data } }: { readonly content: PageContent }) {
  const { states, accounts: all } = summary;
  const occurring = STATE_ORDER.filter((state) => states[state] > 0);
  return (
    <section class="card" id="accounts" aria-labelledby="accounts-heading">
      <header class="split">
        <h2 id="accounts-heading">Accounts</h2>
        <p class="muted">{countOf(all.length, 'account')}</p>
      </header>
      {!accounts.complete && <Notice listing={accounts} total={all.length} />}
      <Toolbar
        table="accounts-table"
        noun="accounts"
        listed={accounts.complete ? 'all' : 'some'}
        extent={{ total: all.length, embedded: data.accounts, file: 'accounts.csv' }}
        choice={{ name: 'State', labels: occurring.map((state) => [state, STATE_LABELS[state]]) }}
        sorts={ACCOUNT_COLUMNS.filter(({ sortBy }) => sortBy).map(({ heading }) => heading)}
      />
      <Table
        id="accounts-table"
        caption="Accounts with their state, policy and keys"
        columns={ACCOUNT_COLUMNS}
        rows={accounts.rows}
        dataOf={(account) => ({
          'data-account': account.accountId,
          'data-state': account.state,
          'data-coverage': coverageLabel(account),
        })}
      />
    </section>
  );
}

function Notice({ listing, total }: { readonly listing: Listing<AccountSummary>; readonly total: number }) {
  const { rows, wanted } = listing;
  const which =
    rows.length === wanted
      ? `Listed: the ${countOf(wanted, 'account')} that ${wanted === 1 ? 'needs' : 'need'} a person.`
      : `Listed: the first ${formatCount(rows.length)} of ${countOf(wanted, 'account')} that need a person; the others are named above, in what needs a person.`;
  return (
    <p class="notice">
      {wanted === 0 ? 'No account needs a person, so none is listed.' : which} All {formatCount(total)} are counted by
      unit above, and each has its row in accounts.csv. <span class="scripted">Find and State reach all of them.</span>
    </p>
  );
}
