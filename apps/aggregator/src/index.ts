export { auditBatch, type AuditBatch } from './audit-batch.ts';
export { beginAudit, type BegunAudit } from './begin-audit.ts';
export { beginRun, type BegunRun } from './begin-run.ts';
export type { Centre } from './centre.ts';
export { conclude, type Conclusion } from './conclude.ts';
export { connectCentre, type CentreResources } from './connect-centre.ts';
export { describeHeldRun, type HeldAccount, type HeldRunDescription } from './describe-held-run.ts';
export { endRun, type EndedRun } from './end-run.ts';
export { findLeftovers, type Leftovers } from './find-leftovers.ts';
export { readLatestSummary, readPublishedSummary } from './latest-summary.ts';
export { readHolder } from './lease.ts';
export type { KeySink } from './key-sink.ts';
export { publishSummary } from './publish-summary.ts';
export { runAudit, type AuditInput } from './run-audit.ts';
export { runSweep, type Progress, type SweepInput } from './run-sweep.ts';
export { summariseOrganization, type SummaryOrder } from './summarise-organization.ts';
export { planBatch, sweepBatch, type Batch, type SweepBatch } from './sweep-batch.ts';
export { weighRun, type Objection } from './weigh-run.ts';
export type { HashedConfig } from './inventory.ts';
export {
  csvHead,
  csvRows,
  PageKeys,
  renderAccountsCsv,
  renderKeyLines,
  renderKeysCsvHead,
  renderKeysCsvRows,
  renderHtml,
  renderJson,
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
  type CsvColumn,
  type FindingGroup,
  type Label,
  type Tone,
} from './render/index.ts';
