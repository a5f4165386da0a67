import type { IAMClientConfig } from '@aws-sdk/client-iam';
import { fixedDelayRetry } from './iam/fixed-delay-retry.ts';

/**
 * How every client of this package reaches AWS. Empty, it is the environment's own region and credentials. With an
 * `endpoint` or a `requestHandler` the whole set of adapters speaks to something else than AWS.
 */
export interface Connection {
  readonly region?: string;
  readonly endpoint?: string;
  /** A profile of the shared AWS configuration files, as `AWS_PROFILE` names one. */
  readonly profile?: string;
  readonly credentials?: NonNullable<IAMClientConfig['credentials']>;
  readonly requestHandler?: NonNullable<IAMClientConfig['requestHandler']>;
  /** How often one request is sent at most, the first time included; default 8. */
  readonly maxAttempts?: number;
  /** A fixed pause between attempts in milliseconds, instead of the SDK's growing one. For rehearsals and tests. */
  readonly retryDelayMs?: number;
}

/** The settings that every SDK client of this package shares. */
export interface ClientSettings {
  readonly customUserAgent: string;
  readonly maxAttempts: number;
  readonly retryMode: 'adaptive' | 'standard';
  region?: string;
  endpoint?: string;
  profile?: string;
  credentials?: NonNullable<IAMClientConfig['credentials']>;
  requestHandler?: NonNullable<IAMClientConfig['requestHandler']>;
  retryStrategy?: NonNullable<IAMClientConfig['retryStrategy']>;
}

/** IAM's limits are low and unpublished: https://repost.aws/knowledge-center/iam-sts-throttling-error */
const DEFAULT_ATTEMPTS = 8;

/** Client settings for a connection; what the connection leaves out stays the SDK's own default. */
export function clientSettings(
  connection: Connection,
  retryMode: 'adaptive' | 'standard' = 'standard',
): ClientSettings {
  const maxAttempts = connection.maxAttempts ?? DEFAULT_ATTEMPTS;
  const settings: ClientSettings = { customUserAgent: 'keysweep', maxAttempts, retryMode };
  if (connection.region !== undefined) settings.region = connection.region;
  if (connection.endpoint !== undefined) settings.endpoint = connection.endpoint;
  if (connection.profile !== undefined) settings.profile = connection.profile;
  if (connection.credentials !== undefined) settings.credentials = connection.credentials;
  if (connection.requestHandler !== undefined) settings.requestHandler = connection.requestHandler;
  if (connection.retryDelayMs !== undefined)
    settings.retryStrategy = fixedDelayRetry(maxAttempts, connection.retryDelayMs);
  return settings;
}
