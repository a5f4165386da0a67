import { IAMClient } from '@aws-sdk/client-iam';
import { clientSettings, type Connection } from '../connection.ts';

/**
 * IAM has one control plane per partition; us-east-1 is the commercial one. In another partition name one of its Regions.
 * https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 */
const DEFAULT_REGION = 'us-east-1';

/** An IAM client that slows itself down when IAM throttles (the SDK's adaptive mode). Share one per account. */
export function createIamClient(connection: Connection = {}): IAMClient {
  return new IAMClient({ ...clientSettings(connection, 'adaptive'), region: connection.region ?? DEFAULT_REGION });
}
