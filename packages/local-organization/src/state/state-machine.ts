import type { StateMachineDefinition } from '../state-machine/definition.ts';

/** A state machine of the type STANDARD. */
export interface StateMachine {
  readonly accountId: string;
  readonly name: string;
  readonly arn: string;
  roleArn: string;
  /** The text it was made with; a change counts for executions that start later. */
  definitionText: string;
  definition: StateMachineDefinition;
  readonly createdAt: Date;
  /** By ARN, in the order they were started, children among them. */
  readonly executions: Map<string, Execution>;
  /** Counts executions and Map runs, so that no name comes twice. */
  started: number;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** Something that happened in an execution; fewer and smaller than the events of AWS's history. */
export interface ExecutionEvent {
  readonly at: Date;
  readonly state: string;
  readonly what: 'entered' | 'retried' | 'caught';
  /** The error that was retried or caught. */
  readonly error?: string;
  /** How long a retry waited, before any jitter and by no clock in particular: see the package's README. */
  readonly waitSeconds?: number;
}

/** An execution of a state machine, or a child of a distributed Map. */
export interface Execution {
  readonly name: string;
  readonly arn: string;
  readonly stateMachineArn: string;
  /** JSON. */
  readonly input: string;
  readonly startedAt: Date;
  /** Of a child: the Map run, and the execution it belongs to. */
  readonly mapRunArn: string | null;
  readonly parentArn: string | null;
  status: ExecutionStatus;
  /** JSON; null unless it succeeded. */
  output: string | null;
  error: string | null;
  cause: string | null;
  stoppedAt: Date | null;
  /** Oldest first, not more than a thousand. */
  readonly events: ExecutionEvent[];
}
