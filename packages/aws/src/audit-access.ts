import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AuditAccess, CensusReader, IamReader } from '@keysweep/core';
import { KeysweepError, known, unknown } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { censusReader } from './iam/census-reader.ts';
import type { CredentialReportOptions } from './iam/credential-report.ts';
import { failureOf, malformed } from './iam/failure.ts';
import { createIamClient } from './iam/iam-client.ts';
import { iamReader } from './iam/iam-reader.ts';

/** Which role looks into an account. */
export interface AuditAccessOptions extends CredentialReportOptions {
  /** Default `keysweep-audit`. */
  readonly roleName?: string;
  /** Default `aws`. */
  readonly partition?: string;
  /** An account that is read with the connection's own credentials: the caller's own. Default: none. */
  readonly ownAccountId?: string;
}

/** Opens member accounts for reading by assuming a role in each, for one hour: the most that a chained role gets. */
export function auditAccess(connection: Connection, options: AuditAccessOptions = {}): AuditAccess {
  const client = new STSClient(clientSettings(connection));
  const { roleName = 'keysweep-audit', partition = 'aws', ownAccountId } = options;
  return {
    open: async (accountId, sessionName) => {
      if (!/^\d{12}$/.test(accountId))
        throw new KeysweepError('internal', 'something was opened for audit that is no account');
      if (accountId === ownAccountId) return known(eyesThrough(connection, options));
      const operation = 'sts:AssumeRole';
      const command = new AssumeRoleCommand({
        RoleArn: `arn:${partition}:iam::${accountId}:role/${roleName}`,
        RoleSessionName: sessionNameOf(sessionName),
      });
      try {
        const { Credentials: session } = await client.send(command);
        if (!session?.AccessKeyId || !session.SecretAccessKey || !session.SessionToken) {
          return unknown(malformed(operation, 'the answer holds no credentials'));
        }
        const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = session;
        const credentials = { accessKeyId, secretAccessKey, sessionToken };
        return known(eyesThrough({ ...connection, credentials }, options));
      } catch (error) {
        return unknown(failureOf(operation, error));
      }
    },
  };
}

function eyesThrough(connection: Connection, options: AuditAccessOptions): IamReader & CensusReader {
  const client = createIamClient(connection);
  return { ...iamReader(client, options), ...censusReader(client) };
}

/** 2 to 64 characters of `\w+=,.@-`: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function sessionNameOf(name: string): string {
  return name
    .replaceAll(/[^\w+=,.@-]/g, '-')
    .slice(0, 64)
    .padEnd(2, '-');
}
