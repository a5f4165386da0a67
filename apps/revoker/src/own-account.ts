import type {
  apply,
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
  readonly environment: Pick<StandaloneEnvironment, 'rules' | 'configHash' | 'templateVersion'>;
  readonly accountId: string;
  /** Who acts, for the provenance of a plan: the function's own ARN. */
  readonly caller: string;
  readonly reader: IamReader;
  readonly writer: AccessKeyWriter;
  readonly evidence: RecordStore;
  readonly pace: Pace;
  readonly clock: Clock;
  /** When to stop reading for the plan, and when to start no further revocation. */
  readonly planBy: Date;
  readonly finishBy: Date;
  /** How an order is done; core's own way if left out. */
  readonly apply?: typeof apply;
  readonly onOutcome: (outcome: Outcome, run: RunName) => void;
}

/** What a run came to: the plan it followed, and what became of every key of it. */
export interface OwnRun {
  readonly plan: AccountPlan;
  readonly answer: ApplyAnswer;
}

/** There is no organization to be of. */
export const NO_ORGANIZATION = 'none';
