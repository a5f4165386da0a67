export type { Centre } from './centre.ts';
export { connectCentre, type CentreResources } from './connect-centre.ts';
export type { EndedRun } from './end-run.ts';
export { runSweep, type Progress, type SweepInput } from './run-sweep.ts';
export { summariseOrganization } from './summarise-organization.ts';
export type { HashedConfig } from './inventory.ts';
export {
  renderAccountsCsv,
  renderKeysCsv,
  renderHtml,
  renderJson,
  countOf,
  ENDING_LABELS,
  ENDING_ORDER,
  formatCount,
  formatInstant,
  formatPercent,
  STATE_LABELS,
  STATE_ORDER,
  tellStory,
  VERDICT_LABELS,
  type Label,
  type Tone,
} from './render/index.ts';
