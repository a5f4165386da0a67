import * as z from 'zod';
import { AGE_PATTERN } from './age.ts';

const age = z
  .string()
  .regex(AGE_PATTERN, 'must be an age such as 40d, 3h or 10m, or an ISO date')
  .refine((text) => /[dhm]$/.test(text) || !Number.isNaN(Date.parse(text)), 'is not a date of the calendar');
const accountId = z.string().regex(/^\d{12}$/, 'must be twelve digits, in quotes');
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const userName = z.string().regex(/^[\w+=,.@-]{1,64}$/, 'must be 1 to 64 letters, digits or _+=,.@-');
const groupName = z.string().regex(/^[\w+=,.@-]{1,128}$/, 'must be 1 to 128 letters, digits or _+=,.@-');
const actions = z.array(z.string().regex(/^(\*|[a-z0-9-]+:[\w*]+)$/, 'must be `service:Operation`, `*` allowed'));

const denial = z.union([actions.element, z.strictObject({ actions, whenUserTagged: z.string().min(1) })]);

const key = z.strictObject({
  age,
  lastUsed: z.union([age, z.literal('never')]).optional(),
  service: z.string().optional(),
  region: z.string().optional(),
  status: z.string().min(1).optional(),
});

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
const SERVICES = [
  'bedrock.amazonaws.com',
  'cassandra.amazonaws.com',
  'codecommit.amazonaws.com',
  'logs.amazonaws.com',
] as const;

const credential = z.strictObject({
  service: z.enum(SERVICES),
  status: z.enum(['Active', 'Inactive', 'Expired']).optional(),
});

const user = z.strictObject({
  name: userName,
  path: z
    .string()
    .regex(/^\/(.*\/)?$/, 'must begin and end with a slash')
    .optional(),
  created: age.optional(),
  groups: z.array(groupName).optional(),
  password: z.union([z.boolean(), z.strictObject({ lastUsed: age })]).optional(),
  mfa: z.boolean().optional(),
  keys: z.array(key).optional(),
  credentials: z.array(credential).optional(),
  tags: z.record(z.string().min(1).max(128), z.coerce.string().max(256)).optional(),
  allows: actions.optional(),
});

const generate = z.strictObject({
  users: z.int().min(1).max(5000),
  prefix: userName.optional(),
  groups: z.array(groupName).optional(),
  keys: z.int().min(0).optional(),
  keyAge: z.strictObject({ from: age, to: age }).optional(),
  password: z.boolean().optional(),
  mfa: z.boolean().optional(),
});

const role = z.union([
  z.literal('missing'),
  z.strictObject({
    trusts: z
      .array(
        z.union([
          z.literal('organization'),
          accountId,
          z.string().regex(/^(arn:aws:iam::\d{12}:(role|user)\/.+|[a-z-]+\.amazonaws\.com)$/),
        ]),
      )
      .optional(),
    allows: actions.optional(),
    denies: z.array(denial).optional(),
  }),
]);

const account = z.strictObject({
  name: z.string().min(1).max(50),
  id: accountId,
  email: z.string().optional(),
  ou: z.string().startsWith('/', 'must be a path such as /Workloads/Prod, or / for the root').optional(),
  state: z.enum(['PENDING_ACTIVATION', 'ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED']).optional(),
  joined: age.optional(),
  agent: z.string().optional(),
  rootAccessKeys: z.int().min(0).max(2).optional(),
  groups: z.array(groupName).optional(),
  users: z.array(user).optional(),
  generate: z.union([generate, z.array(generate)]).optional(),
  roles: z.record(z.string().regex(/^[\w+=,.@-]{1,64}$/), role).optional(),
});

/** Organizational units by name, nested; a slash in a name is written `\/` in the paths of accounts. */
export interface OrganizationalUnitTree {
  readonly [name: string]: OrganizationalUnitTree;
}

const unitTree: z.ZodType<OrganizationalUnitTree> = z.lazy(() => z.record(z.string().min(1).max(128), unitTree));

const organization = z.strictObject({
  id: z.string().regex(/^o-[a-z0-9]{10,32}$/, 'must be o- and 10 to 32 letters or digits'),
  managementAccount: z.string(),
  delegatedAdministrator: z.string().optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS Region')
    .optional(),
  now: z.iso.datetime().optional(),
  omitPaths: z.boolean().optional(),
  hideMissingFunctions: z.boolean().optional(),
});

/** The shape of a description; what the shape cannot say is checked when the organization is built. */
export const descriptionSchema = z.strictObject({
  organization,
  organizationalUnits: unitTree.optional(),
  accounts: z.array(account).min(1),
});

/** A whole organization as a person writes it down; `docs` and `examples/organization.yaml` show it at work. */
export type OrganizationDescription = z.input<typeof descriptionSchema>;
/** A description that passed its schema. */
export type CheckedDescription = z.output<typeof descriptionSchema>;
/** An account of a description. */
export type AccountDescription = CheckedDescription['accounts'][number];
/** A user of a description. */
export type UserDescription = z.output<typeof user>;
/** A number of users alike, in few words. */
export type GenerateDescription = z.output<typeof generate>;
/** An access key of a description. */
export type KeyDescription = z.output<typeof key>;
/** A role of a description; or the word that it is missing, which only AWS's own can be. */
export type RoleDescription = z.output<typeof role>;
