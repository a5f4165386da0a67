import { createHash } from 'node:crypto';
import {
  discardChangeSet,
  prepareChangeSet,
  stage,
  stagingBucketOf,
  startStackDeletion,
  type ChangeSetRequest,
  type PreparedChangeSet,
  type TemplateSource,
} from '@keysweep/aws';
import { KeysweepError } from '@keysweep/core';
import { failureText, hintFor } from './failed-read.ts';
import type { Seat } from './site.ts';
import type { PlannedStack, StackJob } from './stack-plan.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const TEMPLATE_BODY_LIMIT = 51_200;

interface Pending {
  readonly seat: Seat;
  readonly changeSet: PreparedChangeSet;
}

/** The change sets of one deployment. What is not executed in the end is discarded: AWS is left as it was found. */
export class PendingChangeSets {
  readonly #pending = new Map<string, Pending>();
  /** By id, the stacks of which there is nothing but what is pending. */
  readonly #underReview = new Map<string, Seat>();
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /**
   * Has CloudFormation say what would become of a stack.
   * @throws KeysweepError `deployment-refused` where it does not take the template.
   */
  async plan(job: StackJob): Promise<PlannedStack> {
    const changeSet = await this.prepare(job, { kind: job.id === null ? 'CREATE' : 'UPDATE' });
    const planned = { job, changeSet, adopts: false };
    if (changeSet === null) return { ...planned, change: 'unchanged', changes: [] };
    return { ...planned, change: job.id === null ? 'new' : 'changed', changes: changeSet.changes };
  }

  /** Makes one change set; null where there is nothing to change. */
  async prepare(
    { name, seat, template, parameters }: StackJob,
    rest: Pick<ChangeSetRequest, 'kind' | 'imports'>,
  ): Promise<PreparedChangeSet | null> {
    this.#signal.throwIfAborted();
    const request = { stackName: name, parameters, template: await sourceOf(seat, template), ...rest };
    const outcome = await prepareChangeSet(seat.connection, request, { signal: this.#signal });
    if (outcome.state === 'no-changes') return null;
    const stackId = outcome.state === 'failed' ? outcome.stackId : outcome.changeSet.stackId;
    if (stackId !== null && rest.kind !== 'UPDATE') this.#underReview.set(stackId, seat);
    if (outcome.state === 'failed')
      throw new KeysweepError('deployment-refused', `${name}: ${failureText(outcome.failure)}`, {
        hint: hintFor(outcome.failure),
      });
    const { changeSet } = outcome;
    this.#pending.set(changeSet.id, { seat, changeSet });
    return changeSet;
  }

  /** Marks a change set as executed: it is CloudFormation's now. */
  handOver({ id, stackId }: PreparedChangeSet): void {
    this.#pending.delete(id);
    this.#underReview.delete(stackId);
  }

  /** Deletes what was not executed, and the empty stacks that waited for it. */
  async discard(): Promise<void> {
    for (const { seat, changeSet } of this.#pending.values()) await discardChangeSet(seat.connection, changeSet);
    for (const [stackId, seat] of this.#underReview) await startStackDeletion(seat.connection, stackId);
    this.#pending.clear();
    this.#underReview.clear();
  }
}

/** A template that is too long for a request goes into the staging bucket first, named by what is in it. */
async function sourceOf({ accountId, arn, connection }: Seat, template: string): Promise<TemplateSource> {
  if (Buffer.byteLength(template) <= TEMPLATE_BODY_LIMIT) return { body: template };
  const bucket = stagingBucketOf(accountId, connection.region);
  const key = `${createHash('sha256').update(template).digest('hex')}.json`;
  const failure = await stage(connection, bucket, { key, body: Buffer.from(template) });
  if (failure !== null)
    throw new KeysweepError(
      'deployment-refused',
      `the template could not be put into ${bucket.name}: ${failureText(failure)}`,
      {
        hint: hintFor(failure),
      },
    );
  const suffix = arn.startsWith('arn:aws-cn:') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return { url: `https://s3.${connection.region}.${suffix}/${bucket.name}/${key}` };
}
