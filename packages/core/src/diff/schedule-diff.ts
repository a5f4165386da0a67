import * as v from 'valibot';
import { resourcesOfType, type Template } from './template-diff.ts';
import { asText, at } from './value-change.ts';

const scheduleSettings = v.object({ expression: v.string(), timezone: v.string(), state: v.string() });

/** A schedule that comes, goes, or is due at other times; `before` and `after` are null where there is none. */
export const scheduleChange = v.object({
  name: v.string(),
  change: v.picklist(['added', 'removed', 'changed']),
  before: v.nullable(scheduleSettings),
  after: v.nullable(scheduleSettings),
});

/** A schedule that comes, goes, or is due at other times. */
export type ScheduleChange = v.InferOutput<typeof scheduleChange>;
type ScheduleSettings = v.InferOutput<typeof scheduleSettings>;

/**
 * Compares the schedules of two templates by name, leaving out what AWS fills in: no time zone is UTC, no state ENABLED.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export function diffSchedules(before: Template | null, after: Template | null): ScheduleChange[] {
  const [from, to] = [schedulesOf(before), schedulesOf(after)];
  const names = [...new Set([...from.keys(), ...to.keys()])].sort();
  return names.flatMap((name): ScheduleChange[] => {
    const [old = null, now = null] = [from.get(name), to.get(name)];
    if (old === null) return [{ name, change: 'added', before: null, after: now }];
    if (now === null) return [{ name, change: 'removed', before: old, after: null }];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    return [{ name, change: 'changed', before: old, after: now }];
  });
}

function schedulesOf(template: Template | null): ReadonlyMap<string, ScheduleSettings> {
  return new Map(
    resourcesOfType(template, 'AWS::Scheduler::Schedule').map(([logicalId, resource]) => {
      const textAt = (property: string): string | undefined => {
        const value = at(resource, ['Properties', property]);
        return value === undefined ? undefined : asText(value);
      };
      const settings = {
        expression: textAt('ScheduleExpression') ?? '',
        timezone: textAt('ScheduleExpressionTimezone') ?? 'UTC',
        state: textAt('State') ?? 'ENABLED',
      };
      return [textAt('Name') ?? logicalId, settings];
    }),
  );
}
