import { createHash } from 'node:crypto';
import type { Summary } from '@keysweep/core';
import { render } from 'preact-render-to-string';
import { SCRIPT } from './assets/script/index.ts';
import { STYLE } from './assets/style.ts';
import { Accounts } from './page/accounts.tsx';
import { Attention } from './page/attention.tsx';
import { CELL_LABELS } from './page/cell-labels.ts';
import { Changes } from './page/changes.tsx';
import { Charts } from './page/charts.tsx';
import { Exemptions } from './page/exemptions.tsx';
import { Keys } from './page/keys.tsx';
import { layOut } from './page/lay-out.ts';
import { LiveKeys } from './page/live-keys.tsx';
import type { PageKeys } from './page/page-keys.ts';
import { Runs } from './page/runs.tsx';
import { Uncovered } from './page/uncovered.tsx';
import { Units } from './page/units.tsx';
import { Verdict } from './page/verdict.tsx';
import { formatDay, VERDICT_LABELS, visible } from './words/index.ts';

/**
 * `summary.html`: the summary as one page of at most `MOST_BYTES` that needs nothing else: no network, and no script for
 * anything that a person must act on. Every name in it is anyone's text. Preact escapes what is markup, `embedData` what is
 * data, and the policy below lets nothing run or load but our own two constants. `keys` are those of this summary.
 */
export function renderHtml(summary: Summary, keys: PageKeys): string {
  return `<!doctype html>\n${render(<Page summary={summary} keys={keys} />)}\n`;
}

const WHOLE_STYLE = `${STYLE}${CELL_LABELS}`;
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(WHOLE_STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`;
}

function Page({ summary, keys }: { readonly summary: Summary; readonly keys: PageKeys }) {
  const content = layOut(summary, keys);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={CONTENT_SECURITY_POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>{`${VERDICT_LABELS[summary.verdict].label}: keysweep, ${formatDay(summary.at)}`}</title>
        <style dangerouslySetInnerHTML={{ __html: WHOLE_STYLE }} />
      </head>
      <body>
        <PageHeader />
        <main id="main">
          <Verdict summary={summary} />
          <Attention content={content} />
          <Changes content={content} />
          <Charts summary={summary} />
          <Units content={content} />
          <Accounts content={content} />
          <Keys content={content} />
          <LiveKeys summary={summary} />
          <Uncovered content={content} />
          <Exemptions content={content} />
          <Runs content={content} />
        </main>
        <PageFooter summary={summary} />
        <script id="data" type="application/json" dangerouslySetInnerHTML={{ __html: content.data.json }} />
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>
  );
}

const PLACES = [
  ['attention', 'What needs a person'],
  ['changes', 'What changed'],
  ['units', 'Units'],
  ['accounts', 'Accounts'],
  ['keys', 'Keys'],
  ['uncovered', 'Not covered'],
  ['exemptions', 'Exemptions'],
  ['runs', 'Runs'],
] as const;

function PageHeader() {
  return (
    <header class="top">
      <a class="skip" href="#main">
        Skip to the summary
      </a>
      <p class="brand">keysweep</p>
      <nav aria-label="Sections">
        {PLACES.map(([id, label]) => (
          <a key={id} href={`#${id}`}>
            {label}
          </a>
        ))}
      </nav>
    </header>
  );
}

function PageFooter({ summary }: { readonly summary: Summary }) {
  return (
    <footer>
      <p>
        Key ids show their last four characters. All times are UTC. The same numbers are in summary.json, accounts.csv
        and keys.csv.
      </p>
      <p>
        Configuration <code>{visible(summary.configHash)}</code>
      </p>
    </footer>
  );
}
