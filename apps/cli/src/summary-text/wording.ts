// The page and the terminal tell a summary in the same words.
export {
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
} from '../../../aggregator/src/render/index.ts';
