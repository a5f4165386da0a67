export { renderAccountsCsv, renderKeysCsv } from './csv.ts';
export { renderHtml } from './html.tsx';
export { renderJson } from './json.ts';
