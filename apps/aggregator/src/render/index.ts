export { csvHead, csvRows, type CsvColumn } from './csv-table.ts';
export { renderAccountsCsv, renderKeysCsvHead, renderKeysCsvRows } from './csv.ts';
export { renderHtml } from './html.tsx';
export { renderJson, renderKeyLines } from './json.ts';
export { PageKeys } from './page/page-keys.ts';
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
  stateChangeLabel,
  STATE_ORDER,
  tellChanges,
  tellLive,
  tellStory,
  tellUncovered,
  VERDICT_LABELS,
  visible,
  type Cause,
  type FindingGroup,
  type Label,
  type Tone,
} from './words/index.ts';
