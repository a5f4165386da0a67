import type { ComponentChildren } from 'preact';

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

/**
 * A table that turns into cards on a narrow screen. There its headings are gone, and `labelRules` puts them into the cells:
 * an attribute in every cell of thousands would be a quarter of the page.
 */
export function Table<Row>({ id, caption, columns, rows, dataOf }: TableProps<Row>) {
  return (
    <table id={id}>
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.heading}
              scope="col"
              class={column.numeric ? 'number' : undefined}
              data-sorts={column.sortBy && (column.numeric ? 'number' : 'text')}
            >
              {column.heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index} {...dataOf(row)}>
            {columns.map((column) => cellOf(column, row))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cellOf<Row>({ heading, cell, sortBy, numeric, names }: Column<Row>, row: Row) {
  const Cell = names ? 'th' : 'td';
  return (
    <Cell
      key={heading}
      scope={names ? 'row' : undefined}
      class={numeric ? 'number' : undefined}
      data-value={sortBy?.(row)}
    >
      <div>{cell(row)}</div>
    </Cell>
  );
}

/** The style that names each cell of a table on a narrow screen. Headings are our own words. */
export function labelRules<Row>(id: string, columns: readonly Column<Row>[]): string {
  return columns
    .map(({ heading, names }, place) =>
      names ? '' : `#${id} td:nth-child(${place + 1})::before { content: "${heading}"; content: "${heading}" / ""; }\n`,
    )
    .join('');
}
