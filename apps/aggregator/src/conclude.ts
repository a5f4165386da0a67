import { known, runIdOf, summaryIdOf, type RunName, type Summary } from '@keysweep/core';
import type { Centre } from './centre.ts';
import { endRun, type EndedRun } from './end-run.ts';
import type { HashedConfig } from './inventory.ts';
import { lastAuditId } from './later-looks.ts';
import type { Latest } from './latest-summary.ts';
import { publishSummary } from './publish-summary.ts';
import type { Outlets } from './tell/outlets.ts';
import { tellSummary, type Telling } from './tell/tell-summary.ts';

/** How a run, if there was one, ended; and the summary that was published. */
export interface Conclusion {
  readonly ended: EndedRun | null;
  readonly summary: Summary;
  readonly published: Latest;
  /** What became of its message; null where there was nobody to tell. */
  readonly telling: Telling | null;
}

/** What a conclusion is drawn with. */
export interface ConcludeInput {
  readonly hashed: HashedConfig;
  readonly centre: Centre;
  /** Null to tell nobody. */
  readonly outlets: Outlets | null;
  /** Whether an audit was to look at every account at the same instant; default false: the last audit is the one to go by. */
  readonly audited?: boolean;
}

/**
 * Ends a run (null: there is none, or nobody knows which), summarises the organization, publishes the summary and tells it.
 * A run that cannot be ended does not keep the organization from being summarised: its error is thrown after that.
 */
export async function conclude(
  run: RunName | null,
  at: Date,
  { hashed, centre, outlets, audited = false }: ConcludeInput,
): Promise<Conclusion> {
  const ending = await (run === null ? Promise.resolve(null) : endRun(run, centre)).then(
    (ended) => ({ ended, error: null }),
    (error: unknown) => ({ ended: null, error }),
  );
  const audit = audited ? known(runIdOf(at)) : await lastAuditId(centre);
  const id = summaryIdOf(run, at);
  const { summary, latest: published } = await publishSummary({ id, audit, hashed }, centre);
  const ended = run === null ? null : { policy: run.policy, runId: run.runId, state: ending.ended?.state ?? null };
  const told = { id, summary, run: ended, folder: published.summary };
  const telling = outlets === null ? null : await tellSummary(told, centre, outlets);
  if (ending.error !== null) throw ending.error;
  return { ended: ending.ended, summary, published, telling };
}
