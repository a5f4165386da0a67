import type { Summary } from '@keysweep/core';
import { formatCount, formatInstant, formatPercent, tellStory, VERDICT_LABELS, visible } from '../words/index.ts';
import { Bar } from './bar.tsx';
import { Badge, Instant } from './parts.tsx';

/** What happened, in one sentence, and the coverage. Stands in the first view of any screen. */
export function Verdict({ summary }: { readonly summary: Summary }) {
  const { headline, details } = tellStory(summary);
  const { label, tone } = VERDICT_LABELS[summary.verdict];
  return (
    <section class={`verdict edge-${tone}`} aria-labelledby="headline">
      <div class="told">
        <p class="when">
          <Instant at={summary.at} text={formatInstant(summary.at)} />
          <span class="where">{visible(summary.organizationId)}</span>
        </p>
        <p id="verdict" data-verdict={summary.verdict}>
          <Badge tone={tone}>{label}</Badge>
        </p>
        <h1 id="headline">{headline}</h1>
      </div>
      <Coverage summary={summary} />
      <div class="details">
        {details.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </section>
  );
}

function Coverage({ summary: { coverage } }: { readonly summary: Summary }) {
  const missing = coverage.inScope - coverage.covered;
  const tone = missing > 0 || coverage.inScope === 0 ? 'bad' : 'good';
  return (
    <div class="coverage" id="coverage" data-in-scope={coverage.inScope} data-covered={coverage.covered}>
      <h2>Coverage</h2>
      <p class={`figure ink-${tone}`}>{formatPercent(coverage.percent)}</p>
      <p>
        <b>{formatCount(coverage.covered)}</b> of <b>{formatCount(coverage.inScope)}</b> accounts in scope are covered
      </p>
      <Bar
        id="coverage-bar"
        title="Coverage of the accounts in scope"
        segments={[
          { name: 'covered', label: 'Covered', count: coverage.covered, tone: 'good', shade: 1 },
          { name: 'missing', label: 'Not covered', count: missing, tone: 'bad', shade: 1 },
        ]}
      />
      <p class="small">
        Accounts whose policy only observes, that wait for their first sweep, or were held for at most 14 days, count as
        covered.
      </p>
    </div>
  );
}
