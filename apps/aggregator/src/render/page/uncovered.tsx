import { CENSUS_LABELS, CENSUS_ORDER, countOf, tellCensusGaps } from '../words/index.ts';
import { AccountGroups } from './account-groups-view.tsx';
import type { PageContent } from './lay-out.ts';

/** What no policy covers: keys and secrets that no sweep will ever touch, and where nobody could count them. */
export function Uncovered({ content: { summary, uncovered } }: { readonly content: PageContent }) {
  const { census, standings } = summary;
  const gaps = tellCensusGaps(census);
  const none = CENSUS_ORDER.filter((kind) => CENSUS_LABELS[kind].ofAll(census) === null);
  return (
    <section class="card" id="uncovered" aria-labelledby="uncovered-heading">
      <header class="split">
        <h2 id="uncovered-heading">What no policy covers</h2>
        <p class="muted">{census.accounts === 0 ? 'not counted' : `${countOf(census.accounts, 'account')} counted`}</p>
      </header>
      <p class="muted">Nothing here is swept, and none of it counts for the verdict.</p>
      {gaps !== null && <p class="notice">{gaps}</p>}
      <AccountGroups groups={uncovered} />
      {standings.leftScope > 0 && (
        <p class="notice" data-left-scope={standings.leftScope}>
          {countOf(standings.leftScope, 'key')} of users who left the configured groups: they are named above, in what
          needs a person.
        </p>
      )}
      {census.accounts > 0 && none.length > 0 && (
        <p class="small">None found: {none.map((kind) => CENSUS_LABELS[kind].label.toLowerCase()).join(', ')}.</p>
      )}
    </section>
  );
}
