import * as z from 'zod/mini';
import { ACTIONS } from '../policy.ts';
import { DEFAULTS } from './defaults.ts';
import { TEXT_FORMATS, type TextFormat } from './text-format.ts';

/** What the documentation and editors say about a setting. `default` is what an absent setting means. */
export interface SettingNote {
  readonly description: string;
  readonly default?: unknown;
}

/** The notes of every setting, apart from zod's global registry so that nothing else can add to them. */
export const SETTING_NOTES = z.registry<SettingNote>();

function noted<S extends z.core.$ZodType>(schema: S, description: string, fallback?: unknown): S {
  SETTING_NOTES.add(schema, fallback === undefined ? { description } : { description, default: fallback });
  return schema;
}

/** A setting that may be left out. Defaults are filled in after `extends`, so the schema itself has none. */
function optional<S extends z.core.$ZodType>(schema: S, description: string, fallback?: unknown): z.ZodMiniOptional<S> {
  return noted(z.optional(schema), description, fallback);
}

function text(format: TextFormat) {
  return z.string().check(z.regex(format.pattern));
}

function wholeNumber(minimum: number, maximum: number) {
  return z.int().check(z.minimum(minimum), z.maximum(maximum));
}

/** What AWS documents as the longest schedule expression: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const scheduleText = z.string().check(z.maxLength(256));
const target = z.string().check(z.minLength(1), z.maxLength(700));

const ExemptSchema = z.strictObject({
  groups: optional(
    z
      .array(
        z.union([
          text(TEXT_FORMATS.groupName),
          z.strictObject({
            name: noted(text(TEXT_FORMATS.groupName), 'The IAM group.'),
            optional: optional(z.boolean(), 'Whether an account may lack the group.', false),
          }),
        ]),
      )
      .check(z.maxLength(100)),
    'IAM groups whose members are never touched. An account that lacks one is not swept, unless it is written `{ name: …, optional: true }`: a typing error must not exempt nobody.',
    [],
  ),
  users: optional(
    z
      .array(
        z.strictObject({
          name: noted(text(TEXT_FORMATS.userName), 'The IAM user name, in every account of the policy.'),
          reason: noted(z.string().check(z.minLength(1), z.maxLength(256)), 'Why; it stands in every report.'),
          owner: optional(z.string().check(z.minLength(1), z.maxLength(256)), 'Who answers for the exemption.'),
        }),
      )
      .check(z.maxLength(500)),
    'IAM users who are never touched, by name. For one user in one account, tag the user `keysweep-exempt` instead: IAM enforces that one too.',
    [],
  ),
});

/** One policy as it is written: everything optional, because it may extend another. */
export const PolicySchema = z.strictObject({
  extends: optional(
    z.string(),
    'The policy that fills in what this one leaves out. Maps are merged key by key, lists are replaced.',
  ),
  groups: optional(
    z.array(text(TEXT_FORMATS.groupName)).check(z.minLength(1), z.maxLength(100)),
    'The IAM groups whose members are swept. Compared without regard to case, as IAM does. Required, here or in the policy that is extended.',
  ),
  schedule: optional(
    scheduleText,
    'When the sweep is due: an EventBridge Scheduler cron expression with its six fields.',
    DEFAULTS.policy.schedule,
  ),
  timezone: optional(
    z.string().check(z.maxLength(50)),
    'The IANA time zone of the schedule, and of the days in `keysweep-exempt-until` tags.',
    DEFAULTS.policy.timezone,
  ),
  action: optional(
    z.enum(ACTIONS),
    'How far the sweep goes: `observe` changes nothing, `deactivate` can be undone, `delete` cannot.',
    DEFAULTS.policy.action,
  ),
  deleteAfterInactiveDays: optional(
    wholeNumber(0, 3650),
    'With `delete`: 0 deletes at once; N deactivates now and deletes once a key has been inactive for N days.',
    DEFAULTS.policy.deleteAfterInactiveDays,
  ),
  minimumKeyAgeDays: optional(
    wholeNumber(0, 3650),
    'Keys younger than this many days of 24 hours are kept.',
    DEFAULTS.policy.minimumKeyAgeDays,
  ),
  exempt: optional(ExemptSchema, 'Who is never touched.'),
  requireConsoleAccess: optional(
    z.boolean(),
    'Keep, and report, the keys of a user who has no password to sign in with: nobody is locked out.',
    DEFAULTS.policy.requireConsoleAccess,
  ),
  maximumRevocations: optional(
    wholeNumber(1, 10_000),
    'Revocations per account and run. An account that needs more is refused as a whole.',
    DEFAULTS.policy.maximumRevocations,
  ),
});

const CentralSchema = z.strictObject({
  delegatedAdministrator: optional(
    z.nullable(text(TEXT_FORMATS.accountId)),
    'The account that runs the central stack; null for the management account.',
    DEFAULTS.central.delegatedAdministrator,
  ),
  retainEvidenceDays: optional(
    wholeNumber(30, 36_500),
    'How long plans, reports and summaries are kept.',
    DEFAULTS.central.retainEvidenceDays,
  ),
  objectLock: optional(
    z.boolean(),
    'Whether S3 Object Lock protects the evidence for that long.',
    DEFAULTS.central.objectLock,
  ),
  encryptionKey: optional(
    z.nullable(text(TEXT_FORMATS.keyArn)),
    'The ARN of the KMS key that encrypts the evidence; null for the key of S3.',
    DEFAULTS.central.encryptionKey,
  ),
});

const CeilingsSchema = z.strictObject({
  action: optional(z.enum(ACTIONS), 'No policy may go further.', DEFAULTS.ceilings.action),
  revocations: optional(
    wholeNumber(1, 10_000),
    'No `maximumRevocations` may be higher.',
    DEFAULTS.ceilings.revocations,
  ),
});

const SummarySchema = z.strictObject({
  schedule: optional(
    scheduleText,
    'When the daily audit of everything is due, as in a policy.',
    DEFAULTS.summary.schedule,
  ),
  timezone: optional(
    z.string().check(z.maxLength(50)),
    'The IANA time zone of that schedule.',
    DEFAULTS.summary.timezone,
  ),
  notify: optional(
    z.array(text(TEXT_FORMATS.email)).check(z.maxLength(50)),
    'E-mail addresses that get the summary. Each must confirm the message that SNS sends first.',
    [],
  ),
});

/** `keysweep.yaml` as it is written: its shape alone. What parts must agree on is in `rules.ts`. */
export const ConfigSchema = z.strictObject({
  version: noted(z.literal(1), 'The version of this format.'),
  region: noted(
    text(TEXT_FORMATS.region),
    'The Region of the central stack and of every member stack. IAM itself is global.',
  ),
  central: optional(CentralSchema, 'The central stack.'),
  policies: noted(
    z.record(text(TEXT_FORMATS.policyName), PolicySchema),
    'The policies, by name: a lower-case letter, then up to 20 lower-case letters, digits or hyphens.',
  ),
  maximumRevocationsOrganization: optional(
    wholeNumber(1, 1_000_000),
    'Revocations of one run over all accounts; beyond it the run is held until somebody approves it.',
    DEFAULTS.maximumRevocationsOrganization,
  ),
  ceilings: optional(CeilingsSchema, 'What no order may exceed, held by the agent in every account.'),
  assignments: noted(
    z.record(target, z.string()),
    'Which policy holds where: an OU, by its path of names (`/Workloads/Prod`; `\\/` is a slash inside a name) or its id, and the policy or `none`. The nearest OU upward wins. `/` must be assigned.',
  ),
  excludeAccounts: optional(
    z.array(text(TEXT_FORMATS.accountId)),
    'Accounts that are left alone whatever their OU says, and reported as excluded.',
    [],
  ),
  managementAccount: optional(
    z.string(),
    'The policy of the management account, or `none`. StackSets never reach it; it gets a stack of its own.',
    DEFAULTS.managementAccount,
  ),
  deployTo: optional(
    z.array(target).check(z.minLength(1), z.maxLength(50)),
    'The OUs that the StackSet deploys to. The root is right for nearly everyone: the agent does nothing until asked.',
    DEFAULTS.deployTo,
  ),
  summary: optional(SummarySchema, 'The daily audit between sweeps.'),
});

/** The document as written, once its shape is right. */
export type WrittenConfig = z.infer<typeof ConfigSchema>;

/** The same with every top-level setting optional: what is left of a document when its faulty parts are taken out. */
export const SalvagedConfigSchema = z.partial(ConfigSchema);

/** What is left of a document when its faulty parts are taken out. */
export type SalvagedConfig = z.infer<typeof SalvagedConfigSchema>;

/** One policy as written, once its shape is right. */
export type WrittenPolicy = z.infer<typeof PolicySchema>;
