import { readDefinition } from '../../state-machine/read-definition.ts';
import { isTrusting } from '../../service-role.ts';
import type { ServiceRole } from '../../service-role.ts';
import type { Account } from '../../state/account.ts';
import type { OrganizationState } from '../../state/organization-state.ts';
import type { StateMachine } from '../../state/state-machine.ts';
import { ServiceError } from '../../wire/service-error.ts';

/** A state machine to make, of the type STANDARD. */
export interface NewStateMachine {
  readonly name: string;
  /** The Amazon States Language, as text. */
  readonly definition: string;
  readonly roleArn: string;
}

/**
 * Makes a state machine. Refuses what AWS refuses, and a definition with anything the engine does not know
 * (`state-machine-unsupported`). https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
 */
export function createStateMachine(state: OrganizationState, account: Account, made: NewStateMachine): StateMachine {
  const { name, roleArn } = made;
  if (!/^[\w-]{1,80}$/.test(name)) throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
  const arn = `arn:aws:states:${state.settings.region}:${account.id}:stateMachine:${name}`;
  if (account.stateMachines.get(name) !== undefined) {
    throw new ServiceError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
  }
  const definition = readDefinition(made.definition);
  checkRole(state, { account, roleArn, sourceArn: arn });
  const machine: StateMachine = {
    accountId: account.id,
    name,
    arn,
    roleArn,
    definitionText: made.definition,
    definition,
    createdAt: state.clock(),
    executions: new Map(),
    started: 0,
  };
  account.stateMachines.put(machine);
  return machine;
}

/**
 * Gives a state machine another definition and role; executions under way keep the definition they began with.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html
 */
export function updateStateMachine(
  state: OrganizationState,
  machine: StateMachine,
  changed: Omit<NewStateMachine, 'name'>,
): void {
  const definition = readDefinition(changed.definition);
  checkRole(state, { account: state.account(machine.accountId), roleArn: changed.roleArn, sourceArn: machine.arn });
  machine.definition = definition;
  machine.definitionText = changed.definition;
  machine.roleArn = changed.roleArn;
}

// https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
function checkRole(state: OrganizationState, given: Omit<ServiceRole, 'service'>): void {
  if (isTrusting(state, { service: 'states.amazonaws.com', ...given })) return;
  const message =
    'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.';
  throw new ServiceError('AccessDeniedException', message, { status: 400 });
}
