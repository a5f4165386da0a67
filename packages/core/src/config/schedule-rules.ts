import type { Problem } from '../problem.ts';
import { parseSchedule } from '../schedule.ts';
import { checkTimeZone } from '../time-zone.ts';

/** Whether a written schedule, and a written time zone, are ones that AWS takes; each is judged without the other. */
export function scheduleProblems(
  written: { readonly schedule?: string | undefined; readonly timezone?: string | undefined },
  path: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  const schedule = written.schedule === undefined ? null : parseSchedule(written.schedule, 'UTC');
  if (schedule !== null && !schedule.ok) {
    problems.push({ path: [...path, 'schedule'], at: 'value', problem: schedule.problem, hint: schedule.hint });
  }
  const zone = written.timezone === undefined ? null : checkTimeZone(written.timezone);
  if (zone !== null) problems.push({ path: [...path, 'timezone'], at: 'value', ...zone });
  return problems;
}
