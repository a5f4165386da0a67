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
export { ageGroups, type AgeGroup } from './ages.ts';
export { CENSUS_LABELS, CENSUS_ORDER, tellCensusGaps, tellUncovered, type CensusKind } from './census.ts';
export {
  changedFigures,
  DIRECTION_LABELS,
  DIRECTION_ORDER,
  stateChangeLabel,
  tellChanges,
  type ChangedFigure,
  type Direction,
} from './changes.ts';
export { urgencyOf, type ExemptionUrgency } from './exemptions.ts';
export { gather } from './gather.ts';
export {
  coverageLabel,
  endingLabel,
  ENDING_LABELS,
  ENDING_ORDER,
  SEVERITY_LABELS,
  STANDING_LABELS,
  STANDING_ORDER,
  STATE_LABELS,
  STATE_ORDER,
  UNJUDGED,
  VERDICT_LABELS,
  VERIFIED_LABELS,
  type Label,
  type Tone,
} from './labels.ts';
export { accountsForAPerson, isAccountForAPerson, isKeyForAPerson } from './for-a-person.ts';
export { groupFindings, type Cause, type FindingGroup } from './group-findings.ts';
export { joinWords, tellLive, tellStory } from './story.ts';
export { visible } from './visible.ts';
