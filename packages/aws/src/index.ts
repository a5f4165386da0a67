export { accountAccess, type AccountAccess } from './account-access.ts';
export { readAccountOfKey } from './account-of-key.ts';
export { lambdaAgent, type AgentOptions } from './agent.ts';
export { MAX_ANSWER_BYTES } from './agent-answer.ts';
export { auditAccess, type AuditAccessOptions } from './audit-access.ts';
export { readCallerIdentity, type CallerIdentity } from './caller-identity.ts';
export type { Connection } from './connection.ts';
export type { EvidenceStoreOptions } from './evidence-bucket.ts';
export { evidenceStore } from './evidence-store.ts';
export { findEvidenceBucket } from './find-evidence-bucket.ts';
export { eventBus, type EventBusOptions } from './event-bus.ts';
export { executionAtWork } from './execution-at-work.ts';
export {
  accessKeyWriter,
  createIamClient,
  failureOf,
  iamReader,
  pace,
  systemClock,
  type CredentialReportOptions,
} from './iam/index.ts';
export { notifier, type NotifierOptions } from './notifier.ts';
export { orderSigner } from './order-signer.ts';
export { readOrderVerificationKey } from './order-verification-key.ts';
export { organizationReader, type OrganizationReaderOptions } from './organization-reader.ts';
export { roleAccess, type OpenAccount, type RoleAccessOptions } from './role-access.ts';
export { readExecution, type ExecutionState } from './read-execution.ts';
export { startApprovedSweep, startSweep } from './start-sweep.ts';
export { recordStore } from './record-store.ts';
export { sweepSwitch, type SweepSwitchOptions } from './sweep-switch.ts';
export type { StackChange } from './stacks/await-change-set.ts';
export {
  discardChangeSet,
  executeChangeSet,
  prepareChangeSet,
  type ChangeSetOutcome,
  type ChangeSetRequest,
  type ImportedResource,
  type PreparedChangeSet,
  type TemplateSource,
} from './stacks/change-set.ts';
export { startStackDeletion } from './stacks/delete-stack.ts';
export { followStack, type StackEnd, type StackLook } from './stacks/follow-stack.ts';
export { listStackInstances, type StackInstance, type StackSetAddress } from './stacks/list-stack-instances.ts';
export type { Patience } from './stacks/patience.ts';
export { readStack, readStackResources, readStackTemplate, type DeployedStack } from './stacks/read-stack.ts';
export { releaseStackInstances } from './stacks/release-stack-instances.ts';
export { newestEvent, type StackEvent } from './stacks/stack-events.ts';
export {
  readBootstrapVersion,
  readBucket,
  readStaged,
  stage,
  stagingBucketOf,
  type StagingBucket,
} from './stacks/staging-bucket.ts';
export { turnSwitch } from './turn-switch.ts';
export { stackInstances, type StackInstancesOptions } from './stack-instances.ts';
