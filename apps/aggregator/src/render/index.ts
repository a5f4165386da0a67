export { renderAccountsCsv, renderKeysCsv } from './csv.ts';
export { renderHtml } from './html.tsx';
export { renderJson } from './json.ts';
export {
  countOf,
  ENDING_LABELS,
  ENDING_ORDER,
  formatCount,
  formatInstant,
  formatPercent,
  groupFindings,
  STATE_LABELS,
  stateChangeLabel,
  STATE_ORDER,
  tellChanges,
  tellStory,
  tellUncovered,
  VERDICT_LABELS,
  type Cause,
  type FindingGroup,
  type Label,
  type Tone,
} from './words/index.ts';
