import type { Connection } from '@keysweep/aws';
import type {
  AccessKeyWriter,
  Agent,
  AuditAccess,
  EventBus,
  EvidenceStore,
  IamReader,
  Message,
  Notifier,
  OrderSigner,
  OrganizationReader,
  Reading,
  SignedOrder,
  StackInstances,
  SweepSwitch,
  SwitchPosition,
  Tag,
} from '@keysweep/core';

/** A user of a described account. */
export interface DescribedUser {
  readonly name: string;
  readonly groups?: readonly string[];
  readonly tags?: readonly Tag[];
  /** Whether the user can sign in; default false. */
  readonly password?: boolean;
  /** Whether the user has an MFA device; default false. */
  readonly mfa?: boolean;
  /** The statuses of the user's service-specific credentials, for CodeCommit. */
  readonly credentials?: readonly ('Active' | 'Inactive')[];
  /** The statuses of the user's access keys, oldest first. */
  readonly keys?: readonly ('Active' | 'Inactive')[];
}

/** A member account. */
export interface DescribedAccount {
  readonly name: string;
  /** Names of organizational units from the root, joined by `/`; default: directly under the root. */
  readonly unit?: string;
  readonly suspended?: boolean;
  /** Groups beside those that the users name. */
  readonly groups?: readonly string[];
  readonly users?: readonly DescribedUser[];
  /** How many access keys the root user has; default none. */
  readonly rootAccessKeys?: number;
  /** Whether the audit role trusts us; default true. */
  readonly auditable?: boolean;
  /** Whether something in the account stands in the way of its stack instance; default false. */
  readonly undeployable?: boolean;
}

/** An organization in words that every backend understands. */
export interface WorldDescription {
  /** Organizational units that exist without accounts in them, as paths of names. */
  readonly units?: readonly string[];
  readonly accounts?: readonly DescribedAccount[];
  /** The text of the switch parameter; none if left out. */
  readonly switch?: string;
  /** Whether there is a StackSet `keysweep` that targets the root; default false. */
  readonly stackSet?: boolean;
}

/** A failure of one operation, on the given calls (from 1) or all. */
export interface WorldFault {
  /** As in `Failure.operation`: `iam:GetGroup`. */
  readonly operation: string;
  readonly calls?: readonly number[];
  readonly kind: 'AccessDenied' | 'drop-connection' | 'drop-answer' | 'malformed';
}

/** The member account's side of the agent port: what the function answers, or how it fails to. */
export type DescribedAgent = (event: unknown) => unknown;

/** A described organization, living in one backend, with keysweep's ports on it. */
export interface World {
  readonly managementAccountId: string;
  /** The id that the backend gave the account of this name. */
  accountId(name: string): string;
  iamReader(accountName: string): Promise<IamReader>;
  accessKeyWriter(accountName: string): Promise<AccessKeyWriter>;
  organizationReader(): OrganizationReader;
  auditAccess(): AuditAccess;
  evidenceStore(): EvidenceStore;
  sweepSwitch(): SweepSwitch;
  /** A connection with the credentials of whoever deploys, in the management account. */
  administrator(): Connection & { readonly region: string };
  /** Turns that switch, as somebody with the operators' role. */
  turnSwitch(position: SwitchPosition): Promise<Reading<null>>;
  stackInstances(): Promise<StackInstances>;
  /** Whether an execution of the state machine `keysweep-sweep` is at work, asked as the centre asks. */
  isExecutionAtWork(executionArn: string): Promise<boolean | null>;
  /** Starts an execution of that state machine, which ends at once or not before the world does. Returns its ARN. */
  execute(ends: boolean): Promise<string>;
  /** `verifies`: what an agent does with an envelope; on AWS with nothing but the public key and `node:crypto`. */
  orderSigner(): Promise<{ readonly signer: OrderSigner; readonly verifies: (envelope: SignedOrder) => boolean }>;
  /** The agent port, with such a function in the named account. */
  agent(accountName: string, answer: DescribedAgent): Promise<Agent>;
  /** The notifier on the topic of this name; the world has one topic, `keysweep`. */
  notifier(topicName: string): Promise<Notifier>;
  /** What that topic took, in any order. */
  messages(): Promise<readonly Message[]>;
  eventBus(): EventBus;
  /** The most that a page holds, where the backend has pages. */
  setPageSize(size: number): void;
  addFault(fault: WorldFault): void;
  /** How many requests of an operation (`iam:GetGroup`) were made so far, refused ones included. */
  requests(operation: string): number;
  close(): Promise<void>;
}
