import type { AuditAccess, CensusReader, IamReader } from '@keysweep/core';
import { known } from '@keysweep/core';
import type { Connection } from './connection.ts';
import { censusReader } from './iam/census-reader.ts';
import type { CredentialReportOptions } from './iam/credential-report.ts';
import { createIamClient } from './iam/iam-client.ts';
import { iamReader } from './iam/iam-reader.ts';
import { roleAccess, type RoleAccessOptions } from './role-access.ts';

/** Which role looks into an account; `roleName` is `keysweep-audit` if left out. */
export interface AuditAccessOptions extends CredentialReportOptions, Partial<RoleAccessOptions> {}

/** Opens member accounts for reading by assuming a role in each. */
export function auditAccess(connection: Connection, options: AuditAccessOptions = {}): AuditAccess {
  const openAccount = roleAccess(connection, { roleName: 'keysweep-audit', ...options });
  return {
    open: async (accountId, sessionName) => {
      const opened = await openAccount(accountId, sessionName);
      return opened.state === 'known' ? known(eyesThrough(opened.value, options)) : opened;
    },
  };
}

function eyesThrough(connection: Connection, options: AuditAccessOptions): IamReader & CensusReader {
  const client = createIamClient(connection);
  return { ...iamReader(client, options), ...censusReader(client) };
}
