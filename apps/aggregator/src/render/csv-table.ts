import { stringify } from 'csv-stringify/sync';

type Cell = string | number;

/** One column: its heading, and what stands in it. */
export type CsvColumn<Row> = readonly [heading: string, cell: (row: Row) => Cell];

/** The writer makes several texts of each cell: of half a million keys at once, that is a gigabyte. */
const ROWS_AT_ONCE = 2_000;

/** Names are anyone's text: a cell that a spreadsheet would take for a formula gets a quote before it. */
const write = (cells: Cell[][]): string => stringify(cells, { escape_formulas: true });

/** The line of headings. */
export function csvHead<Row>(columns: readonly CsvColumn<Row>[]): string {
  return write([columns.map(([heading]) => heading)]);
}

/** The lines of rows. */
export function csvRows<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  let csv = '';
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    csv += write(rows.slice(from, from + ROWS_AT_ONCE).map((row) => columns.map(([, cell]) => cell(row))));
  return csv;
}
