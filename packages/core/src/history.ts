import * as v from 'valibot';
import { approvalSchema } from './approval.ts';
import type { Policy } from './policy.ts';
import { SETTLED_AFTER_MS } from './run.ts';
import { nextScheduledTime, parseSchedule, previousDue } from './schedule.ts';
import { count, instant, policyName, runId, text } from './shape.ts';

/** `started`: it has not ended, or broke off without a word. `failed`: it ended before its passes were done. */
export const RUN_STATES = ['started', 'finished', 'held', 'failed'] as const;

const pastRun = v.object({
  runId,
  state: v.picklist(RUN_STATES),
  /** When the run was due; where it approves another, when it was started. */
  at: instant,
  reasons: v.array(text),
  revocationsPlanned: count,
  /** Keys deleted or deactivated; what the next gate measures a jump against. */
  revocations: count,
  /** The held run whose plans it did; null for a run that planned for itself. */
  approves: v.nullish(approvalSchema, null),
  /** Set where a person who was asked said no before anything was done: then no account is judged by it. */
  declined: v.optional(v.boolean()),
});

/** The shape of a policy's history: its last runs, newest first. */
export const historySchema = v.object({
  schema: v.literal('keysweep/history/1'),
  policy: policyName,
  runs: v.pipe(v.array(pastRun), v.maxLength(20)),
});

/** A policy's last runs, newest first. */
export type History = v.InferOutput<typeof historySchema>;
/** One run as history remembers it. */
export type PastRun = History['runs'][number];

const RUNS_KEPT = 20;

/**
 * The history with one run added, or replaced by what is known of it now. That a run is started again does not undo how
 * it ended: until it ends anew, its accounts are judged by what it left.
 */
export function rememberRun(history: History, run: PastRun): History {
  const before = history.runs.find((past) => past.runId === run.runId);
  if (run.state === 'started' && before !== undefined && before.state !== 'started') return history;
  const others = history.runs.filter((past) => past !== before);
  const runs = [run, ...others].sort((left, right) => (left.runId < right.runId ? 1 : -1));
  return { ...history, runs: runs.slice(0, RUNS_KEPT) };
}

/** The runs that accounts may be judged by: to say no to a run by hand is not to have missed one, or to be held. */
function countingRuns({ runs }: History): readonly PastRun[] {
  return runs.filter(({ declined }) => declined !== true);
}

/**
 * The runs that have ended, or were due long enough ago, newest first. One that may still be at work says nothing yet, nor
 * does one that was declined.
 */
export function settledRuns(history: History, at: Date): readonly PastRun[] {
  const isOver = (run: PastRun): boolean => at.getTime() - Date.parse(run.at) >= SETTLED_AFTER_MS;
  return countingRuns(history).filter((run) => run.state !== 'started' || isOver(run));
}

/** The last run that is settled, or null. */
export function lastSettledRun(history: History, at: Date): PastRun | null {
  return settledRuns(history, at)[0] ?? null;
}

/**
 * Since when (ISO 8601) a policy has been held: the due time of the first run that was held after the last one that
 * finished, up to the given run. Not of the given run alone: a policy that is held every week is not held anew each time.
 */
export function heldSince(history: History, { runId, at }: PastRun): string {
  const earlier = countingRuns(history).filter((run) => run.runId < runId);
  const lastFinished = earlier.findIndex(({ state }) => state === 'finished');
  const since = earlier.slice(0, lastFinished < 0 ? earlier.length : lastFinished);
  return since.findLast(({ state }) => state === 'held')?.at ?? at;
}

/**
 * When the last run that should be over by now was due, where neither it nor a later one ever began; null where one did,
 * and for a schedule that was never due. Schedules of a configuration are valid.
 */
export function missedRun(history: History, { schedule, rules }: Policy, at: Date): Date | null {
  const [newest] = countingRuns(history);
  const parsed = parseSchedule(schedule, rules.timezone);
  const due = parsed.ok ? previousDue(parsed.schedule, new Date(at.getTime() - SETTLED_AFTER_MS + 1)) : null;
  const hasCome = due === null || (newest !== undefined && Date.parse(newest.at) >= due.getTime());
  return hasCome ? null : due;
}

/** When a policy's next run is due after an instant; null where its schedule is never due again. */
export function nextRunDue({ schedule, rules }: Policy, after: Date): Date | null {
  return nextScheduledTime(schedule, rules.timezone, after);
}
