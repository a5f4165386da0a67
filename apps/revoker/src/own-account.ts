import type {
  AccessKeyWriter,
  AccountPlan,
  ApplyAnswer,
  Clock,
  IamReader,
  Outcome,
  Pace,
  RecordStore,
  RunName,
} from '@keysweep/core';
import type { StandaloneEnvironment } from './standalone-environment.ts';

/** An account that sweeps itself, and through what. */
export interface OwnAccount {
  readonly environment: StandaloneEnvironment;
  readonly accountId: string;
  /** The function's own ARN, for the provenance of a plan. */
  readonly caller: string;
  readonly reader: IamReader;
  readonly writer: AccessKeyWriter;
  readonly evidence: RecordStore;
  readonly pace: Pace;
  readonly clock: Clock;
  /** When to stop reading for the plan, and when to start no further revocation. */
  readonly planBy: Date;
  readonly finishBy: Date;
  readonly onOutcome: (outcome: Outcome, run: RunName) => void;
}

/** What a run came to: the plan it followed, and what became of every key of it. */
export interface OwnRun {
  readonly plan: AccountPlan;
  readonly answer: ApplyAnswer;
}

/** There is no organization to be of. */
export const NO_ORGANIZATION = 'none';
