import { THEME } from './theme.ts';

const BASE = `
*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
p, h1, h2, h3, ul { margin: 0; padding: 0; }
ul { list-style: none; }
h1 { font-size: clamp(1.4rem, 1.1rem + 1.4vw, 2.1rem); line-height: 1.25; font-weight: 650; letter-spacing: -0.015em; text-wrap: balance; }
h2 { font-size: 1.125rem; line-height: 1.3; font-weight: 650; }
h3 { font-size: 0.875rem; font-weight: 600; color: var(--muted); margin: 1.25rem 0 0.5rem; }
b { font-weight: 650; }
a { color: var(--link); text-underline-offset: 0.2em; }
code, .id { font: 0.875em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
[hidden] { display: none !important; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.muted, .small, .id { color: var(--muted); }
.small { font-size: 0.8125rem; line-height: 1.45; }
.name { font-weight: 550; }
.badge { display: inline-block; padding: 0.1em 0.6em; border-radius: 999px; font-size: 0.8125rem; font-weight: 600; line-height: 1.5; }
`;

const LAYOUT = `
.top, main, footer { max-width: 80rem; margin-inline: auto; padding-inline: clamp(1rem, 3vw, 2.5rem); }
.top { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 1.75rem; padding-block: 1.1rem; }
.brand { font-weight: 700; letter-spacing: -0.01em; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; font-size: 0.875rem; }
nav a { color: var(--muted); text-decoration: none; padding-block: 0.25rem; }
nav a:hover { color: var(--link); text-decoration: underline; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
.card, .verdict { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: clamp(1.1rem, 2.2vw, 1.75rem); }
.split { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 1rem; margin-bottom: 0.9rem; }
.verdict { border-top: 5px solid var(--edge); display: grid; gap: 1rem clamp(1.5rem, 4vw, 4rem); }
.verdict { grid-template: "told coverage" auto "details coverage" 1fr / minmax(0, 1fr) 17.5rem; }
.told { grid-area: told; display: grid; gap: 0.75rem; align-content: start; }
.details { grid-area: details; display: grid; gap: 0.5rem; align-content: start; max-width: 68ch; }
.when { display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: 0.875rem; color: var(--muted); }
.verdict .badge { font-size: 0.9375rem; padding: 0.2em 0.8em; }
.coverage { grid-area: coverage; display: grid; gap: 0.5rem; align-content: start; border-left: 1px solid var(--line); padding-left: clamp(1.25rem, 2.5vw, 2rem); }
.figure { font-size: 3rem; line-height: 1.05; font-weight: 650; letter-spacing: -0.03em; }
.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.25rem; }
.bar { display: block; width: 100%; height: 1rem; border-radius: 5px; overflow: hidden; }
.track { fill: var(--track); }
.legend { margin: 1rem 0 0.5rem; display: grid; gap: 0.4rem; }
.legend li { display: grid; grid-template-columns: 0.75rem minmax(1.5rem, auto) minmax(0, 1fr); gap: 0.5rem; align-items: baseline; }
.legend b { text-align: right; }
.swatch { width: 0.75rem; height: 0.75rem; border-radius: 3px; }
.findings { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); gap: 1rem 1.5rem; align-items: start; }
.finding { display: grid; align-content: start; gap: 0.3rem; padding: 0.35rem 0 0.35rem 0.9rem; border-left: 3px solid var(--edge); min-width: 0; }
.finding:has(details[open]) { grid-column: 1 / -1; }
.about { display: flex; flex-wrap: wrap; gap: 0.25rem 0.6rem; align-items: baseline; }
.causes { display: grid; gap: 0.45rem; }
.where { display: flex; flex-wrap: wrap; gap: 0 1.25rem; font-size: 0.9375rem; }
.where li { min-width: 0; max-width: 100%; }
.finding details { font-size: 0.9375rem; }
.finding summary { font-size: 0.875rem; padding-block: 0.1rem; }
.finding details[open] > summary { margin-bottom: 0.35rem; }
.todo { font-size: 0.9375rem; color: var(--muted); }
.todo::before { content: "→ "; content: "→ " / ""; }
.groups { columns: 2 27rem; column-gap: 1.5rem; }
.groups .finding { break-inside: avoid; margin-bottom: 1.1rem; }
.note { font-size: 0.875rem; color: var(--muted); margin-left: 0.35rem; }
.below-groups { margin-top: 1rem; }
.figures { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem clamp(1.25rem, 3vw, 3rem); margin-bottom: 1.25rem; }
.figures li { display: grid; gap: 0.15rem; align-content: start; }
.figures .now { font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; }
.bars { display: grid; gap: 0.55rem; }
.bars li { display: grid; grid-template-columns: 10.5rem minmax(0, 1fr) minmax(2.5rem, auto); gap: 0.75rem; align-items: center; }
.bars b { text-align: right; }
.approve { margin-top: 0.9rem; display: grid; gap: 0.35rem; }
.command { display: inline-block; padding: 0.35rem 0.7rem; background: var(--page); border: 1px solid var(--line); border-radius: 8px; }
.empty, .notice { color: var(--muted); }
.notice { margin-block: 0.75rem; }
summary { cursor: pointer; font-size: 0.9375rem; color: var(--link); padding-block: 0.35rem; }
details[open] > summary { margin-bottom: 0.75rem; }
footer { padding-block: 1.5rem 3rem; font-size: 0.8125rem; color: var(--muted); display: grid; gap: 0.25rem; }
`;

const TABLES = `
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.7rem 0.75rem; text-align: left; vertical-align: top; font-weight: 400; min-width: 5.5rem; overflow-wrap: anywhere; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: 0.8125rem; font-weight: 600; color: var(--muted); padding-block: 0.4rem; overflow-wrap: normal; }
tbody tr { border-top: 1px solid var(--line); }
thead th { vertical-align: baseline; }
:is(th, td):has(> div > .name) { min-width: 8.75rem; }
.number { text-align: right; min-width: 3.5rem; }
td > div > .small, th > div > .small, td > div > .id, th > div > .id { display: block; }
.why { max-width: 36ch; }
.tally { font-size: 0.875rem; min-width: 8rem; display: flex; flex-wrap: wrap; gap: 0 0.9rem; }
.tally li { white-space: nowrap; }
#accounts-table .tally { display: block; }
#units-table .number { width: 6rem; }
@media screen and (min-width: 60.01rem) { #units-table th:first-child { min-width: 15rem; } }
td time { white-space: nowrap; }
th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit; white-space: nowrap; }
th button::after { content: "↕"; content: "↕" / ""; display: inline-block; width: 1.1em; text-align: right; opacity: 0.55; }
th[aria-sort] button { color: var(--ink); }
th[aria-sort] button::after { opacity: 1; }
th[aria-sort="ascending"] button::after { content: "↑"; content: "↑" / ""; }
th[aria-sort="descending"] button::after { content: "↓"; content: "↓" / ""; }
.toolbar { display: flex; flex-wrap: wrap; gap: 0.75rem 1rem; align-items: end; margin-bottom: 0.75rem; }
.toolbar label { display: grid; gap: 0.2rem; font-size: 0.8125rem; color: var(--muted); }
.toolbar input, .toolbar select {
  font: inherit; font-size: 1rem; color: var(--ink); background: var(--card); border: 1px solid var(--muted); border-radius: 8px; padding: 0.4rem 0.6rem; min-height: 2.5rem;
}
.toolbar ::placeholder { color: var(--muted); opacity: 1; }
.toolbar output { margin-left: auto; font-size: 0.875rem; color: var(--muted); padding-block: 0.55rem; }
.narrow, html:not(.scripts) .scripted { display: none !important; }
.show, .more { font: inherit; color: var(--link); background: none; border: 0; padding: 0; cursor: pointer; text-decoration: underline; text-underline-offset: 0.2em; }
.show { font-size: 0.875rem; min-height: 1.5rem; }
.more { margin-top: 0.9rem; border: 1px solid var(--line); border-radius: 8px; padding: 0.45rem 0.9rem; text-decoration: none; }
table:has(tbody:empty) { display: none; }
tbody .below { border-top: 0; }
.below > td { padding: 0 0 0.9rem; }
.keys-of { display: grid; gap: 0.35rem; border-left: 3px solid var(--line); padding-left: 0.9rem; }
`;

const NARROW = `
@media (max-width: 60rem) {
  .charts { grid-template-columns: minmax(0, 1fr); }
  .verdict { grid-template: "told" "coverage" "details" / minmax(0, 1fr); }
  .coverage { border-left: 0; padding-left: 0; }
}
@media screen and (max-width: 60rem) {
  table, tbody, tr, th, td { display: block; }
  thead { display: none; }
  tbody { display: grid; gap: 0.75rem; }
  tbody tr { border: 1px solid var(--line); border-radius: 10px; padding: 0.75rem 0.9rem; }
  tbody th, tbody td, tbody :is(th, td):has(> div > .name) { padding: 0.25rem 0; min-width: 0; text-align: left; }
  tbody th { padding-bottom: 0.4rem; font-size: 1rem; }
  tbody td { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: 0.75rem; }
  tbody td::before { font-size: 0.8125rem; line-height: 1.75; color: var(--muted); }
  tbody .below > td { display: block; }
  tbody .below > td::before { content: none !important; }
  .why { max-width: none; }
  td time { white-space: normal; }
  tbody .number, #units-table .number { text-align: left; width: auto; }
  .narrow { display: grid !important; }
  .toolbar label { flex: 1 1 12rem; min-width: 0; }
  .toolbar input, .toolbar select { width: 100%; }
  .toolbar output { margin-left: 0; flex-basis: 100%; padding-block: 0; }
}
@media (max-width: 40rem) {
  nav { display: none; }
  .top { padding-block: 0.8rem; }
  .figure { font-size: 2.5rem; }
  .figures .now { font-size: 1.125rem; }
  .bars li { grid-template-columns: 8rem minmax(0, 1fr) minmax(2.5rem, auto); gap: 0.5rem; }
  .verdict { gap: 1rem; }
}
`;

const PAPER = `
@media print {
  @page { margin: 14mm; }
  html { font-size: 9.5pt; }
  h1 { font-size: 1.8rem; }
  .findings { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .top, main, footer { max-width: none; padding-inline: 0; }
  nav, .skip, .toolbar, .show, .more, .scripted, summary { display: none !important; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  main { display: block; }
  .card, .verdict { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 0.8rem 0; break-inside: auto; }
  .verdict { border-top: 4px solid var(--edge); }
  .figures .now { font-size: 1.25rem; }
  table { font-size: 0.85rem; }
  thead { display: table-header-group; }
  th, td, :is(th, td):has(> div > .name) { padding-block: 0.3rem; min-width: 0; }
  thead th { font-size: 0.78rem; }
  .number, #units-table .number { width: auto; }
  th button::after { content: none; }
  .small, .badge, .tally { font-size: 0.78rem; }
  .badge, .bar, .swatch, .fill { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  tr, .causes > li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;

/** The style of the page but for the labels of its cells: a constant, so that the page's policy can name it by its hash. */
export const STYLE = [THEME, BASE, LAYOUT, TABLES, NARROW, PAPER].join('');
