import type { SummaryChanges } from '@keysweep/core';
import { changedFigures, DIRECTION_LABELS, formatInstant, visible, type ChangedFigure } from '../words/index.ts';
import { AccountGroups } from './account-groups-view.tsx';
import type { PageContent } from './lay-out.ts';
import { Badge, Instant } from './parts.tsx';

/** What is otherwise than in the previous summary: the numbers, then the accounts, those that are worse first. */
export function Changes({ content: { summary, changes } }: { readonly content: PageContent }) {
  const { comparison } = summary;
  return (
    <section class="card" id="changes" aria-labelledby="changes-heading" data-comparison={comparison.state}>
      <header class="split">
        <h2 id="changes-heading">What changed</h2>
        <p class="muted">
          {comparison.state === 'compared' ? (
            <>
              since <Instant at={comparison.at} text={formatInstant(comparison.at)} />
            </>
          ) : (
            'nothing to compare with'
          )}
        </p>
      </header>
      {comparison.state === 'first' && (
        <p class="empty">This is the first summary: there is none to compare it with.</p>
      )}
      {comparison.state === 'unread' && <p class="notice">What changed is not known: {visible(comparison.why)}.</p>}
      {summary.changes !== null && <Figures changes={summary.changes} />}
      {summary.changes !== null && changes.length === 0 && (
        <p class="empty">No account came, left or changed its state.</p>
      )}
      <AccountGroups groups={changes} />
      {comparison.state === 'compared' && (
        <p class="small below-groups">
          Compared with <code>summaries/{visible(comparison.summaryId)}</code> in the evidence bucket.
        </p>
      )}
    </section>
  );
}

function Figures({ changes }: { readonly changes: SummaryChanges }) {
  return (
    <ul class="figures">
      {changedFigures(changes).map((figure) => (
        <li key={figure.name} data-figure={figure.name}>
          <span class="small">{figure.label}</span>
          <span class="now">
            {figure.direction !== null && (
              <>
                <span class="muted">{figure.before}</span>
                <span aria-hidden="true"> → </span>
                <span class="hidden"> before, now </span>
              </>
            )}
            <b>{figure.after}</b>
          </span>
          <Turn figure={figure} />
        </li>
      ))}
    </ul>
  );
}

function Turn({ figure: { direction } }: { readonly figure: ChangedFigure }) {
  if (direction === null) return <span class="small">as before</span>;
  const { label, tone } = DIRECTION_LABELS[direction];
  return (
    <span>
      <Badge tone={tone}>{label.toLowerCase()}</Badge>
    </span>
  );
}
