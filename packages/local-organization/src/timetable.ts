import type { FunctionFleet, LostEvent } from './lambda-runtime/function-fleet.ts';
import { deliver } from './services/scheduler/deliver.ts';
import type { PerformServiceCall } from './request-pipeline.ts';
import type { Executions } from './state-machine/executions.ts';
import type { OrganizationState } from './state/organization-state.ts';
import type { Schedule } from './state/schedule.ts';

/** What a timetable works with. */
export interface TimetableParts {
  readonly state: OrganizationState;
  readonly functions: FunctionFleet;
  readonly executions: Executions;
  readonly perform: PerformServiceCall;
}

/** Moves the clock, and lets happen on the way what is due on the way. */
export class Timetable {
  readonly #parts: TimetableParts;
  #last: Promise<void> = Promise.resolve();

  constructor(parts: TimetableParts) {
    this.#parts = parts;
  }

  /**
   * Moves the clock to an instant, which is told the present when its turn comes. Every schedule that is due up to then, that instant included, fires while the clock
   * stands at its own; what fires at the same instant fires together. What it started has ended before the clock goes on.
   * Moves that are asked for at the same time follow one another.
   */
  advance(instantAfter: (now: Date) => Date): Promise<void> {
    const moved = this.#last.then(() => this.#move(instantAfter));
    this.#last = moved.catch(() => undefined);
    return moved;
  }

  /** Asynchronous invocations that failed for good. */
  get lostEvents(): readonly LostEvent[] {
    return this.#parts.functions.lostEvents;
  }

  /** Resolves when no execution and no asynchronous invocation is under way. */
  async idle(): Promise<void> {
    const { executions, functions } = this.#parts;
    // Either may start the other.
    await executions.idle();
    await functions.idle();
    await executions.idle();
  }

  async #move(instantAfter: (now: Date) => Date): Promise<void> {
    const { time } = this.#parts.state;
    const stood = time.stands;
    time.stand();
    try {
      const instant = instantAfter(time.now());
      time.checkNotPast(instant);
      for (let due = this.#dueUntil(instant); due.length > 0; due = this.#dueUntil(instant)) await this.#fire(due);
      time.moveTo(instant);
    } finally {
      if (!stood) time.run();
    }
  }

  /** The enabled schedules that are due next, all at one instant; none if that is later. */
  #dueUntil(instant: Date): readonly Schedule[] {
    const enabled = this.#parts.state.accounts.items.flatMap((account) =>
      account.schedules.items.filter((schedule) => schedule.state === 'ENABLED'),
    );
    const earliest = Math.min(...enabled.map(dueTime));
    return earliest <= instant.getTime() ? enabled.filter((schedule) => dueTime(schedule) === earliest) : [];
  }

  async #fire(due: readonly Schedule[]): Promise<void> {
    const { state, perform } = this.#parts;
    const { time } = state;
    const deliveries = due.map((schedule) => {
      const scheduledTime = schedule.nextDue ?? time.now();
      // What became due while the clock ran by itself fires late.
      if (scheduledTime > time.now()) time.moveTo(scheduledTime);
      schedule.nextDue = schedule.recurrence.next(scheduledTime);
      return deliver(schedule, scheduledTime, { state, perform });
    });
    await Promise.all(deliveries);
    await this.idle();
  }
}

function dueTime({ nextDue }: Schedule): number {
  return nextDue?.getTime() ?? Number.POSITIVE_INFINITY;
}
