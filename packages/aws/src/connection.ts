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
  /** How long nothing may be heard before a request counts as lost, in milliseconds; default 30,000. */
  readonly silenceMs?: number;
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
  requestHandler: NonNullable<IAMClientConfig['requestHandler']>;
  retryStrategy?: NonNullable<IAMClientConfig['retryStrategy']>;
}

/** IAM's limits are low and unpublished: https://repost.aws/knowledge-center/iam-sts-throttling-error */
const DEFAULT_ATTEMPTS = 8;

/** By themselves the clients of the SDK wait for ever: each of these is 0, none, in `NodeHttpHandlerOptions`. */
const CONNECTION_TIMEOUT_MS = 10_000;
const LONGEST_SILENCE_MS = 30_000;

/** Client settings for a connection; what the connection leaves out stays the SDK's own default. */
export function clientSettings(
  connection: Connection,
  retryMode: 'adaptive' | 'standard' = 'standard',
): ClientSettings {
  const maxAttempts = connection.maxAttempts ?? DEFAULT_ATTEMPTS;
  const requestHandler = connection.requestHandler ?? {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    socketTimeout: connection.silenceMs ?? LONGEST_SILENCE_MS,
  };
  const settings: ClientSettings = { customUserAgent: 'keysweep', maxAttempts, retryMode, requestHandler };
  if (connection.region !== undefined) settings.region = connection.region;
  if (connection.endpoint !== undefined) settings.endpoint = connection.endpoint;
  if (connection.profile !== undefined) settings.profile = connection.profile;
  if (connection.credentials !== undefined) settings.credentials = connection.credentials;
  if (connection.retryDelayMs !== undefined)
    settings.retryStrategy = fixedDelayRetry(maxAttempts, connection.retryDelayMs);
  return settings;
}
