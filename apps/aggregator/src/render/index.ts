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
  formatInstant,
  formatPercent,
  formatShortInstant,
  groupFindings,
  STATE_LABELS,
  stateChangeLabel,
  STATE_ORDER,
  tellChanges,
  tellLive,
  tellStory,
  tellUncovered,
  VERDICT_LABELS,
  type Cause,
  type FindingGroup,
  type Label,
  type Tone,
} from './words/index.ts';
