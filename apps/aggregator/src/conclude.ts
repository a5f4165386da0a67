import { summaryIdOf, type RunName, type Summary } from '@keysweep/core';
import type { Centre } from './centre.ts';
import { endRun, type EndedRun } from './end-run.ts';
import type { HashedConfig } from './inventory.ts';
import type { Latest } from './latest-summary.ts';
import { publishSummary } from './publish-summary.ts';
import { summariseOrganization } from './summarise-organization.ts';

/** How a run, if there was one, ended; and the summary that was published. */
export interface Conclusion {
  readonly ended: EndedRun | null;
  readonly summary: Summary;
  readonly published: Latest;
}

/**
 * Ends a run (null: there is none, or nobody knows which), summarises the organization and publishes the summary. A run
 * that cannot be ended does not keep the organization from being summarised: its error is thrown after that.
 */
export async function conclude(
  run: RunName | null,
  at: Date,
  { hashed, centre }: { readonly hashed: HashedConfig; readonly centre: Centre },
): Promise<Conclusion> {
  const ending = await (run === null ? Promise.resolve(null) : endRun(run, centre)).then(
    (ended) => ({ ended, error: null }),
    (error: unknown) => ({ ended: null, error }),
  );
  const summary = await summariseOrganization(hashed, centre);
  const published = await publishSummary(summary, { id: summaryIdOf(run, at), config: hashed.config }, centre);
  if (ending.error !== null) throw ending.error;
  return { ended: ending.ended, summary, published };
}
