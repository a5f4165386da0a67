export { renderSummaryText, type SummaryTextOptions } from './render-summary-text.ts';
