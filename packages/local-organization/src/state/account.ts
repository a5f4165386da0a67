import type { LocalFunction } from './local-function.ts';
import type { LogGroup } from './log-group.ts';
import type { RecordedResource } from './recorded-resource.ts';
import type { Stack } from './stack.ts';
import type { IamGroup, IamRole, IamUser } from './iam-entities.ts';
import type { CredentialReportState } from './credential-report-state.ts';
import type { EncryptionKey } from './encryption-keys.ts';
import type { ParameterVersion } from './parameter.ts';
import type { Schedule, ScheduleGroup } from './schedule.ts';
import type { SigningKey } from './signing-key.ts';
import type { StateMachine } from './state-machine.ts';
import type { Topic } from './topic.ts';
import { nameKey, SortedIndex } from './sorted-index.ts';

/** What identifies an account, and what may be said of it. */
export interface AccountIdentity {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly joinedAt: Date;
  /** Free text of the description for whoever deploys agents. */
  readonly agent: string;
}

/** An account of the organization with everything in it. */
export class Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  joinedAt: Date;
  readonly agent: string;
  /** `Account.State` of Organizations. */
  state = 'ACTIVE';
  /** False once it has left the organization: it goes on existing, without organization keys in conditions. */
  inOrganization = true;
  /** The root or an organizational unit. */
  parentId: string;

  readonly users = new SortedIndex<IamUser>((user) => nameKey(user.userName));
  readonly groups = new SortedIndex<IamGroup>((group) => nameKey(group.groupName));
  readonly roles = new SortedIndex<IamRole>((role) => nameKey(role.roleName));
  readonly functions = new Map<string, LocalFunction>();
  readonly parameters = new Map<string, ParameterVersion>();
  readonly signingKeys = new Map<string, SigningKey>();
  /** Symmetric keys, by id. */
  readonly encryptionKeys = new Map<string, EncryptionKey>();
  readonly scheduleGroups = new Map<string, ScheduleGroup>();
  /** By `group/name`. */
  readonly schedules = new SortedIndex<Schedule>((schedule) => `${schedule.groupName}/${schedule.name}`);
  readonly stateMachines = new SortedIndex<StateMachine>((machine) => machine.name);
  /** Ids of keys by the name of their alias, `alias/…`. */
  readonly keyAliases = new Map<string, string>();
  /** By ARN. */
  readonly topics = new Map<string, Topic>();
  readonly logGroups = new Map<string, LogGroup>();
  /** By `recordedKey`. */
  readonly recordedResources = new Map<string, RecordedResource>();
  /** By id, deleted ones too. */
  readonly stacks = new Map<string, Stack>();
  credentialReport: CredentialReportState = { state: 'none' };
  /** Active access keys of the root user. */
  rootAccessKeys = 0;
  /** Signing keys, deleted ones too: no id returns. */
  signingKeysEverMade = 0;

  constructor(identity: AccountIdentity, parentId: string) {
    this.id = identity.id;
    this.name = identity.name;
    this.email = identity.email;
    this.joinedAt = identity.joinedAt;
    this.agent = identity.agent;
    this.parentId = parentId;
  }

  user(name: string): IamUser | undefined {
    return this.users.get(nameKey(name));
  }

  group(name: string): IamGroup | undefined {
    return this.groups.get(nameKey(name));
  }

  role(name: string): IamRole | undefined {
    return this.roles.get(nameKey(name));
  }
}
