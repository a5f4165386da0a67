import { RULES, type Summary } from '@keysweep/core';
import { ageGroups, countOf, formatCount, type AgeGroup } from '../words/index.ts';
import { Badge } from './parts.tsx';
import { Table, type Column } from './table.tsx';

type Kept = Summary['kept'][number];

/** The keys in scope that are active or stay: how old they are, and why they stay. */
export function LiveKeys({ summary }: { readonly summary: Summary }) {
  return (
    <div class="charts">
      <Ages summary={summary} />
      <KeptKeys kept={summary.kept} />
    </div>
  );
}

function Ages({ summary }: { readonly summary: Summary }) {
  const groups = ageGroups(summary);
  const total = groups.reduce((sum, { keys }) => sum + keys, 0);
  return (
    <section class="card" id="ages" aria-labelledby="ages-heading">
      <header class="split">
        <h2 id="ages-heading">Active keys by age</h2>
        <p class="muted">{countOf(total, 'key')} in scope</p>
      </header>
      {total === 0 ? <p class="empty">No active key was seen in scope.</p> : <AgeBars groups={groups} />}
    </section>
  );
}

/** Every bar has its label and number beside it as text, so that the drawing itself need not be read. */
function AgeBars({ groups }: { readonly groups: readonly AgeGroup[] }) {
  const most = Math.max(...groups.map(({ keys }) => keys));
  return (
    <ul class="bars">
      {groups.map(({ label, keys, tone, shade }) => (
        <li key={label} data-age={label} data-count={keys}>
          <span>{label}</span>
          <svg class="bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width="1000" height="20" />
            {keys > 0 && <rect class={`fill-${tone}-${shade}`} width={widthOf(keys, most)} height="20" />}
          </svg>
          <b>{formatCount(keys)}</b>
        </li>
      ))}
    </ul>
  );
}

/** One key of a hundred thousand must still be seen. */
function widthOf(keys: number, most: number): number {
  return Math.max(8, Math.round((1000 * keys) / most));
}

const DECISIONS: Readonly<Record<string, 'info' | 'warn' | 'quiet'>> = { unknown: 'warn', exempt: 'info' };

/** The columns of the table of keys that stay. */
export const KEPT_COLUMNS: readonly Column<Kept>[] = [
  {
    heading: 'Why',
    names: true,
    cell: ({ rule }) => {
      const [decision = '', ...why] = RULES[rule].split(': ');
      return (
        <>
          <Badge tone={DECISIONS[decision] ?? 'quiet'}>{decision}</Badge> {why.join(': ')}
        </>
      );
    },
  },
  { heading: 'Users', numeric: true, cell: ({ users }) => formatCount(users), sortBy: ({ users }) => users },
  { heading: 'Keys', numeric: true, cell: ({ keys }) => formatCount(keys), sortBy: ({ keys }) => keys },
];

function KeptKeys({ kept }: { readonly kept: Summary['kept'] }) {
  const total = kept.reduce((sum, { keys }) => sum + keys, 0);
  return (
    <section class="card" id="kept" aria-labelledby="kept-heading">
      <header class="split">
        <h2 id="kept-heading">Keys that stay, and why</h2>
        <p class="muted">{countOf(total, 'key')}</p>
      </header>
      {kept.length === 0 ? (
        <p class="empty">No key in scope stays.</p>
      ) : (
        <Table
          id="kept-table"
          caption="Keys that stay, by rule"
          columns={KEPT_COLUMNS}
          rows={kept}
          dataOf={({ rule, keys }) => ({ 'data-rule': rule, 'data-count': keys })}
        />
      )}
    </section>
  );
}
