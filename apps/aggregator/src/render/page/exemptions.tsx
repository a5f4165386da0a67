import type { Summary } from '@keysweep/core';
import { countOf, formatCount, visible } from '../words/index.ts';
import type { PageContent } from './lay-out.ts';
import { AccountName, Badge, type AccountNames } from './parts.tsx';
import { Table, type Column } from './table.tsx';

type Exemption = Summary['exemptions'][number];

const BY: Readonly<Record<string, string>> = {
  tag: 'tag keysweep-exempt',
  'tag-until': 'tag keysweep-exempt-until',
  group: 'exempt group',
  user: 'configuration',
};

/** Who is exempt, by whose leave, and until when. */
export function Exemptions({ content }: { readonly content: PageContent }) {
  const { exemptions } = content.summary;
  const { rows, complete } = content.exemptions;
  return (
    <section class="card" id="exemptions" aria-labelledby="exemptions-heading">
      <header class="split">
        <h2 id="exemptions-heading">Exemptions</h2>
        <p class="muted">{exemptions.length === 0 ? 'nobody' : countOf(exemptions.length, 'user')}</p>
      </header>
      {exemptions.length === 0 ? (
        <p class="empty">Nobody is exempt.</p>
      ) : (
        <details open={exemptions.length <= 20}>
          <summary>Exempt users, and those whose exemption is over</summary>
          {!complete && (
            <p class="notice">
              The first {formatCount(rows.length)} of {formatCount(exemptions.length)}; summary.json has all.
            </p>
          )}
          <Table
            id="exemptions-table"
            caption="Exempt users with reason and end"
            columns={exemptionColumns(content.names)}
            rows={rows}
            dataOf={({ accountId, lapsed }) => ({ 'data-account': accountId, 'data-lapsed': String(lapsed) })}
          />
        </details>
      )}
    </section>
  );
}

/** The columns of the table of exemptions, with account names by id. */
export function exemptionColumns(names: AccountNames): readonly Column<Exemption>[] {
  return [
    {
      heading: 'User',
      names: true,
      cell: ({ userName }) => <span class="name">{visible(userName)}</span>,
      sortBy: ({ userName }) => visible(userName),
    },
    {
      heading: 'Account',
      cell: ({ accountId }) => <AccountName names={names} accountId={accountId} />,
      sortBy: ({ accountId }) => visible(names.get(accountId) ?? accountId),
    },
    { heading: 'Exempt by', cell: ({ by }) => BY[by] ?? visible(by), sortBy: ({ by }) => by },
    { heading: 'Reason', cell: ({ reason }) => textOr(reason, 'none given') },
    {
      heading: 'Owner',
      cell: ({ owner }) => textOr(owner, 'nobody named'),
      sortBy: ({ owner }) => visible(owner ?? ''),
    },
    {
      heading: 'Until',
      cell: ({ until, lapsed }) => (
        <>
          {textOr(until, 'no end')} {lapsed && <Badge tone="warn">over</Badge>}
        </>
      ),
      sortBy: ({ until }) => visible(until ?? ''),
    },
  ];
}

function textOr(text: string | null, absent: string) {
  return text === null || text === '' ? <span class="muted">{absent}</span> : visible(text);
}
