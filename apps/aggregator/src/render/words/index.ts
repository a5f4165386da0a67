export {
  countOf,
  formatAge,
  formatCount,
  formatDay,
  formatDue,
  formatInstant,
  formatUse,
  formatPercent,
  formatShortInstant,
} from './format.ts';
export {
  coverageLabel,
  ENDING_LABELS,
  ENDING_ORDER,
  SEVERITY_LABELS,
  STATE_LABELS,
  STATE_ORDER,
  VERDICT_LABELS,
  VERIFIED_LABELS,
  type Label,
  type Tone,
} from './labels.ts';
export { accountsForAPerson, keysForAPerson } from './for-a-person.ts';
export { groupFindings, type Cause, type FindingGroup } from './group-findings.ts';
export { joinWords, tellStory } from './story.ts';
export { visible } from './visible.ts';
