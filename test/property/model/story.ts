import { byKind, type ByKind } from './by-kind.ts';
import type { Step } from './step.ts';
import type { Interruption, WorldEvent } from './world.ts';

const LONGEST_LINE = 600;

/** One step in a line, for a reader who has to find out what went wrong. */
export function tell(step: Step): string {
  return byKind(TELL, step, null).slice(0, LONGEST_LINE);
}

const TELL: ByKind<Step, null, string> = {
  event: ({ event }) => tellEvent(event),
  deploy: ({ edit, written: { assignments, ...rest } }) => {
    const places = assignments.map(({ target, policy }) => `${target}: ${policy}`).join(', ');
    return `${edit}: deploy { ${places} } ${JSON.stringify(rest)}`;
  },
  publish: () => 'publish',
  sweep: ({ policy, interruption }) => `sweep ${policy}${tellInterruption(interruption)}`,
  'sweep-again': ({ run, interruption }) => `sweep again ${run.policy} ${run.runId}${tellInterruption(interruption)}`,
};

function tellEvent({ kind, ...rest }: WorldEvent): string {
  return `${kind} ${JSON.stringify(rest)}`;
}

function tellInterruption(interruption: Interruption | null): string {
  if (interruption === null) return '';
  const { stage, event } = interruption;
  return ` (at ${stage}: ${typeof event === 'string' ? event : tellEvent(event)})`;
}
