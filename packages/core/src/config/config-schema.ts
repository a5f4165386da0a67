import * as v from 'valibot';
import { ACTIONS } from '../policy.ts';
import { DEFAULTS } from './defaults.ts';
import { map } from './document.ts';
import { TEXT_FORMATS, type TextFormat } from './text-format.ts';

/** A setting and what the documentation and editors say about it; `fallback` is what leaving it out means. */
function noted<S extends v.GenericSchema>(schema: S, description: string, fallback?: unknown) {
  return v.pipe(schema, v.description(description), v.metadata(fallback === undefined ? {} : { default: fallback }));
}

/** A setting that may be left out. Defaults are filled in after `extends`, so the schema itself has none. */
function optional<S extends v.GenericSchema>(schema: S, description: string, fallback?: unknown) {
  return v.optional(noted(schema, description, fallback));
}

/** A map of settings, and of no others. */
function settings<Entries extends v.ObjectEntries>(entries: Entries) {
  return map(v.strictObject(entries));
}

function text(format: TextFormat) {
  return v.pipe(v.string(), v.regex(format.pattern));
}

function filledText(maximum: number) {
  return v.pipe(v.string(), v.minLength(1), v.maxLength(maximum));
}

function wholeNumber(minimum: number, maximum: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum));
}

/** What AWS documents as the longest schedule expression: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const scheduleText = v.pipe(v.string(), v.maxLength(256));
const zoneText = v.pipe(v.string(), v.maxLength(50));
const target = filledText(700);

const ExemptGroupSchema = v.union([
  text(TEXT_FORMATS.groupName),
  settings({
    name: noted(text(TEXT_FORMATS.groupName), 'The IAM group.'),
    optional: optional(v.boolean(), 'Whether an account may lack the group.', false),
  }),
]);

const ExemptUserSchema = settings({
  name: noted(text(TEXT_FORMATS.userName), 'The IAM user name, in every account of the policy.'),
  reason: noted(filledText(256), 'Why; it stands in every report.'),
  owner: optional(filledText(256), 'Who answers for the exemption.'),
});

const ExemptSchema = settings({
  groups: optional(
    v.pipe(v.array(ExemptGroupSchema), v.maxLength(100)),
    'IAM groups whose members are never touched. An account that lacks one is not swept, unless it is written `{ name: …, optional: true }`: a typing error must not exempt nobody.',
    [],
  ),
  users: optional(
    v.pipe(v.array(ExemptUserSchema), v.maxLength(500)),
    'IAM users who are never touched, by name. For one user in one account, tag the user `keysweep-exempt` instead: IAM enforces that one too.',
    [],
  ),
});

/** One policy as it is written: everything optional, because it may extend another. */
export const PolicySchema = settings({
  extends: optional(
    v.string(),
    'The policy that fills in what this one leaves out. Maps are merged key by key, lists are replaced.',
  ),
  groups: optional(
    v.pipe(v.array(text(TEXT_FORMATS.groupName)), v.minLength(1), v.maxLength(100)),
    'The IAM groups whose members are swept. Compared without regard to case, as IAM does. Required, here or in the policy that is extended.',
  ),
  schedule: optional(
    scheduleText,
    'When the sweep is due: an EventBridge Scheduler cron expression with its six fields.',
    DEFAULTS.policy.schedule,
  ),
  timezone: optional(
    zoneText,
    'The IANA time zone of the schedule, and of the days in `keysweep-exempt-until` tags.',
    DEFAULTS.policy.timezone,
  ),
  action: optional(
    v.picklist(ACTIONS),
    'How far the sweep goes: `observe` changes nothing, `deactivate` can be undone, `delete` cannot.',
    DEFAULTS.policy.action,
  ),
  deleteAfterInactiveDays: optional(
    wholeNumber(0, 3650),
    'With `delete`: 0 deletes at once; N deactivates now and deletes once a key has been inactive for N days, counted from when the run that deactivated it was due.',
    DEFAULTS.policy.deleteAfterInactiveDays,
  ),
  minimumKeyAgeDays: optional(
    wholeNumber(0, 3650),
    'Keys younger than this many days of 24 hours are kept.',
    DEFAULTS.policy.minimumKeyAgeDays,
  ),
  exempt: optional(ExemptSchema, 'Who is never touched.'),
  requireConsoleAccess: optional(
    v.boolean(),
    'Keep, and report, the keys of a user who has no password to sign in with: nobody is locked out.',
    DEFAULTS.policy.requireConsoleAccess,
  ),
  maximumRevocations: optional(
    wholeNumber(1, 10_000),
    'Revocations per account and run. An account that needs more is refused as a whole.',
    DEFAULTS.policy.maximumRevocations,
  ),
});

const CentralSchema = settings({
  delegatedAdministrator: optional(
    v.nullable(text(TEXT_FORMATS.accountId)),
    'The account that runs the central stack; null for the management account.',
    DEFAULTS.central.delegatedAdministrator,
  ),
  retainEvidenceDays: optional(
    wholeNumber(30, 36_500),
    'How long plans, reports and summaries are kept.',
    DEFAULTS.central.retainEvidenceDays,
  ),
  objectLock: optional(
    v.boolean(),
    'Whether S3 Object Lock protects the evidence for that long. In compliance mode: until its days are over nobody can delete a record or the bucket, the root user included, and the mode cannot be taken back.',
    DEFAULTS.central.objectLock,
  ),
  encryptionKey: optional(
    v.nullable(text(TEXT_FORMATS.keyArn)),
    'The ARN of the KMS key that encrypts the evidence; null for the key of S3.',
    DEFAULTS.central.encryptionKey,
  ),
});

const CeilingsSchema = settings({
  action: optional(v.picklist(ACTIONS), 'No policy may go further.', DEFAULTS.ceilings.action),
  revocations: optional(
    wholeNumber(1, 10_000),
    'No `maximumRevocations` may be higher.',
    DEFAULTS.ceilings.revocations,
  ),
});

const SummarySchema = settings({
  schedule: optional(scheduleText, 'When the summary is due, as in a policy.', DEFAULTS.summary.schedule),
  timezone: optional(zoneText, 'The IANA time zone of that schedule.', DEFAULTS.summary.timezone),
  notify: optional(
    v.pipe(v.array(text(TEXT_FORMATS.email)), v.maxLength(50)),
    'E-mail addresses that are notified. Each must confirm the message that SNS sends first.',
    [],
  ),
});

const WholeSchema = v.strictObject({
  version: noted(v.literal(1), 'The version of this format.'),
  region: noted(
    text(TEXT_FORMATS.region),
    'The Region of the central stack and of every member stack. IAM itself is global.',
  ),
  central: optional(CentralSchema, 'The central stack.'),
  policies: noted(
    map(v.record(text(TEXT_FORMATS.policyName), PolicySchema)),
    'The policies, by name: a lower-case letter, then up to 20 lower-case letters, digits or hyphens.',
  ),
  maximumRevocationsOrganization: optional(
    wholeNumber(1, 1_000_000),
    'Revocations of one run over all accounts; beyond it the run is held.',
    DEFAULTS.maximumRevocationsOrganization,
  ),
  ceilings: optional(CeilingsSchema, 'What no order may exceed, held by the agent in every account.'),
  assignments: noted(
    map(v.record(target, v.string())),
    'Which policy holds where: an OU, by its path of names (`/Workloads/Prod`; `\\/` is a slash inside a name) or its id, and the policy or `none`. The nearest OU upward wins. `/` must be assigned.',
  ),
  excludeAccounts: optional(
    v.array(text(TEXT_FORMATS.accountId)),
    'Accounts that are left alone whatever their OU says, and reported as excluded.',
    [],
  ),
  managementAccount: optional(
    v.string(),
    'The policy of the management account, or `none`. StackSets never reach it; it gets a stack of its own.',
    DEFAULTS.managementAccount,
  ),
  deployTo: optional(
    v.pipe(v.array(target), v.minLength(1), v.maxLength(50)),
    'The OUs that the StackSet deploys to; AWS takes at most 50 in one operation. The root is right for nearly everyone: the agent does nothing until asked.',
    DEFAULTS.deployTo,
  ),
  summary: optional(SummarySchema, 'The daily summary between sweeps.'),
});

/** `keysweep.yaml` as it is written: its shape alone. What parts must agree on is in `cross-field.ts`. */
export const ConfigSchema = map(WholeSchema);

/** The document as written, once its shape is right. */
export type WrittenConfig = v.InferOutput<typeof ConfigSchema>;

/** The same with every top-level setting optional: what is left of a document when its faulty parts are taken out. */
export const SalvagedConfigSchema = map(v.partial(WholeSchema));

/** What is left of a document when its faulty parts are taken out. */
export type SalvagedConfig = v.InferOutput<typeof SalvagedConfigSchema>;

/** One policy as written, once its shape is right. */
export type WrittenPolicy = v.InferOutput<typeof PolicySchema>;
