import { runIdOf, type RunName } from '@keysweep/core';

/** One invocation to be measured: of which function, and with what. */
export interface Step {
  readonly name: string;
  readonly function: 'inventory' | 'sweep' | 'gate' | 'summarise';
  readonly event: object;
  /** Whether all accounts must have come as far as the batch before it. */
  readonly needsAll?: boolean;
  /** What must be in the answer for the work to have been done. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

const EXECUTION = 'arn:aws:states:us-east-1:111111111111:execution:keysweep-sweep:bench';
const POLICY = 'weekly';
/** An audit comes after the run, in a name of its own. */
const LATER_MS = 60_000;

/** The life of a run and of an audit after it, as the state machine invokes the functions; of all batches, one. */
export function stepsOf(batch: readonly string[], due: Date): readonly Step[] {
  const run = { policy: POLICY, runId: runIdOf(due) };
  return [...runSteps(batch, run, due), ...auditSteps(batch, new Date(due.getTime() + LATER_MS))];
}

function runSteps(accounts: readonly string[], run: RunName, due: Date): readonly Step[] {
  const at = due.toISOString();
  const pass = { run, pass: 1 };
  const batch = { ...pass, accounts };
  return [
    {
      name: 'inventory',
      function: 'inventory',
      event: { policy: POLICY, scheduledTime: at, execution: EXECUTION },
    },
    { name: 'plan a batch', function: 'sweep', event: { stage: 'plan', ...batch }, answers: { failed: 0 } },
    {
      name: 'gate: weigh',
      function: 'gate',
      event: { stage: 'weigh', ...pass },
      needsAll: true,
      answers: { verdict: 'open' },
    },
    {
      name: 'sweep a batch',
      function: 'sweep',
      event: { stage: 'sweep', last: false, ...batch },
      answers: { left: 0 },
    },
    {
      name: 'gate: leftovers',
      function: 'gate',
      event: { stage: 'leftovers', ...pass },
      needsAll: true,
      answers: { left: 0 },
    },
    { name: 'summarise', function: 'summarise', event: { run, at } },
  ];
}

function auditSteps(accounts: readonly string[], due: Date): readonly Step[] {
  const at = due.toISOString();
  return [
    {
      name: 'inventory, audit',
      function: 'inventory',
      event: { policy: null, scheduledTime: at, execution: EXECUTION },
    },
    {
      name: 'audit a batch',
      function: 'sweep',
      event: { stage: 'audit', auditId: runIdOf(due), accounts },
      answers: { failed: 0 },
    },
    {
      name: 'summarise, audit',
      function: 'summarise',
      event: { run: null, at, audited: true },
      needsAll: true,
    },
  ];
}
