import { displayWidth } from '../summary-text/wrap.ts';

/** Rows as lines: columns as wide as their widest cell, the first `words` of them to the left, and figures to the right. */
export function inColumns(rows: readonly (readonly string[])[], words = 1): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell)));
      return column < words ? `${cell}${gap}` : `${gap}${cell}`;
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
