import { STATE_MACHINE_NAME, SWITCH_NAME } from './names.ts';
import { ORDER_SIGNING_KEY } from './order-signing-permissions.ts';
import { arnHere, type Intrinsic, type PermissionStatement } from './statements.ts';

/** What the statements of the central account depend on. */
export interface CentralSetting {
  readonly organization: { readonly id: string; readonly managementAccountId: string };
  /** Whether the centre is a delegated administrator, and not the management account. */
  readonly delegated: boolean;
  /** The ARN of the KMS key of the evidence; null for S3's own. */
  readonly encryptionKey: string | null;
}

/** The key that signs orders. */
export const SIGNING_KEY: Intrinsic = { 'Fn::GetAtt': [ORDER_SIGNING_KEY, 'Arn'] };
/** The switch. */
export const SWITCH = arnHere('ssm', `parameter${SWITCH_NAME}`);
/** The state machine, by its name: its role is made before it is. */
export const STATE_MACHINE = arnHere('states', `stateMachine:${STATE_MACHINE_NAME}`);
/** The event bus of the account that every account has. */
export const DEFAULT_BUS = arnHere('events', 'event-bus/default');
/** The executions of the state machine that were started from outside. */
export const EXECUTIONS = arnHere('states', `execution:${STATE_MACHINE_NAME}:*`);

/** The logical id of the queue of starts that failed. */
export const DEAD_LETTERS = 'UnstartedSweeps';

/** Using the key of the evidence, where there is one. Its own policy must admit the account too: it is not of the stack. */
export function useEncryptionKey(
  { encryptionKey }: CentralSetting,
  actions: readonly string[],
): readonly PermissionStatement[] {
  if (encryptionKey === null) return [];
  return [{ Sid: 'UseEncryptionKey', Effect: 'Allow', Action: actions, Resource: encryptionKey }];
}

/** Why a statement names records by a wildcard. */
export const EVERY_RECORD = 'It is the evidence bucket: every record of it, and no other bucket.';
/** Why a statement names executions by one. */
export const EVERY_EXECUTION = 'The executions of this one state machine; their names are made up as they start.';
