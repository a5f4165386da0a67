export { renderAccountsCsv, renderKeysCsv } from './csv.ts';
export { renderHtml } from './html.tsx';
export { renderJson } from './json.ts';
export {
  countOf,
  ENDING_LABELS,
  ENDING_ORDER,
  formatAge,
  formatCount,
  formatInstant,
  formatPercent,
  groupFindings,
  STATE_LABELS,
  STATE_ORDER,
  tellStory,
  VERDICT_LABELS,
  type Cause,
  type FindingGroup,
  type Label,
  type Tone,
} from './words/index.ts';
