import type { OrganizationSnapshot } from '../organization.ts';
import type { AuditAccess, CensusReader, IamReader, OrganizationReader } from '../ports.ts';
import { known, unknown, type Failure, type Reading } from '../reading.ts';

/**
 * An organization in memory, as `OrganizationReader` and `AuditAccess`. Accounts that are not among the open ones cannot
 * be entered; `failing` makes reading the organization fail.
 */
export class MemoryOrganization implements OrganizationReader, AuditAccess {
  failing: (operation: string) => Failure | null = () => null;
  readonly #snapshot: OrganizationSnapshot;
  readonly #open: ReadonlyMap<string, IamReader & CensusReader>;

  /** `open`: account id → IAM of the account, for those that let us in. */
  constructor(snapshot: OrganizationSnapshot, open: ReadonlyMap<string, IamReader & CensusReader>) {
    this.#snapshot = snapshot;
    this.#open = open;
  }

  async snapshot(): Promise<Reading<OrganizationSnapshot>> {
    const failure = this.failing('organizations:ListAccounts');
    return failure === null ? known(this.#snapshot) : unknown(failure);
  }

  async open(accountId: string): Promise<Reading<IamReader & CensusReader>> {
    const reader = this.#open.get(accountId);
    if (reader !== undefined) return known(reader);
    const message = `the audit role of ${accountId} cannot be assumed`;
    return unknown({ kind: 'access-denied', operation: 'sts:AssumeRole', code: 'AccessDenied', message });
  }
}
