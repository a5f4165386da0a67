export { csvHead, csvRows, type CsvColumn } from './csv-table.ts';
export { renderAccountsCsv, renderKeysCsv } from './csv.ts';
export { renderHtml } from './html.tsx';
export { renderJson } from './json.ts';
export {
  countOf,
  ENDING_LABELS,
  ENDING_ORDER,
  formatAge,
  formatCount,
  formatDay,
  formatInstant,
  formatPercent,
  formatShortInstant,
  formatUse,
  groupFindings,
  STATE_LABELS,
  STATE_ORDER,
  tellStory,
  VERDICT_LABELS,
  visible,
  type Cause,
  type FindingGroup,
  type Label,
  type Tone,
} from './words/index.ts';
