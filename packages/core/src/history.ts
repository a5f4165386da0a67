import * as v from 'valibot';
import { count, instant, policyName, runId, text } from './shape.ts';

const pastRun = v.object({
  runId,
  /** `started`: it has not ended yet, or was cut off. */
  state: v.picklist(['started', 'finished', 'held']),
  at: instant,
  reasons: v.array(text),
  revocationsPlanned: count,
  /** Keys deleted or deactivated; what the next gate measures a jump against. */
  revocations: count,
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

/** The history with one run added, or replaced by what is known of it now. */
export function rememberRun(history: History, run: PastRun): History {
  const others = history.runs.filter((past) => past.runId !== run.runId);
  const runs = [run, ...others].sort((left, right) => (left.runId < right.runId ? 1 : -1));
  return { ...history, runs: runs.slice(0, RUNS_KEPT) };
}
