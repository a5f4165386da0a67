export { synthesizeAssembly, type Assembly, type AssemblyProps } from './assembly.ts';
export { unpackCentralCode } from './central-code.ts';
export { MEMBER_TEMPLATE_VERSION, MemberStack, type MemberStackProps } from './member-stack.ts';
export { synthesizeMemberTemplate, TEMPLATE_BODY_LIMIT } from './member-template.ts';
export { AUDIT_ROLE_NAME, CENTRAL_ROLE_NAME, REVOKER_NAME, STACK_NAMES, STACK_SET_NAME } from './names.ts';
export { AUDIT_STATEMENTS, AUDIT_TRUST, REVOKER_TRUST, revokerStatements } from './permissions.ts';
export { knownMemberParameters, synthesizeRolloutTemplate, type RolloutProps } from './rollout-template.ts';
