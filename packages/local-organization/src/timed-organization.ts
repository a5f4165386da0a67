import { EditableOrganization } from './editable-organization.ts';
import { LocalOrganizationError } from './error.ts';
import type { LostEvent } from './lambda-runtime/function-fleet.ts';
import { createScheduleGroup, putSchedule } from './services/scheduler/put-schedule.ts';
import type { ScheduleProperties } from './services/scheduler/schedule-properties.ts';
import { createStateMachine } from './services/states/create-state-machine.ts';
import type { NewStateMachine } from './services/states/create-state-machine.ts';
import type { OrganizationState } from './state/organization-state.ts';
import type { SchedulerDelivery } from './state/schedule.ts';
import type { Execution } from './state/state-machine.ts';
import type { Timetable } from './timetable.ts';

/** An execution as tests look at it. */
export type ExecutionView = Readonly<Execution>;

/** The part of an organization that has to do with time: its clock, its schedules, its state machines. */
export abstract class TimedOrganization extends EditableOrganization {
  readonly #state: OrganizationState;

  constructor(state: OrganizationState) {
    super(state);
    this.#state = state;
  }

  protected abstract get timetable(): Timetable;

  /** The present, by the organization's clock. A handler in this process closes over it: it is not in its context. */
  now(): Date {
    return this.#state.clock();
  }

  /**
   * Moves the clock on to an instant, whether it runs or stands. Schedules that are due up to then fire in order, the clock
   * standing at the instant of each, and what they start ends before the clock goes on. `clock-backwards` if it is past.
   */
  advanceTo(instant: Date): Promise<void> {
    return this.timetable.advance(() => instant);
  }

  /** Moves the clock on by so many milliseconds, as `advanceTo` does. */
  advanceBy(milliseconds: number): Promise<void> {
    return this.timetable.advance((now) => new Date(now.getTime() + milliseconds));
  }

  /** Resolves when no execution of a state machine and no asynchronous invocation is under way. */
  settled(): Promise<void> {
    return this.timetable.idle();
  }

  /** Every delivery of a schedule that was tried, failed ones included, oldest first. */
  get schedulerDeliveries(): readonly SchedulerDelivery[] {
    return this.#state.schedulerDeliveries;
  }

  /** Asynchronous invocations that failed for good, oldest first. */
  get lostEvents(): readonly LostEvent[] {
    return this.timetable.lostEvents;
  }

  /** Makes a group of schedules. */
  createScheduleGroup(accountId: string, name: string): void {
    createScheduleGroup(this.#state, this.#state.account(accountId), name);
  }

  /** Makes a schedule, under the names of AWS's API; refused as CreateSchedule would, or with `schedule-unsupported`. */
  createSchedule(accountId: string, properties: ScheduleProperties): void {
    putSchedule(this.#state, this.#state.account(accountId), { properties });
  }

  /** Makes a state machine; refused as CreateStateMachine would, or with `state-machine-unsupported`. */
  createStateMachine(accountId: string, made: NewStateMachine): { readonly stateMachineArn: string } {
    const { arn } = createStateMachine(this.#state, this.#state.account(accountId), made);
    return { stateMachineArn: arn };
  }

  /** The executions of a state machine in the order they were started, children of Map runs among them. */
  executions(accountId: string, stateMachineName: string): readonly ExecutionView[] {
    const machine = this.#state.account(accountId).stateMachines.get(stateMachineName);
    if (machine !== undefined) return [...machine.executions.values()];
    throw new LocalOrganizationError('state-machine-unknown', `There is no ${stateMachineName} in ${accountId}.`);
  }
}
