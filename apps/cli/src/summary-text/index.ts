export { renderSummaryText } from './render-summary-text.ts';
