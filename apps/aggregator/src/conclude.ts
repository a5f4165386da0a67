import { known, runIdOf, summaryIdOf, type RunName, type Summary } from '@keysweep/core';
import type { Centre } from './centre.ts';
import { endRun, type EndedRun } from './end-run.ts';
import type { HashedConfig } from './inventory.ts';
import { lastAuditId } from './later-looks.ts';
import type { Latest } from './latest-summary.ts';
import { publishSummary } from './publish-summary.ts';
import { summariseOrganization } from './summarise-organization.ts';

/** How a run, if there was one, ended; and the summary that was published. */
export interface Conclusion {
  readonly ended: EndedRun | null;
  readonly summary: Summary;
  readonly published: Latest;
}

/** What a conclusion is made with. */
export interface Concluding {
  readonly hashed: HashedConfig;
  readonly centre: Centre;
  /** Whether an audit was to look at every account at the same instant; default false: the last audit is the one to go by. */
  readonly audited?: boolean;
}

/**
 * Ends a run (null: there is none, or nobody knows which), summarises the organization and publishes the summary. A run
 * that cannot be ended does not keep the organization from being summarised: its error is thrown after that.
 */
export async function conclude(
  run: RunName | null,
  at: Date,
  { hashed, centre, audited = false }: Concluding,
): Promise<Conclusion> {
  const ending = await (run === null ? Promise.resolve(null) : endRun(run, centre)).then(
    (ended) => ({ ended, error: null }),
    (error: unknown) => ({ ended: null, error }),
  );
  const audit = audited ? known(runIdOf(at)) : await lastAuditId(centre);
  const summary = await summariseOrganization(hashed, centre, audit);
  const published = await publishSummary(summary, { id: summaryIdOf(run, at), config: hashed.config }, centre);
  if (ending.error !== null) throw ending.error;
  return { ended: ending.ended, summary, published };
}
