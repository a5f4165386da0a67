import { maskAccessKeyId, RULES, type SummarisedKey } from '@keysweep/core';
import {
  countOf,
  ENDING_LABELS,
  ENDING_ORDER,
  endingLabel,
  formatAge,
  formatCount,
  formatDay,
  formatUse,
  STANDING_LABELS,
  VERIFIED_LABELS,
  visible,
} from '../words/index.ts';
import type { PageContent } from './lay-out.ts';
import { AccountName, Badge, Instant, type AccountNames } from './parts.tsx';
import { Table, type Column } from './table.tsx';
import { Toolbar } from './toolbar.tsx';

/** The keys that nobody can call settled, with what became of them; every key seen in scope, where there is room. */
export function Keys({ content }: { readonly content: PageContent }) {
  const { keyRecords } = content.summary;
  return (
    <section class="card" id="keys" aria-labelledby="keys-heading">
      <header class="split">
        <h2 id="keys-heading">Keys</h2>
        <p class="muted">{countOf(keyRecords, 'key')}</p>
      </header>
      {keyRecords === 0 ? <p class="empty">No key was seen in scope.</p> : <KeyTable content={content} />}
    </section>
  );
}

function KeyTable({ content: { summary, keys, names, data } }: { readonly content: PageContent }) {
  const columns = keyColumns(names, summary.at);
  const total = summary.keyRecords;
  const occurring = ENDING_ORDER.filter((ending) => summary.keys[ending] > 0);
  return (
    <>
      {!keys.complete && <Notice listed={keys.rows.length} wanted={keys.wanted} total={total} />}
      <details open={keys.rows.length <= 50}>
        <summary>{keys.complete ? 'All keys' : 'Keys'}, each with what became of it and why</summary>
        <Toolbar
          table="keys-table"
          noun="keys"
          listed={keys.complete ? 'all' : 'some'}
          extent={{ total, embedded: data.keys, file: 'keys.csv' }}
          choice={{ name: 'Ending', labels: occurring.map((ending) => [ending, ENDING_LABELS[ending]]) }}
          sorts={columns.filter(({ sortBy }) => sortBy).map(({ heading }) => heading)}
        />
        <Table
          id="keys-table"
          caption="Keys with what became of them"
          columns={columns}
          rows={keys.rows}
          dataOf={dataOf}
        />
      </details>
    </>
  );
}

interface NoticeProps {
  readonly listed: number;
  readonly wanted: number;
  readonly total: number;
}

function Notice({ listed, wanted, total }: NoticeProps) {
  const open = `${countOf(wanted, 'key')} that ${wanted === 1 ? 'is' : 'are'} not settled, or ${wanted === 1 ? 'was' : 'were'} still seen afterwards`;
  const which = listed === wanted ? `Listed: the ${open}.` : `Listed: the first ${formatCount(listed)} of ${open}.`;
  return (
    <p class="notice">
      {wanted === 0 ? 'Every key is settled, so none is listed.' : which} All {formatCount(total)} are counted by unit
      above, and each has its row in keys.csv.
    </p>
  );
}

function dataOf({ accountId, ending, verified }: SummarisedKey) {
  return { 'data-account': accountId, 'data-ending': endingLabel(ending).value, 'data-verified': String(verified) };
}

/** The columns of the table of keys, with account names by id, and ages as of an instant. */
export function keyColumns(names: AccountNames, at: string): readonly Column<SummarisedKey>[] {
  return [
    { heading: 'Key', names: true, cell: ({ accessKeyId }) => <code>{maskAccessKeyId(accessKeyId)}</code> },
    {
      heading: 'User',
      cell: ({ userName }) => <span class="name">{visible(userName)}</span>,
      sortBy: ({ userName }) => visible(userName),
    },
    {
      heading: 'Account',
      cell: ({ accountId }) => <AccountName names={names} accountId={accountId} />,
      sortBy: ({ accountId }) => visible(names.get(accountId) ?? accountId),
    },
    {
      heading: 'Created',
      cell: ({ createdAt }) =>
        createdAt === null ? (
          <span class="muted">not known</span>
        ) : (
          <>
            <Instant at={createdAt.slice(0, 10)} text={formatDay(createdAt)} />{' '}
            <span class="small">{formatAge(createdAt, at)} old</span>
          </>
        ),
      sortBy: ({ createdAt }) => createdAt?.slice(0, 10) ?? '',
    },
    {
      heading: 'Last used',
      cell: whenLastUsed,
      sortBy: ({ lastUsed }) => (lastUsed.state === 'used' ? lastUsed.at.slice(0, 10) : ''),
    },
    { heading: 'Ending', cell: whatBecameOf, sortBy: ({ ending }) => endingLabel(ending).label },
    {
      heading: 'Second look',
      cell: ({ verified }) => (
        <span class={verified === false ? 'ink-bad' : verified === null ? 'muted' : undefined}>
          {VERIFIED_LABELS[`${verified}`]}
        </span>
      ),
      sortBy: ({ verified }) => VERIFIED_LABELS[`${verified}`],
    },
  ];
}

function whenLastUsed({ lastUsed }: SummarisedKey) {
  if (lastUsed.state !== 'used') return <span class="muted">{lastUsed.state === 'never' ? 'never' : 'not known'}</span>;
  return (
    <>
      <Instant at={lastUsed.at.slice(0, 10)} text={formatDay(lastUsed.at)} />{' '}
      <span class="small">{formatUse(lastUsed)}</span>
    </>
  );
}

function whatBecameOf({ ending, rule, reason, standing }: SummarisedKey) {
  const { label, tone } = endingLabel(ending);
  return (
    <>
      <Badge tone={tone}>{label}</Badge>{' '}
      {standing !== 'settled' && <Badge tone={STANDING_LABELS[standing].tone}>{STANDING_LABELS[standing].label}</Badge>}{' '}
      {rule !== null && <span class="small why">{RULES[rule].replace(/^\w+: /, '')}</span>}{' '}
      {reason !== null && <span class="small why">{visible(reason)}</span>}
    </>
  );
}
