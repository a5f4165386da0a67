import { evidenceStore, findEvidenceBucket, type CallerIdentity, type Connection } from '@keysweep/aws';
import { KeysweepError, type Config, type EvidenceStore, type Failure } from '@keysweep/core';
import { OPERATOR_ROLE_NAME } from '@keysweep/stacksets/names';
import { loadConfig } from '../load-config.ts';
import { connectionOf, type AwsOptions } from '../organization/connection.ts';
import { callTrouble } from '../organization/call-trouble.ts';
import { identifyCaller, partitionOf } from '../organization/identify-caller.ts';

/** How the centre is named to a command that works with what is deployed. */
export interface CentreOptions extends AwsOptions {
  /** `keysweep.yaml`, which says in which Region, and where not in the caller's account, the centre is. */
  readonly config: string;
  /** The evidence bucket itself; then no configuration is read. */
  readonly bucket?: string;
}

/** Where the deployed centre is, and who is asking. */
export interface CentrePlace {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly caller: CallerIdentity;
  /** In the Region of the centre, whatever Region the caller's is. */
  readonly connection: Connection & { readonly region: string };
  /** Null where the bucket was named instead. */
  readonly config: Config | null;
}

/** The deployed centre, as somebody works with it who has the operators' role there, or more. */
export interface OpenedCentre extends CentrePlace {
  readonly bucket: string;
  readonly evidence: EvidenceStore;
}

/**
 * Says where the deployed centre is: in the account that the configuration names, else in the caller's own. Nothing of it is
 * asked for yet.
 * @throws KeysweepError `config-invalid`, `usage` or `caller-unknown`.
 */
export async function placeOfCentre(options: CentreOptions): Promise<CentrePlace> {
  const named = options.bucket === undefined ? null : placeOfBucket(options.bucket);
  const config = named === null ? (await loadConfig(options.config)).config : null;
  const region = named?.region ?? (config as Config).region;
  const connection = { ...connectionOf(options, region), region };
  const caller = await identifyCaller(connection, options.profile);
  const accountId = named?.accountId ?? config?.central.delegatedAdministrator ?? caller.accountId;
  return { accountId, region, partition: partitionOf(caller.arn), caller, connection, config };
}

/**
 * Opens the records of the deployed centre. The organization is not read, for operators may not.
 * @throws KeysweepError as `placeOfCentre` does, and `evidence-unreadable` where there is no such bucket or it may not be read.
 */
export async function openCentre(options: CentreOptions): Promise<OpenedCentre> {
  const place = await placeOfCentre(options);
  const { accountId, region, caller, connection } = place;
  const bucket = bucketOf(accountId, region);
  const found = await findEvidenceBucket(connection, { bucket, ownerAccountId: accountId });
  if (found.state === 'absent') throw nothingThere(bucket, { accountId, region });
  if (found.state === 'unknown') throw shut(bucket, found.failure, { accountId, caller, profile: options.profile });
  return { ...place, bucket, evidence: evidenceStore(connection, { bucket }) };
}

/** The name of the evidence bucket of a centre. */
export function bucketOf(accountId: string, region: string): string {
  return `keysweep-${accountId}-${region}`;
}

function placeOfBucket(bucket: string): { readonly accountId: string; readonly region: string } {
  const [, accountId, region] = /^keysweep-(\d{12})-([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(bucket) ?? [];
  if (accountId !== undefined && region !== undefined) return { accountId, region };
  throw new KeysweepError('usage', `${bucket} is not the name of an evidence bucket`, {
    hint: 'it is keysweep-<account>-<region>',
  });
}

function nothingThere(
  bucket: string,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): KeysweepError {
  return new KeysweepError('evidence-unreadable', `there is no evidence bucket ${bucket}`, {
    hint: `nothing of keysweep is deployed in ${accountId} (${region}): are these the credentials of the central account? Else name it with --bucket`,
  });
}

interface ShutOut {
  readonly accountId: string;
  readonly caller: CallerIdentity;
  readonly profile: string | undefined;
}

function shut(bucket: string, failure: Failure, { accountId, caller, profile }: ShutOut): KeysweepError {
  const trouble = callTrouble(failure, profile);
  const why = trouble?.why ?? `${failure.operation}: ${failure.code}: ${failure.message}`;
  return new KeysweepError('evidence-unreadable', `the evidence bucket ${bucket} could not be read: ${why}`, {
    hint: trouble?.hint ?? `you are ${caller.arn}: use ${OPERATOR_ROLE_NAME} of ${accountId}`,
  });
}
