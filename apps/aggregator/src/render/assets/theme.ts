/** The ink of each tone on a card and on its own tint, and the shades of charts. Contrast is measured by the browser tests. */
const LIGHT = `
  --page: #f4f6f8; --card: #ffffff; --line: #dde3ea; --ink: #18212d; --muted: #55616f; --link: #1f57a8; --track: #e6eaef;
  --good: #17693f; --good-tint: #e2f3e9; --info: #22529c; --info-tint: #e4edfa; --warn: #7a4f00; --warn-tint: #fbf0d6;
  --bad: #a3211a; --bad-tint: #fbe7e4; --quiet: #4b5663; --quiet-tint: #e9edf1;
  --good-1: #23794d; --good-2: #58a67f; --good-3: #8fc7a9; --good-4: #bcdfcb; --info-1: #3566b8; --info-2: #8fb0e0;
  --warn-1: #c07c08; --warn-2: #e3b95e; --bad-1: #b3261e; --bad-2: #cf5a4b; --bad-3: #e2917f; --bad-4: #efbcae;
  --quiet-1: #8a95a3; --quiet-2: #bfc7d0;`;

const DARK = `
  --page: #0f1319; --card: #171d25; --line: #2b343f; --ink: #e7ebf0; --muted: #a5b0bd; --link: #8db8f7; --track: #29323d;
  --good: #7fd6a4; --good-tint: #16331f; --info: #a3c4f8; --info-tint: #1a2c49; --warn: #ecc46a; --warn-tint: #382a0c;
  --bad: #ff9f94; --bad-tint: #431c19; --quiet: #b4bfcb; --quiet-tint: #28313b;
  --good-1: #3fa873; --good-2: #2f8058; --good-3: #74c79c; --good-4: #a4dabd; --info-1: #5b8fe0; --info-2: #9dbef2;
  --warn-1: #d89a2b; --warn-2: #efca80; --bad-1: #e5564a; --bad-2: #b9443a; --bad-3: #ef8d80; --bad-4: #f5bab1;
  --quiet-1: #6f7b89; --quiet-2: #4c5763;`;

const TONES = ['good', 'info', 'warn', 'bad', 'quiet'] as const;

const tones = TONES.map(
  (tone) => `
.badge.${tone} { color: var(--${tone}); background: var(--${tone}-tint); }
.ink-${tone} { color: var(--${tone}); }
.edge-${tone} { --edge: var(--${tone}-1); }
${[1, 2, 3, 4].map((shade) => `.fill-${tone}-${shade} { fill: var(--${tone}-${shade}); } .bg-${tone}-${shade} { background: var(--${tone}-${shade}); }`).join('\n')}`,
).join('');

/** Colours for light, dark and paper, and the classes that use them by tone. */
export const THEME = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
@media print { :root { color-scheme: light; ${LIGHT} --page: #ffffff; } }
${tones}`;
