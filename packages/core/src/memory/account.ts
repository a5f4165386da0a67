import type { AccessKey } from '../access-key.ts';
import type {
  AuthorizationDetail,
  CredentialReport,
  CredentialReportRow,
  GroupMember,
  Tag,
  UserDetail,
} from '../iam-user.ts';
import { nameKey, sameName } from '../policy.ts';
import type {
  AccessKeyAddress,
  AccessKeyWriter,
  CensusReader,
  IamReader,
  ServiceSpecificCredential,
  WriteResult,
} from '../ports.ts';
import { known, unknown, type Failure, type PagedReading, type Reading } from '../reading.ts';

/** A user of a memory account; everything but the name has a default. */
export interface MemoryUser {
  readonly userName: string;
  readonly userId?: string;
  readonly createdAt?: string;
  readonly groups?: readonly string[];
  readonly tags?: readonly Tag[];
  readonly password?: boolean;
  /** Whether the user has an MFA device; by default whoever has a password has one. */
  readonly mfa?: boolean;
  readonly keys?: readonly AccessKey[];
  readonly credentials?: readonly Omit<ServiceSpecificCredential, 'userName'>[];
}

interface StoredUser {
  userName: string;
  userId: string;
  createdAt: string;
  groups: string[];
  tags: Tag[];
  password: boolean;
  mfa: boolean;
  keys: AccessKey[];
  credentials: Omit<ServiceSpecificCredential, 'userName'>[];
}

/** One call of a memory account: the IAM operation, and the user or group it is about. */
export interface MemoryCall {
  readonly operation: string;
  readonly subject: string;
}

const LONG_AGO = '2025-01-01T00:00:00.000Z';

/**
 * IAM of one account in memory, as `IamReader`, `CensusReader` and `AccessKeyWriter`: for tests and for trying the rules
 * without AWS.
 * `failing` makes a call fail; the calls made are in `calls`.
 */
export class MemoryAccount implements IamReader, CensusReader, AccessKeyWriter {
  readonly calls: MemoryCall[] = [];
  /** Says whether a call fails, and how. */
  failing: (call: MemoryCall) => Failure | null = () => null;
  /** When the credential report was generated; null for an account that has none. */
  reportGeneratedAt: string | null = LONG_AGO;
  /** How many access keys the root user has. */
  rootKeys = 0;
  #idsGiven = 0;
  readonly #users = new Map<string, StoredUser>();
  readonly #groups = new Map<string, string>();

  constructor(groupNames: readonly string[], users: readonly MemoryUser[]) {
    for (const name of groupNames) this.#groups.set(nameKey(name), name);
    for (const user of users) this.addUser(user);
  }

  /** Adds a user, or replaces the one of that name. */
  addUser(user: MemoryUser): void {
    this.#idsGiven += 1;
    const ordinal = String(this.#idsGiven).padStart(16, '0');
    this.#users.set(nameKey(user.userName), {
      userName: user.userName,
      userId: user.userId ?? `AIDA${ordinal}`,
      createdAt: user.createdAt ?? LONG_AGO,
      groups: [...(user.groups ?? [])],
      tags: [...(user.tags ?? [])],
      password: user.password ?? true,
      mfa: user.mfa ?? user.password ?? true,
      keys: [...(user.keys ?? [])],
      credentials: [...(user.credentials ?? [])],
    });
  }

  removeUser(userName: string): void {
    this.#users.delete(nameKey(userName));
  }

  /** Changes what is given of a user, and nothing where there is no such user. */
  changeUser(userName: string, change: Omit<Partial<MemoryUser>, 'userName'>): void {
    Object.assign(this.#users.get(nameKey(userName)) ?? {}, structuredClone(change));
  }

  /** The keys of a user as they are, without a call. */
  keysOf(userName: string): readonly AccessKey[] {
    return this.#users.get(nameKey(userName))?.keys ?? [];
  }

  async authorizationDetails(): Promise<PagedReading<AuthorizationDetail>> {
    const failure = this.#call('iam:GetAccountAuthorizationDetails', '');
    if (failure !== null) return { items: [], end: unknown(failure) };
    const users = [...this.#users.values()].map((user): AuthorizationDetail => ({
      kind: 'user',
      user: detailOf(user),
    }));
    const groups = [...this.#groups.values()].map((groupName): AuthorizationDetail => ({ kind: 'group', groupName }));
    return { items: [...users, ...groups], end: { state: 'complete' } };
  }

  async groupMembers(groupName: string): Promise<PagedReading<GroupMember>> {
    const failure = this.#call('iam:GetGroup', groupName);
    if (failure !== null) return { items: [], end: unknown(failure) };
    if (!this.#groups.has(nameKey(groupName))) return { items: [], end: { state: 'absent' } };
    const members = [...this.#users.values()].filter(({ groups }) => groups.some((name) => sameName(name, groupName)));
    return { items: members.map(({ userName, userId }) => ({ userName, userId })), end: { state: 'complete' } };
  }

  async accessKeys(userName: string): Promise<Reading<readonly AccessKey[]>> {
    const failure = this.#call('iam:ListAccessKeys', userName);
    if (failure !== null) return unknown(failure);
    const user = this.#users.get(nameKey(userName));
    return user === undefined ? { state: 'absent' } : known([...user.keys]);
  }

  async loginProfile(userName: string): Promise<Reading<boolean>> {
    const failure = this.#call('iam:GetLoginProfile', userName);
    if (failure !== null) return unknown(failure);
    return this.#users.get(nameKey(userName))?.password === true ? known(true) : { state: 'absent' };
  }

  async credentialReport(): Promise<Reading<CredentialReport>> {
    const failure = this.#call('iam:GetCredentialReport', '');
    if (failure !== null) return unknown(failure);
    if (this.reportGeneratedAt === null) return { state: 'absent' };
    return known({ generatedAt: this.reportGeneratedAt, rows: [...this.#users.values()].map(reportRow) });
  }

  async rootAccessKeys(): Promise<Reading<number>> {
    const failure = this.#call('iam:GetAccountSummary', '');
    return failure === null ? known(this.rootKeys) : unknown(failure);
  }

  async serviceSpecificCredentials(): Promise<PagedReading<ServiceSpecificCredential>> {
    const failure = this.#call('iam:ListServiceSpecificCredentials', '');
    if (failure !== null) return { items: [], end: unknown(failure) };
    const items = [...this.#users.values()].flatMap(({ userName, credentials }) =>
      credentials.map((credential) => ({ userName, ...credential })),
    );
    return { items, end: { state: 'complete' } };
  }

  deactivate(key: AccessKeyAddress): Promise<WriteResult> {
    return this.#write('iam:UpdateAccessKey', key, (stored) => [{ ...stored, status: 'Inactive' }]);
  }

  delete(key: AccessKeyAddress): Promise<WriteResult> {
    return this.#write('iam:DeleteAccessKey', key, () => []);
  }

  async #write(
    operation: string,
    key: AccessKeyAddress,
    change: (stored: AccessKey) => AccessKey[],
  ): Promise<WriteResult> {
    const failure = this.#call(operation, key.userName);
    if (failure !== null) return { state: 'failed', attempts: 1, failure };
    const user = this.#users.get(nameKey(key.userName));
    const stored = user?.keys.find(({ accessKeyId }) => accessKeyId === key.accessKeyId);
    if (user === undefined || stored === undefined) return { state: 'absent', attempts: 1 };
    user.keys = user.keys.flatMap((each) => (each === stored ? change(stored) : [each]));
    return { state: 'done', attempts: 1 };
  }

  #call(operation: string, subject: string): Failure | null {
    this.calls.push({ operation, subject });
    return this.failing({ operation, subject });
  }
}

function detailOf({ userName, userId, createdAt, groups, tags }: StoredUser): UserDetail {
  return { userName, userId, createdAt, groups: [...groups], tags: [...tags] };
}

function reportRow({ userName, createdAt, password, mfa, keys }: StoredUser): CredentialReportRow {
  const slots = [keys[0], keys[1]].map((key) => ({
    active: key?.status === 'Active',
    lastRotated: key?.createdAt ?? null,
    lastUsedAt: null,
    lastUsedService: null,
    lastUsedRegion: null,
  }));
  return { userName, userCreatedAt: createdAt, passwordEnabled: password, mfaActive: mfa, slots };
}
