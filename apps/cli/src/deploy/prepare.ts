import {
  readBootstrapVersion,
  readBucket,
  readOrderVerificationKey,
  readStack,
  stagingBucketOf,
  type ImportedResource,
  type PreparedChangeSet,
} from '@keysweep/aws';
import { KeysweepError, type Config } from '@keysweep/core';
import { ORDER_SIGNING_ALIAS, STACK_NAMES } from '@keysweep/stacksets/names';
import { presentOrNull } from './failed-read.ts';
import type { PendingChangeSets } from './pending-change-sets.ts';
import type { Seat, Site } from './site.ts';
import {
  adoptingStack,
  adoptionTemplate,
  newStack,
  resourcesOf,
  type PlannedStack,
  type StackJob,
} from './stack-plan.ts';
import { usableStack } from './stack-status.ts';
import type { Synthesized } from './synthesized.ts';

/** Everything that a deployment is going to do, in the order in which it is done. */
export interface DeploymentPlan {
  readonly central: PlannedStack;
  readonly rollout: PlannedStack;
  /** Null where the management account has no policy, or there are no credentials of it. */
  readonly management: PlannedStack | null;
  /** The public half of the key that signs orders, as it is now; null while there is none. */
  readonly verificationKey: string | null;
}

/** What is deployed, and for which configuration. */
export interface DeploymentInput {
  readonly config: Config;
  readonly synthesized: Synthesized;
}

/** What the files of a synthesized assembly ask for. https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
const LEAST_BOOTSTRAP_VERSION = 6;

/**
 * Looks at what is there and has CloudFormation make change sets; nothing is changed.
 * @throws KeysweepError `deployment-refused` where something is in the way.
 */
export async function prepareDeployment(
  site: Site,
  { config, synthesized }: DeploymentInput,
  pending: PendingChangeSets,
): Promise<DeploymentPlan> {
  await checkBootstrap(site.central);
  const { templates, parameters } = synthesized;
  const central = await jobOf(site.central, { name: STACK_NAMES.central, template: templates.central, parameters: {} });
  const rollout = await jobOf(site.central, { name: STACK_NAMES.rollout, template: templates.rollout, parameters: {} });
  const seat = config.managementAccount === null ? null : site.management;
  const own = { name: STACK_NAMES.management, template: templates.member, parameters };
  const management = seat === null ? null : await jobOf(seat, own);
  const verificationKey = central.id === null ? null : await readVerificationKey(site.central);
  const plan = (job: StackJob): Promise<PlannedStack> | PlannedStack =>
    verificationKey === null ? newStack(job) : pending.plan(withKey(job, verificationKey));
  return {
    central: await planCentral(central, pending),
    rollout: await plan(rollout),
    management: management === null ? null : await plan(management),
    verificationKey,
  };
}

/** A job with the parameter that only the deployed central stack can tell. */
export function withKey(job: StackJob, OrderVerificationKey: string): StackJob {
  return { ...job, parameters: { ...job.parameters, OrderVerificationKey } };
}

/** The public half of the key that signs orders; null while there is none. */
export async function readVerificationKey({ connection }: Seat): Promise<string | null> {
  return presentOrNull(await readOrderVerificationKey(connection, ORDER_SIGNING_ALIAS), 'the order verification key');
}

async function jobOf(seat: Seat, what: Omit<StackJob, 'seat' | 'id'>): Promise<StackJob> {
  const { id } = usableStack(what.name, await readStack(seat.connection, what.name));
  return { ...what, seat, id };
}

async function checkBootstrap({ accountId, connection }: Seat): Promise<void> {
  const version = presentOrNull(await readBootstrapVersion(connection), 'the version of the CDK’s bootstrap');
  if (version !== null && version >= LEAST_BOOTSTRAP_VERSION) return;
  const where = `account ${accountId} in ${connection.region}`;
  const what =
    version === null ? 'is not bootstrapped' : `has bootstrap version ${version} of ${LEAST_BOOTSTRAP_VERSION}`;
  throw new KeysweepError('deployment-refused', `${where} ${what}: there is no bucket to put code into`, {
    hint: `npx aws-cdk bootstrap aws://${accountId}/${connection.region}`,
  });
}

/** The evidence bucket of an earlier deployment stays when its stack goes: then a new stack begins by taking it in. */
async function planCentral(job: StackJob, pending: PendingChangeSets): Promise<PlannedStack> {
  if (job.id !== null) return pending.plan(job);
  const { accountId, connection } = job.seat;
  const name = evidenceBucketOf(job.seat);
  const bucket = presentOrNull(await readBucket(connection, { name, accountId }), `the bucket ${name}`);
  if (bucket === null) return pending.plan(job);
  const imports = importsOf(job.template, name);
  const [bucketAlone] = imports;
  try {
    return adoptingStack(job, await adopt(job, imports, pending));
  } catch (error) {
    // Somebody may have taken the rules away: then the stack makes them anew.
    if (bucketAlone === undefined || !(error instanceof KeysweepError)) throw error;
    return adoptingStack(job, await adopt(job, [bucketAlone], pending));
  }
}

/** What each type is known by to an import: `aws cloudformation get-template-summary` tells. */
const IDENTIFIED_BY = { 'AWS::S3::Bucket': 'BucketName', 'AWS::S3::BucketPolicy': 'Bucket' } as const;

/** The bucket and its rules, as the central template calls them. */
function importsOf(central: string, name: string): readonly ImportedResource[] {
  return Object.entries(IDENTIFIED_BY).flatMap(([type, property]) =>
    Object.entries(resourcesOf(central))
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId]) => ({ logicalId, type, identifier: { [property]: name } })),
  );
}

async function adopt(
  job: StackJob,
  imports: readonly ImportedResource[],
  pending: PendingChangeSets,
): Promise<PreparedChangeSet> {
  const template = adoptionTemplate(
    job.template,
    imports.map(({ logicalId }) => logicalId),
  );
  const changeSet = await pending.prepare({ ...job, template }, { kind: 'IMPORT', imports });
  if (changeSet !== null) return changeSet;
  throw new KeysweepError('internal', 'CloudFormation found nothing to import');
}

/** The evidence bucket of a central account, whose name is fixed. */
export function evidenceBucketOf({ accountId, connection }: Seat): string {
  return `keysweep-${accountId}-${connection.region}`;
}

/** The bucket that code goes into. */
export function stagingBucketFor({ accountId, connection }: Seat): ReturnType<typeof stagingBucketOf> {
  return stagingBucketOf(accountId, connection.region);
}
