/** The front door of core: every name that another package uses. */
export { ERROR_CODES, KeysweepError, type ErrorCode } from './errors.ts';
export { known, unknown, type Failure, type FailureKind, type PagedReading, type Reading } from './reading.ts';
export { maskAccessKeyId, maskAccessKeyIds, type AccessKey } from './access-key.ts';
export type {
  AuthorizationDetail,
  CredentialReport,
  CredentialReportRow,
  CredentialReportSlot,
  GroupMember,
  Tag,
} from './iam-user.ts';
export {
  ACTIONS,
  EXEMPT_TAG,
  exceeds,
  nameKey,
  sameName,
  type Action,
  type Policy,
  type PolicyRules,
} from './policy.ts';
export type { OrganizationAccount, OrganizationSnapshot, OrganizationalUnit } from './organization.ts';
export { LineReader, lineTooLong, LONGEST_LINE } from './line-reader.ts';
export { readSwitchPosition, switchText } from './switch-position.ts';
export { restoredKeySchema, type RestoredKey } from './restored-key.ts';
export { sweptHereSchema, type SweptHere } from './swept-here.ts';
export { startedSweepSchema, type StartedSweep } from './started-sweep.ts';
export { turnedSwitchSchema, type TurnedSwitch } from './turned-switch.ts';
export type {
  AccessKeyAddress,
  AccessKeyWriter,
  Agent,
  AgentAnswer,
  AuditAccess,
  CensusReader,
  Clock,
  EventBus,
  EvidenceStore,
  IamReader,
  LongRecord,
  Message,
  Notifier,
  OrderSigner,
  OrganizationReader,
  Pace,
  PutEvents,
  PutResult,
  RecordStore,
  ServiceSpecificCredential,
  SignedOrder,
  StackInstances,
  StackInstanceStatus,
  StoredRecord,
  SweepSwitch,
  SwitchPosition,
  WriteResult,
} from './ports.ts';
export {
  ORDER_VALID_MINUTES,
  readOrder,
  refuseOrder,
  rulesSchema,
  type ApplyOrder,
  type Ceilings,
  type Order,
  type OrderRefusal,
  type PlanOrder,
} from './order.ts';
export { accountPlanSchema, type AccountPlan, type PlannedKey } from './account-plan.ts';
export { RULES, type Rule } from './rules.ts';
export { revokes } from './decision.ts';
export { collect } from './collect.ts';
export { plan } from './plan.ts';
export { applyAnswerSchema, refusalSchema, type ApplyAnswer, type Outcome } from './outcome.ts';
export { apply } from './apply.ts';
export { ledgerSchema, type LedgerEntries } from './ledger.ts';
export { updateLedger } from './update-ledger.ts';
export { keepLedger, readLedger } from './keep-ledger.ts';
export { keysToChange, orderedKeys } from './keys-to-change.ts';
export { attemptSchema } from './attempt.ts';
export { noteAttempt } from './note-attempt.ts';
export { keyStorySchema, type KeyStory } from './key-story.ts';
export { demand, readStored, serialise, storeOnce, type RecordCheck } from './stored-record.ts';
export { approvalMarkSchema, approvalSchema, type Approval, type ApprovalMark } from './approval.ts';
export { refuseApproval, refuseSecondApproval, type ApprovalRefusal } from './refuse-approval.ts';
export { gateSchema, weigh, weightOf, type Gate, type GateInput, type PlanWeight } from './gate.ts';
export { judge, type AgentWord } from './audit.ts';
export { ENDINGS, accountReportSchema, type AccountReport, type Ending } from './account-report.ts';
export { report } from './report.ts';
export { eventsOfReport, keyEventSchema, type KeyEvent } from './key-event.ts';
export {
  accountListSchema,
  manifestSchema,
  runTermsSchema,
  sweptAccounts,
  termsOf,
  type Manifest,
  type ManifestAccount,
  type RunTerms,
} from './manifest.ts';
export { batchingOf, type Batching } from './batching.ts';
export { deploymentOf, type Deployment } from './deployment.ts';
export { rememberSeen, seenSchema, seenSince, type Seen } from './seen.ts';
export { readJsonRecord, readRecord, type RecordSubject } from './read-record.ts';
export { dueOf, evidenceKeys, LAST_PASS, runIdOf, summaryIdOf, type RunName } from './run.ts';
export {
  heldSince,
  historySchema,
  lastSettledRun,
  missedRun,
  nextRunDue,
  rememberRun,
  settledRuns,
  type History,
  type PastRun,
} from './history.ts';
export {
  ACCOUNT_STATES,
  HELD_DAYS_TOLERATED,
  lookSince,
  type AccountFacts,
  type AccountStateName,
  type LaterLook,
} from './account-state.ts';
export { auditTermsSchema, laterAuditSchema, type AuditTerms, type LaterAudit } from './later-audit.ts';
export { collectLater, unknownsAmong } from './collect-later.ts';
export { judgeLater } from './judge-later.ts';
export { describeScope } from './describe-scope.ts';
export { lookBefore, type LookBefore } from './look-before.ts';
export { censusOf, readCensus } from './take-census.ts';
export {
  VERDICT_EXIT_CODES,
  summarySchema,
  summarisedKeySchema,
  type AccountSummary,
  type Comparison,
  type Finding,
  type KeyTally,
  type OrganizationalUnitSummary,
  type SummarisedKey,
  type Summary,
  type SummaryChanges,
} from './summary.ts';
export type { Census, CensusTotals } from './census.ts';
export { compareAccounts } from './account-order.ts';
export { digestAccount, type AccountDigest, type AccountEntry, type DigestedAccount } from './digest-account.ts';
export { digestTerms, summarise, type SummariseInput } from './summarise.ts';
export { endsSoon } from './list-exemptions.ts';
export { LONGEST_TEXT } from './shape.ts';
export {
  compareSummaries,
  isNewExemption,
  keepForComparison,
  type ComparedSummary,
  type ConfiguredGroups,
} from './compare-summaries.ts';
export type { Problem } from './problem.ts';
export { suggest } from './suggestion.ts';
export { reportRowOf } from './credential-report.ts';
export { parseConfig, type Config } from './config/config.ts';
export { pinTargets, resolveAssignments, type AccountAssignment, type AccountFate } from './resolve.ts';
export { organizationPlanSchema, type OrganizationPlan, type PlannedAccount } from './organization-plan.ts';
export { nextScheduledTime } from './schedule.ts';
export { indexOrganization, type EarlierPlaces } from './organization-index.ts';
export {
  assignmentsOf,
  assignmentsSchema,
  deploymentTargets,
  type Assigned,
  type AssignedAccount,
  type Assignments,
} from './assignments.ts';
export { canonicalConfig } from './config/config-document.ts';
export { parseOrganizationSnapshot } from './organization-snapshot.ts';
export {
  deploymentDiffSchema,
  diffDeployments,
  type DeploymentDiff,
  type StackDiff,
  type SynthOutput,
} from './diff/deployment-diff.ts';
export type { AccountChange, UnitChange } from './diff/assignment-diff.ts';
export type { RollOutDiff } from './diff/rollout-diff.ts';
export type { ScheduleChange } from './diff/schedule-diff.ts';
export type { ResourceChange, Template } from './diff/template-diff.ts';
export type { Json, ValueChange } from './diff/value-change.ts';
