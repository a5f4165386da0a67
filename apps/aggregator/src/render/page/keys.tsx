import { maskAccessKeyId, RULES, type SummarisedKey, type Summary } from '@keysweep/core';
import { countOf, ENDING_LABELS, ENDING_ORDER, formatAge, formatDay, formatUse, visible } from '../words/index.ts';
import { AccountName, Badge, Instant, namesOf, type AccountNames } from './parts.tsx';
import { Table, type Column } from './table.tsx';
import { Toolbar } from './toolbar.tsx';

const VERIFIED = { true: 'confirmed', false: 'still seen', null: 'not looked' } as const;

/** Every key that was seen in scope, with what became of it. */
export function Keys({ summary }: { readonly summary: Summary }) {
  const { keyRecords, keys } = summary;
  const columns = columnsOf(namesOf(summary), summary.at);
  return (
    <section class="card" id="keys" aria-labelledby="keys-heading">
      <header class="split">
        <h2 id="keys-heading">Keys</h2>
        <p class="muted">{countOf(keyRecords.length, 'key')}</p>
      </header>
      {keyRecords.length === 0 ? (
        <p class="empty">No key was seen in scope.</p>
      ) : (
        <details open={keyRecords.length <= 50}>
          <summary>All keys, each with what became of it and why</summary>
          <Toolbar
            table="keys-table"
            noun="keys"
            choice={{
              attribute: 'ending',
              name: 'Ending',
              labels: ENDING_ORDER.filter((ending) => keys[ending] > 0).map((ending) => [
                ending,
                ENDING_LABELS[ending],
              ]),
            }}
            sorts={columns.filter(({ sortBy }) => sortBy).map(({ heading }) => heading)}
          />
          <Table
            id="keys-table"
            caption="Keys with what became of them"
            columns={columns}
            rows={keyRecords}
            dataOf={dataOf}
          />
        </details>
      )}
    </section>
  );
}

function dataOf({ accountId, ending, verified }: SummarisedKey) {
  return { 'data-account': accountId, 'data-ending': ending, 'data-verified': String(verified) };
}

function columnsOf(names: AccountNames, at: string): readonly Column<SummarisedKey>[] {
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
            <Instant at={createdAt} text={formatDay(createdAt)} />{' '}
            <span class="small">{formatAge(createdAt, at)} old</span>
          </>
        ),
      sortBy: ({ createdAt }) => createdAt ?? '',
    },
    {
      heading: 'Last used',
      cell: whenLastUsed,
      sortBy: ({ lastUsed }) => (lastUsed.state === 'used' ? lastUsed.at : ''),
    },
    { heading: 'Ending', cell: whatBecameOf, sortBy: ({ ending }) => ENDING_LABELS[ending].label },
    {
      heading: 'Second look',
      cell: ({ verified }) => (
        <span class={verified === false ? 'ink-bad' : verified === null ? 'muted' : undefined}>
          {VERIFIED[`${verified}`]}
        </span>
      ),
      sortBy: ({ verified }) => VERIFIED[`${verified}`],
    },
  ];
}

function whenLastUsed({ lastUsed }: SummarisedKey) {
  if (lastUsed.state !== 'used') return <span class="muted">{lastUsed.state === 'never' ? 'never' : 'not known'}</span>;
  return (
    <>
      <Instant at={lastUsed.at} text={formatDay(lastUsed.at)} /> <span class="small">{formatUse(lastUsed)}</span>
    </>
  );
}

function whatBecameOf({ ending, rule, reason }: SummarisedKey) {
  return (
    <>
      <Badge tone={ENDING_LABELS[ending].tone}>{ENDING_LABELS[ending].label}</Badge>{' '}
      <span class="small why">{RULES[rule].replace(/^\w+: /, '')}</span>{' '}
      {reason !== null && <span class="small why">{visible(reason)}</span>}
    </>
  );
}
