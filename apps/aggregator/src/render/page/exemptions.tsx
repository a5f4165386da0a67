import type { Summary } from '@keysweep/core';
import { countOf, formatCount, urgencyOf, visible, type ExemptionUrgency } from '../words/index.ts';
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

/** Who is exempt, by whose leave, and until when: first those that are over or soon will be, then those that are new. */
export function Exemptions({ content }: { readonly content: PageContent }) {
  const { exemptions } = content.summary;
  const { rows, complete } = content.exemptions;
  return (
    <section class="card" id="exemptions" aria-labelledby="exemptions-heading">
      <header class="split">
        <h2 id="exemptions-heading">Exemptions</h2>
        <p class="muted">{exemptions.length === 0 ? 'nobody' : countOf(exemptions.length, 'user')}</p>
      </header>
      <Urgent summary={content.summary} />
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
            columns={exemptionColumns(content.names, content.summary.at)}
            rows={rows}
            dataOf={(exemption) => ({
              'data-account': exemption.accountId,
              'data-urgency': urgencyOf(exemption, content.summary.at),
            })}
          />
        </details>
      )}
    </section>
  );
}

const URGENCY: readonly (readonly [ExemptionUrgency, (count: number) => string])[] = [
  ['over', (count) => `${formatCount(count)} over`],
  ['soon', (count) => `${formatCount(count)} ${count === 1 ? 'ends' : 'end'} within two weeks`],
];

function Urgent({ summary: { exemptions, at } }: { readonly summary: Summary }) {
  const told = URGENCY.flatMap(([urgency, say]) => {
    const count = exemptions.filter((each) => urgencyOf(each, at) === urgency).length;
    return count === 0 ? [] : [say(count)];
  });
  const fresh = exemptions.filter(({ isNew }) => isNew === true).length;
  const all = fresh === 0 ? told : [...told, `${formatCount(fresh)} new since the previous summary`];
  return all.length === 0 ? null : <p class="muted">{all.join(', ')}.</p>;
}

/** The columns of the table of exemptions, with account names by id, as of an instant. */
export function exemptionColumns(names: AccountNames, at: string): readonly Column<Exemption>[] {
  return [
    {
      heading: 'User',
      names: true,
      cell: ({ userName, isNew }) => (
        <>
          <span class="name">{visible(userName)}</span> {isNew === true && <Badge tone="info">new</Badge>}
        </>
      ),
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
      cell: (exemption) => (
        <>
          {textOr(exemption.until, 'no end')} <End urgency={urgencyOf(exemption, at)} />
        </>
      ),
      sortBy: ({ until }) => visible(until ?? ''),
    },
  ];
}

function End({ urgency }: { readonly urgency: ExemptionUrgency }) {
  if (urgency === 'over') return <Badge tone="warn">over</Badge>;
  return urgency === 'soon' ? <Badge tone="info">ends soon</Badge> : null;
}

function textOr(text: string | null, absent: string) {
  return text === null || text === '' ? <span class="muted">{absent}</span> : visible(text);
}
