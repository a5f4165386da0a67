import type { Connection } from '@keysweep/aws';

/** Which credentials to use, as the AWS CLI has it; what is left out comes from the environment. */
export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
}

/**
 * A connection with the ordinary AWS credentials. Its Region is `--region`, then AWS_REGION and AWS_DEFAULT_REGION, then
 * `fallbackRegion`, then the profile's own. AWS_MAX_ATTEMPTS holds as for every AWS tool.
 */
export function connectionOf({ profile, region }: AwsOptions, fallbackRegion?: string): Connection {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const chosen = region ?? (AWS_REGION || AWS_DEFAULT_REGION || fallbackRegion);
  const attempts = Number(process.env['AWS_MAX_ATTEMPTS']);
  return {
    ...(Number.isInteger(attempts) && attempts > 0 ? { maxAttempts: attempts } : {}),
    ...(profile === undefined ? {} : { profile }),
    ...(chosen === undefined ? {} : { region: chosen }),
  };
}
