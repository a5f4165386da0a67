import { eventsOfReport, nextRunDue, type AccountReport, type Config, type PutEvents } from '@keysweep/core';
import { embeddedMetrics } from './embedded-metrics.ts';
import type { Outlets } from './outlets.ts';

/** Reports that have just been written, and the policies that they are of. */
export interface NewReports {
  readonly reports: readonly AccountReport[];
  readonly config: Config;
  readonly now: Date;
}

/**
 * Tells of every key that these reports say was changed: one event each. Whoever wrote a report tells of it, and a report is
 * written once: so no key is told of twice in a run, however often its stages are started again, and no mark is needed. Never
 * throws: what could not be told is in the report all the same, and `Untold` counts it.
 */
export async function tellKeys({ reports, config, now }: NewReports, outlets: Outlets): Promise<PutEvents> {
  const events = reports.flatMap((report) => eventsOfReport(report, nextSweepOf(report.policy, config, now)));
  if (events.length === 0) return { taken: 0, lost: 0, failure: null };
  const put = await outlets.eventBus.put(events);
  const [{ organizationId } = { organizationId: '' }] = events;
  const untold = { name: 'Untold', unit: 'Count', value: put.lost } as const;
  outlets.emit(embeddedMetrics([untold], { organizationId, at: now.toISOString() }));
  return put;
}

/** A policy that the configuration no longer has, or whose years are over, has no next sweep. */
function nextSweepOf(policy: string, { policies }: Config, now: Date): string | null {
  const found = policies[policy];
  return found === undefined ? null : (nextRunDue(found, now)?.toISOString() ?? null);
}
