import type { Summary } from '@keysweep/core';
import { countOf, visible } from '../words/index.ts';
import { AccountName, Badge, namesOf, type AccountNames } from './parts.tsx';
import { Table, type Column } from './table.tsx';

type Exemption = Summary['exemptions'][number];

const BY: Readonly<Record<string, string>> = {
  tag: 'tag keysweep-exempt',
  'tag-until': 'tag keysweep-exempt-until',
  group: 'exempt group',
  user: 'configuration',
};

/** Who is exempt, by whose leave, and until when. */
export function Exemptions({ summary }: { readonly summary: Summary }) {
  const { exemptions } = summary;
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
          <Table
            id="exemptions-table"
            caption="Exempt users with reason and end"
            columns={columnsOf(namesOf(summary))}
            rows={exemptions}
            dataOf={({ accountId, lapsed }) => ({ 'data-account': accountId, 'data-lapsed': String(lapsed) })}
          />
        </details>
      )}
    </section>
  );
}

function columnsOf(names: AccountNames): readonly Column<Exemption>[] {
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
