export { MemoryAccount, type MemoryCall, type MemoryUser } from './account.ts';
export { MemoryAgents, type AgentFault, type MemoryAgent } from './agents.ts';
export { MemoryEvidenceStore } from './evidence-store.ts';
export { MemoryOrderSigner } from './order-signer.ts';
export { MemoryOrganization } from './organization.ts';
export { MemoryClock, unboundedPace } from './pace.ts';
export { memoryRevoker, type MemoryRevoker } from './revoker.ts';
export { MemoryStackInstances } from './stack-instances.ts';
export { MemorySweepSwitch } from './sweep-switch.ts';
