import type { Stack } from 'aws-cdk-lib';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CENTRAL_TRUST, CENTRAL_WILDCARDS, centralStatements } from './central-permissions.ts';
import type { CentralSetting } from './central-resources.ts';
import { writeLogs } from './log-permissions.ts';
import { CENTRAL_ROLE_NAME, OPERATOR_ROLE_NAME, SCHEDULER_ROLE_NAME, STATES_ROLE_NAME } from './names.ts';
import { OPERATOR_TRUST, OPERATOR_WILDCARDS, operatorStatements } from './operator-permissions.ts';
import { addRole } from './role.ts';
import { SCHEDULER_STATEMENTS, SCHEDULER_TRUST } from './scheduler-permissions.ts';
import { STATES_TRUST, STATES_WILDCARDS, statesStatements } from './states-permissions.ts';

/** The roles that other resources of the central stack work with. */
export interface CentralRoles {
  readonly central: CfnRole;
  readonly states: CfnRole;
  readonly scheduler: CfnRole;
}

/** The four roles of the central account. @param logGroupArn of the central functions, with `:*`. */
export function addCentralRoles(stack: Stack, setting: CentralSetting, logGroupArn: string): CentralRoles {
  const central = addRole(stack, 'CentralRole', {
    name: CENTRAL_ROLE_NAME,
    description: 'keysweep: asks agents, looks through audit roles, signs orders, keeps evidence; no right in IAM',
    trust: CENTRAL_TRUST,
    statements: [...centralStatements(setting), writeLogs(logGroupArn)],
    wildcards: CENTRAL_WILDCARDS,
  });
  const states = addRole(stack, 'StatesRole', {
    name: STATES_ROLE_NAME,
    description: 'keysweep: runs the central functions in the order of a sweep',
    trust: STATES_TRUST,
    statements: statesStatements(setting),
    wildcards: STATES_WILDCARDS,
  });
  const scheduler = addRole(stack, 'SchedulerRole', {
    name: SCHEDULER_ROLE_NAME,
    description: 'keysweep: starts a sweep when it is due',
    trust: SCHEDULER_TRUST,
    statements: SCHEDULER_STATEMENTS,
  });
  addRole(stack, 'OperatorRole', {
    name: OPERATOR_ROLE_NAME,
    description: 'keysweep, for people: reads the evidence, starts sweeps, turns the switch',
    trust: OPERATOR_TRUST,
    statements: operatorStatements(setting),
    wildcards: OPERATOR_WILDCARDS,
  });
  return { central, states, scheduler };
}
