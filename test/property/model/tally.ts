import type { AccountStateName } from '@keysweep/core';
import { depthOf } from './organization.ts';
import type { Model } from './model.ts';
import type { Run } from './run.ts';
import type { Step } from './step.ts';
import { revocationsOf } from './sweep.ts';
import type { WorldEvent } from './world.ts';

/** How often each of some names occurred. */
export class Counts<Name extends string> {
  readonly #counts = new Map<Name, number>();

  add(name: Name, times = 1): void {
    this.#counts.set(name, this.of(name) + times);
  }

  of(name: Name): number {
    return this.#counts.get(name) ?? 0;
  }

  toString(): string {
    return [...this.#counts]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, times]) => `${name} ${times}`)
      .join(', ');
  }
}

/** What occurred in the lives that were lived. */
export class Tally {
  lives = 0;
  readonly most = { units: 0, accounts: 0, depth: 0, sweeps: 0 };
  readonly events = new Counts<string>();
  readonly ends = new Counts<Run['state']>();
  /** Accounts by state, over all summaries. */
  readonly states = new Counts<AccountStateName>();
  swept = 0;
  revoked = 0;

  see(model: Model): void {
    this.most.units = Math.max(this.most.units, model.units.size - 1);
    this.most.accounts = Math.max(this.most.accounts, model.accounts.size);
    for (const id of model.units.keys()) this.most.depth = Math.max(this.most.depth, depthOf(id, model));
    this.most.sweeps = Math.max(this.most.sweeps, model.runs.length);
  }

  count(step: Step): void {
    this.events.add(nameOf(step));
    if ((step.kind === 'sweep' || step.kind === 'sweep-again') && step.interruption !== null)
      this.events.add(typeof step.interruption.event === 'string' ? step.interruption.event : 'in the middle of a run');
  }

  /** How a run ended this time, and what it has come to so far. */
  countRun(run: Run): void {
    this.ends.add(run.state);
    this.swept += run.results.size;
    this.revoked += revocationsOf(run);
  }

  toString(): string {
    const { units, accounts, depth, sweeps } = this.most;
    return [
      `${this.lives} lives; at most ${units} OUs, ${depth} deep, ${accounts} accounts, ${sweeps} runs`,
      `events: ${this.events.toString()}`,
      `runs ended: ${this.ends.toString()}; ${this.swept} reports, ${this.revoked} revocations`,
      `states seen: ${this.states.toString()}`,
    ].join('\n  ');
  }
}

function nameOf(step: Step): string {
  if (step.kind === 'deploy') return step.edit;
  return step.kind === 'event' ? nameOfEvent(step.event) : step.kind;
}

function nameOfEvent(event: WorldEvent): string {
  if (event.kind === 'condition') return event.condition;
  if (event.kind === 'set-state') return event.state === 'ACTIVE' ? 'reopen' : 'suspend';
  if (event.kind === 'turn-switch') return event.text === 'enabled' ? 'unpause' : 'pause';
  if (event.kind !== 'stack-instances') return event.kind;
  return event.readable ? 'stack instances readable' : 'stack instances unreadable';
}
