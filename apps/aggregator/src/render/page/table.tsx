import type { ComponentChildren } from 'preact';
import { formatCount } from '../words/index.ts';

/** One column of a table. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** What the column is sorted by; a number also sets the column to the right. Without it the column does not sort. */
  readonly sortBy?: (row: Row) => string | number;
  readonly numeric?: boolean;
  /** The column names its row. */
  readonly names?: boolean;
}

/** What a table is made of. */
export interface TableProps<Row> {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Data attributes of a row: ids, states and counts, never free text. */
  readonly dataOf: (row: Row) => Readonly<Record<`data-${string}`, string | number>>;
}

/** A page with more rows than this in one table is of no use to a reader, and slow; the files hold every row. */
export const MOST_ROWS = 5_000;

/**
 * A table that turns into cards on a narrow screen. That takes `display`, which takes away what a browser tells a screen
 * reader about tables: hence the roles.
 */
export function Table<Row>({ id, caption, columns, rows, dataOf }: TableProps<Row>) {
  return (
    <>
      {rows.length > MOST_ROWS && (
        <p class="notice">
          The first {formatCount(MOST_ROWS)} of {formatCount(rows.length)} rows. The CSV and JSON files beside this page
          hold all.
        </p>
      )}
      <table role="table" id={id}>
        <caption class="hidden">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.heading}
                role="columnheader"
                scope="col"
                class={column.numeric ? 'number' : undefined}
                data-sorts={column.sortBy && (column.numeric ? 'number' : 'text')}
              >
                {column.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.slice(0, MOST_ROWS).map((row, index) => (
            <tr key={index} role="row" {...dataOf(row)}>
              {columns.map((column) => cellOf(column, row))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function cellOf<Row>({ heading, cell, sortBy, numeric, names }: Column<Row>, row: Row) {
  const Cell = names ? 'th' : 'td';
  return (
    <Cell
      key={heading}
      {...(names ? { scope: 'row', role: 'rowheader' as const } : { role: 'cell' as const })}
      class={numeric ? 'number' : undefined}
      data-label={heading}
      data-value={sortBy?.(row)}
    >
      <div>{cell(row)}</div>
    </Cell>
  );
}
