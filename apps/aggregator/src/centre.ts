import type {
  Agent,
  AuditAccess,
  Clock,
  EvidenceStore,
  OrderSigner,
  OrganizationReader,
  Pace,
  StackInstances,
  SweepSwitch,
} from '@keysweep/core';

/** Everything the centre acts through. */
export interface Centre {
  readonly organization: OrganizationReader;
  readonly stackInstances: StackInstances;
  readonly agent: Agent;
  readonly signer: OrderSigner;
  readonly auditAccess: AuditAccess;
  readonly evidence: EvidenceStore;
  readonly sweepSwitch: SweepSwitch;
  readonly clock: Clock;
  /** Bounds the reads of one audited account. */
  readonly paceOfAccount: () => Pace;
  /** Bounds the accounts at work at a time within a batch. */
  readonly paceOfAccounts: Pace;
  /** Who this is, for leases and the provenance of audits. */
  readonly identity: { readonly holder: string; readonly bundleHash: string };
  /** False where nothing of keysweep is deployed, and this is a person's own process that stands in for it; default true. */
  readonly isDeployed?: boolean;
  /** Whether another holder of a lease is still at work; null where nobody can tell. */
  readonly isHolderAtWork: (holder: string) => Promise<boolean | null>;
}
