/** The member function and its execution role: the centre finds both by this name in every account. */
export const REVOKER_NAME = 'keysweep-revoker';

/** The role through which the centre looks into a member account. */
export const AUDIT_ROLE_NAME = 'keysweep-audit';

/** The role the central functions work with, in the central account. */
export const CENTRAL_ROLE_NAME = 'keysweep-central';

/** The role of the state machine. */
export const STATES_ROLE_NAME = 'keysweep-states';

/** The role with which schedules start the state machine. */
export const SCHEDULER_ROLE_NAME = 'keysweep-scheduler';

/** The role for people. */
export const OPERATOR_ROLE_NAME = 'keysweep-operator';

/** The central functions, by what they do. The handler of each is its key, of the one bundle. */
export const CENTRAL_FUNCTION_NAMES = {
  inventory: 'keysweep-inventory',
  sweep: 'keysweep-sweep',
  gate: 'keysweep-gate',
  summarise: 'keysweep-summarise',
} as const;

/** What one of the central functions does. */
export type CentralFunction = keyof typeof CENTRAL_FUNCTION_NAMES;

/** The state machine of a sweep. */
export const STATE_MACHINE_NAME = 'keysweep-sweep';

/** The group that holds all schedules. */
export const SCHEDULE_GROUP_NAME = 'keysweep';

/** The schedule of the daily summary. */
export const SUMMARY_SCHEDULE_NAME = 'summary';

/** The schedule of a policy's sweeps. */
export function sweepScheduleName(policy: string): string {
  return `sweep-${policy}`;
}

/** The key that signs orders, by its other name. */
export const ORDER_SIGNING_ALIAS = 'alias/keysweep-orders';

/** The parameter that is the switch. */
export const SWITCH_NAME = '/keysweep/state';

/** The topic that people are told through. */
export const TOPIC_NAME = 'keysweep';

/** The function of an account that sweeps by itself, and its role. */
export const STANDALONE_NAME = 'keysweep-standalone';

/** The role with which the schedule of such an account starts the function. */
export const STANDALONE_SCHEDULER_ROLE_NAME = 'keysweep-standalone-scheduler';

/** The StackSet that puts the member stack into every account. */
export const STACK_SET_NAME = 'keysweep';

/** The stacks, as they are called in the accounts they are deployed to. */
export const STACK_NAMES = {
  central: 'keysweep-central',
  rollout: 'keysweep-rollout',
  management: 'keysweep-management',
} as const;
