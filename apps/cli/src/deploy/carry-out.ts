import { countOf } from '@keysweep/aggregator';
import { listStackInstances, stage, type StackLook, type StackSetAddress } from '@keysweep/aws';
import { KeysweepError, type OrganizationSnapshot } from '@keysweep/core';
import { STACK_SET_NAME } from '@keysweep/stacksets/names';
import { accountOutcomes, type AccountOutcomes } from './account-outcomes.ts';
import { countsText } from './accounts-text.ts';
import { failureText, hintFor, presentOrNull } from './failed-read.ts';
import { executeAndFollow, type OperationEnd, type Workplace } from './operation.ts';
import type { PendingChangeSets } from './pending-change-sets.ts';
import { readVerificationKey, stagingBucketFor, withKey, type DeploymentPlan } from './prepare.ts';
import type { Site } from './site.ts';
import type { PlannedStack } from './stack-plan.ts';
import type { Synthesized } from './synthesized.ts';

/** What a plan is carried out with. */
export interface Tools {
  readonly site: Site;
  readonly organization: OrganizationSnapshot;
  readonly synthesized: Synthesized;
  readonly pending: PendingChangeSets;
  readonly workplace: Workplace;
}

/** What became of a stack. */
export interface StackResult {
  readonly stack: string;
  readonly outcome: 'deployed' | 'unchanged' | 'failed' | 'not-tried';
  readonly status: string | null;
  readonly reason: string | null;
}

/**
 * Carries a plan out: the central stack, then the StackSet with the key that the central stack made, then the management
 * account's own stack. What fails ends it: the rest is not tried.
 */
export async function carryOut(plan: DeploymentPlan, tools: Tools): Promise<readonly StackResult[]> {
  const results = [await deployCentral(plan.central, tools)];
  const { verificationKey } = plan;
  for (const planned of [plan.rollout, ...(plan.management === null ? [] : [plan.management])]) {
    const goesOn = results.every(({ outcome }) => outcome !== 'failed');
    const detail = planned === plan.rollout ? () => instanceCounts(tools) : undefined;
    results.push(
      goesOn ? await deployWithKey(planned, tools, { verificationKey, detail }) : result(planned, 'not-tried', null),
    );
  }
  return results;
}

async function deployCentral(planned: PlannedStack, tools: Tools): Promise<StackResult> {
  if (planned.changeSet === null) return result(planned, 'unchanged', null);
  await stageArchives(planned, tools);
  const first = await execute(planned, tools);
  if (!planned.adopts || first.outcome === 'failed') return first;
  const { pending } = tools;
  const rest = await pending.plan({ ...planned.job, id: planned.changeSet.stackId });
  return rest.changeSet === null ? first : execute(rest, tools);
}

async function stageArchives({ job: { seat } }: PlannedStack, { synthesized, workplace }: Tools): Promise<void> {
  for (const archive of synthesized.archives) {
    workplace.signal.throwIfAborted();
    const bucket = stagingBucketFor(seat);
    const failure = await stage(seat.connection, bucket, archive);
    if (failure !== null)
      throw new KeysweepError(
        'deployment-failed',
        `the code could not be put into ${bucket.name}: ${failureText(failure)}`,
        {
          hint: hintFor(failure),
        },
      );
  }
}

interface KeyedStack {
  /** The key with which its change set was made; null where there was none. */
  readonly verificationKey: string | null;
  readonly detail: ((look: StackLook) => Promise<string>) | undefined;
}

/** The key may be another than before the central stack was deployed: then the change set is made anew. */
async function deployWithKey(
  planned: PlannedStack,
  tools: Tools,
  { verificationKey, detail }: KeyedStack,
): Promise<StackResult> {
  const { site, pending } = tools;
  const key = await readVerificationKey(site.central);
  if (key === null)
    throw new KeysweepError('deployment-failed', 'the central stack is there, and the key that signs orders is not', {
      hint: 'agents need its public half: see what became of alias/keysweep-orders',
    });
  const current = key === verificationKey ? planned : await pending.plan(withKey(planned.job, key));
  return current.changeSet === null ? result(current, 'unchanged', null) : execute(current, tools, detail);
}

async function execute(
  { job, changeSet, changes }: PlannedStack,
  { pending, workplace }: Tools,
  detail: (look: StackLook) => Promise<string> | string = resourceCounts(changes.length),
): Promise<StackResult> {
  if (changeSet === null) throw new KeysweepError('internal', `${job.name} has no change set to execute`);
  pending.handOver(changeSet);
  const { stackId } = changeSet;
  const end = await executeAndFollow({ name: job.name, seat: job.seat, stackId, detail }, changeSet, workplace);
  return result({ job }, end.succeeded ? 'deployed' : 'failed', end);
}

function result(
  { job }: Pick<PlannedStack, 'job'>,
  outcome: StackResult['outcome'],
  end: OperationEnd | null,
): StackResult {
  return { stack: job.name, outcome, status: end?.status ?? null, reason: end?.reason ?? null };
}

/** Counts the resources that are done, look by look. */
function resourceCounts(total: number): (look: StackLook) => string {
  const done = new Set<string>();
  return ({ events }) => {
    for (const { logicalId, type, status } of events)
      if (status.endsWith('_COMPLETE') && type !== 'AWS::CloudFormation::Stack') done.add(logicalId);
    return `${Math.min(done.size, total)} of ${countOf(total, 'resource')}`;
  };
}

/** Empty where they cannot be read this time: that ends nothing. */
async function instanceCounts({ site, organization }: Tools): Promise<string> {
  const instances = await listStackInstances(site.central.connection, addressOf(site));
  return instances.state === 'known' ? countsText(accountOutcomes(instances.value, organization)) : '';
}

function addressOf({ callAs }: Site): StackSetAddress {
  return { name: STACK_SET_NAME, callAs };
}

/** How the accounts of the StackSet are; null while there is none. */
export async function readAccountOutcomes({
  site,
  organization,
}: Pick<Tools, 'site' | 'organization'>): Promise<AccountOutcomes | null> {
  const reading = await listStackInstances(site.central.connection, addressOf(site));
  const instances = presentOrNull(reading, 'how the accounts are', 'deployment-failed');
  return instances === null ? null : accountOutcomes(instances, organization);
}
