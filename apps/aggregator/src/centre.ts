import type {
  Agent,
  AuditAccess,
  Clock,
  EvidenceStore,
  Manifest,
  OrderSigner,
  OrganizationReader,
  Pace,
  SweepSwitch,
} from '@keysweep/core';

/** Everything the centre acts through. */
export interface Centre {
  readonly organization: OrganizationReader;
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
  /** Whether another holder of a lease is still at work; null where nobody can tell. */
  readonly isHolderAtWork: (holder: string) => Promise<boolean | null>;
}

/** A run with its manifest: what every stage after the inventory works on. */
export interface Run {
  readonly manifest: Manifest;
}
