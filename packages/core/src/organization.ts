/** The life of an account, `Account.State` of AWS Organizations; an unknown value is carried as it came. */
export type AccountState = 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED' | (string & {});

/** An organizational unit; `parentId` is the root or another organizational unit. */
export interface OrganizationalUnit {
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
}

/** An account of the organization; `parentId` is the root or an organizational unit. */
export interface OrganizationAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state: AccountState;
  readonly parentId: string;
}

/** A whole organization at one moment. The same shape is the file that `synth --organization` reads. */
export interface OrganizationSnapshot {
  readonly id: string;
  readonly managementAccountId: string;
  readonly rootId: string;
  readonly organizationalUnits: readonly OrganizationalUnit[];
  readonly accounts: readonly OrganizationAccount[];
}
