export { MemoryAccount, type MemoryCall, type MemoryUser } from './account.ts';
export { MemoryEvidenceStore } from './evidence-store.ts';
export { MemoryOrganization } from './organization.ts';
export { MemoryClock, unboundedPace } from './pace.ts';
export { MemoryStackInstances } from './stack-instances.ts';
