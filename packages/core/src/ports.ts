import type { AccessKey } from './access-key.ts';
import type { AuthorizationDetail, CredentialReport, GroupMember } from './iam-user.ts';
import type { KeyEvent } from './key-event.ts';
import type { OrganizationSnapshot } from './organization.ts';
import type { Failure, PagedReading, Reading } from './reading.ts';

/** The present, and waiting. The only source of time; decisions get their `now` as an argument instead. */
export interface Clock {
  now(): Date;
  pause(milliseconds: number): Promise<void>;
}

/** Bounded concurrency: runs each piece of work as soon as one of its places is free, in the order given. */
export interface Pace {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Reading IAM in one account. No method throws for what AWS answers: every failure is in the reading. */
export interface IamReader {
  /** All users with groups and tags, and all group names (`iam:GetAccountAuthorizationDetails`). */
  authorizationDetails(): Promise<PagedReading<AuthorizationDetail>>;
  /** All members of a group (`iam:GetGroup`); `absent` where the account has no such group. */
  groupMembers(groupName: string): Promise<PagedReading<GroupMember>>;
  /** All access keys of a user (`iam:ListAccessKeys`); `absent` where the user is gone. */
  accessKeys(userName: string): Promise<Reading<readonly AccessKey[]>>;
  /** Whether a user has a password (`iam:GetLoginProfile`). */
  loginProfile(userName: string): Promise<Reading<boolean>>;
  /** The credential report, generated if AWS has none (`iam:GenerateCredentialReport`, `iam:GetCredentialReport`). */
  credentialReport(): Promise<Reading<CredentialReport>>;
}

/** Counting in one account what no policy covers. Read between runs only: no decision on a key rests on it. */
export interface CensusReader {
  /** How many access keys the root user has (`iam:GetAccountSummary`). AWS is seen to say 1 where there is any, inactive ones too. */
  rootAccessKeys(): Promise<Reading<number>>;
  /** Every service-specific credential of the account (`iam:ListServiceSpecificCredentials`). */
  serviceSpecificCredentials(): Promise<PagedReading<ServiceSpecificCredential>>;
}

/** A long-lived secret of a user for one service, such as Git over CodeCommit. */
export interface ServiceSpecificCredential {
  readonly userName: string;
  /** Such as `codecommit.amazonaws.com`. */
  readonly serviceName: string;
  /** `Active`, `Inactive`, `Expired`. */
  readonly status: string;
}

/** An access key, addressed so that IAM can never mistake it for the caller's own. */
export interface AccessKeyAddress {
  readonly userName: string;
  readonly accessKeyId: string;
}

/**
 * What a write did. `absent`: IAM says there is no such key or user. `attempts` counts what was sent, retries of a lost
 * answer included: after more than one, an absence may be our own doing.
 */
export type WriteResult =
  | { readonly state: 'done'; readonly attempts: number }
  | { readonly state: 'absent'; readonly attempts: number }
  | { readonly state: 'failed'; readonly attempts: number; readonly failure: Failure };

/** The two ways to revoke an access key. Nothing here can reactivate or create one. */
export interface AccessKeyWriter {
  deactivate(key: AccessKeyAddress): Promise<WriteResult>;
  delete(key: AccessKeyAddress): Promise<WriteResult>;
}

/** Reading the organization: one walk of its organizational units, and its accounts. */
export interface OrganizationReader {
  snapshot(): Promise<Reading<OrganizationSnapshot>>;
}

/**
 * The status of a stack instance as AWS gives it; only `CURRENT` is an agent that was deployed as it should be.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackInstance.html
 */
export type StackInstanceStatus = 'CURRENT' | 'OUTDATED' | 'INOPERABLE' | (string & {});

/** Reading which accounts have an agent: the instances of the StackSet that carries it, by account id. */
export interface StackInstances {
  /** `absent` where there is no such StackSet. A part of the instances is never shown as all of them. */
  read(): Promise<Reading<ReadonlyMap<string, StackInstanceStatus>>>;
}

/** What asking an agent came to. `no-agent`: the account has no such function. */
export type AgentAnswer =
  | { readonly state: 'answered'; readonly body: unknown }
  | { readonly state: 'no-agent'; readonly failure: Failure }
  /** The agent was never started, or is broken: nothing can have happened. */
  | { readonly state: 'unreachable'; readonly failure: Failure }
  /** The order was sent and no answer came: anything may have happened. */
  | { readonly state: 'lost'; readonly failure: Failure };

/** Asking the agent of a member account. */
export interface Agent {
  ask(accountId: string, envelope: SignedOrder): Promise<AgentAnswer>;
}

/** An order in the exact text that was signed, and the signature (base64, DER) over its UTF-8 bytes. */
export interface SignedOrder {
  readonly order: string;
  readonly signature: string;
}

/** Signing orders with the centre's key (ECDSA on P-256 with SHA-256). */
export interface OrderSigner {
  sign(order: string): Promise<Reading<SignedOrder>>;
}

/** Our own eyes in a member account, independent of its agent. */
export interface AuditAccess {
  /** `sessionName` names the run in the member's CloudTrail. */
  open(accountId: string, sessionName: string): Promise<Reading<IamReader & CensusReader>>;
}

/** A stored record: its text, and the tag that a conditional write needs. */
export interface StoredRecord {
  readonly body: string;
  readonly etag: string;
}

/** What a conditional write came to. `exists`: somebody was first; read what is stored. */
export type PutResult =
  | { readonly state: 'written'; readonly etag: string }
  | { readonly state: 'exists' }
  | { readonly state: 'failed'; readonly failure: Failure };

/** The records of an evidence bucket that are held whole. */
export interface RecordStore {
  /** Writes a record that must not exist yet (`If-None-Match: *`). */
  putOnce(key: string, body: string): Promise<PutResult>;
  /** Replaces the record that carries `etag`; null writes one that must not exist yet. */
  replace(key: string, body: string, etag: string | null): Promise<PutResult>;
  get(key: string): Promise<Reading<StoredRecord>>;
  /** The keys under a prefix, all pages. */
  list(prefix: string): Promise<PagedReading<string>>;
}

/** The evidence bucket of an organization, with its records of any length. */
export interface EvidenceStore extends RecordStore {
  /** Begins a record of any length, which replaces what is there once it is ended, and is not to be seen before. */
  writeLong(key: string): LongRecord;
  /**
   * Reads a record of any length line by line, in bounded memory; `visit` returns false to hear no more. `absent` where there
   * is no such record.
   */
  readLines(key: string, visit: (line: string) => boolean): Promise<Reading<null>>;
}

/** A record that is written piece by piece, in bounded memory. */
export interface LongRecord {
  /** Resolves when there is room for more. Never throws: `end` says what failed. */
  write(text: string): Promise<void>;
  /**
   * Writes the rest; null once the whole record is stored, else why it is not: then what was there before still is, unless the
   * answer to the very last write was lost. Nothing is ever stored in part.
   */
  end(): Promise<Failure | null>;
}

/** A message for people: plain text. `subject` is printable ASCII of at most 99 characters that begins with no blank. */
export interface Message {
  readonly subject: string;
  readonly body: string;
}

/** Telling people. */
export interface Notifier {
  /** Null where the message was taken; else why not. A message whose answer was lost may have been taken all the same. */
  publish(message: Message): Promise<Failure | null>;
}

/** Telling machines, one event per changed key. */
export interface EventBus {
  /** Nothing is sent twice that may have been taken: what became of it is then told as lost. */
  put(events: readonly KeyEvent[]): Promise<PutEvents>;
}

/** What became of events: how many were taken and how many not, and the first failure of those. */
export interface PutEvents {
  readonly taken: number;
  readonly lost: number;
  readonly failure: Failure | null;
}

/** The organization-wide switch. `body` of the parameter is `enabled`, or `paused` with who and why. */
export interface SweepSwitch {
  read(): Promise<Reading<SwitchPosition>>;
}

/** Whether sweeps may revoke. */
export type SwitchPosition =
  { readonly state: 'enabled' } | { readonly state: 'paused'; readonly reason: string; readonly by: string };
