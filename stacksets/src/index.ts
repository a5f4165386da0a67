export { synthesizeAssembly, type Assembly, type AssemblyProps } from './assembly.ts';
export { unpackCentralCode } from './central-code.ts';
export { CentralStack, type CentralStackProps } from './central-stack.ts';
export { MEMBER_TEMPLATE_VERSION, MemberStack, type MemberStackProps } from './member-stack.ts';
export { synthesizeMemberTemplate, TEMPLATE_BODY_LIMIT } from './member-template.ts';
export {
  AUDIT_ROLE_NAME,
  CENTRAL_FUNCTION_NAMES,
  CENTRAL_ROLE_NAME,
  OPERATOR_ROLE_NAME,
  ORDER_SIGNING_ALIAS,
  REVOKER_NAME,
  SCHEDULE_GROUP_NAME,
  STACK_NAMES,
  STACK_SET_NAME,
  STATE_MACHINE_NAME,
  SWITCH_NAME,
  sweepScheduleName,
} from './names.ts';
export { AUDIT_STATEMENTS, AUDIT_TRUST, REVOKER_TRUST, revokerStatements } from './permissions.ts';
export {
  knownMemberParameters,
  RolloutStack,
  synthesizeRolloutTemplate,
  type RolloutProps,
  type RolloutStackProps,
} from './rollout-template.ts';
export { STANDALONE_TEMPLATE_VERSION, StandaloneStack, type StandaloneStackProps } from './standalone-stack.ts';
export { sweepDefinition, type StateMachineDefinition } from './state-machine.ts';
export type { SweepDefinitionProps } from './sweep-states.ts';
