import { isManagement, pathOf, upFrom, type Account, type Organization } from './organization.ts';
import { BEGINNING } from './world.ts';

/** The policies there are, whatever their rules. */
export const POLICY_NAMES = ['weekly', 'careful', 'watch', 'strict'] as const;
/** The name of one of them. */
export type PolicyName = (typeof POLICY_NAMES)[number];

/** What one policy asks for. */
export interface Rules {
  readonly groups: readonly string[];
  readonly action: 'observe' | 'deactivate' | 'delete';
  readonly deleteAfterInactiveDays: number;
  readonly minimumKeyAgeDays: number;
  readonly exemptGroups: readonly { readonly name: string; readonly optional: boolean }[];
  readonly exemptUsers: readonly string[];
  readonly requireConsoleAccess: boolean;
  readonly maximumRevocations: number;
  readonly schedule: keyof typeof SCHEDULES;
}

/** When a policy is due, in UTC; `far` is not due in any life. */
export const SCHEDULES = {
  far: 'cron(0 0 1 1 ? 2099)',
  weekly: 'cron(55 23 ? * FRI *)',
  daily: 'cron(0 6 * * ? *)',
} as const;

/** The parts that do not depend on how an OU is written. */
export interface Settings {
  readonly policies: Readonly<Record<PolicyName, Rules>>;
  readonly excluded: readonly string[];
  /** A policy, or `none`. */
  readonly management: string;
  readonly organizationLimit: number;
}

/** `keysweep.yaml` as somebody wrote it: OUs by the path they had when it was written, or by id. */
export interface Written extends Settings {
  readonly assignments: readonly { readonly target: string; readonly policy: string }[];
}

/** What is deployed: assignments hold for OUs, whatever they are called later. */
export interface Deployed extends Settings {
  readonly assignments: ReadonlyMap<string, string>;
}

/** The plain values of the file. */
export function documentOf({ policies, assignments, excluded, management, organizationLimit }: Written): object {
  const policyOf = ({ exemptGroups, exemptUsers, deleteAfterInactiveDays, schedule, ...rules }: Rules) => ({
    ...rules,
    schedule: SCHEDULES[schedule],
    ...(rules.action === 'delete' ? { deleteAfterInactiveDays } : {}),
    exempt: { groups: exemptGroups, users: exemptUsers.map((name) => ({ name, reason: 'sealed envelope' })) },
  });
  return {
    version: 1,
    region: 'us-east-1',
    policies: Object.fromEntries(Object.entries(policies).map(([name, rules]) => [name, policyOf(rules)])),
    maximumRevocationsOrganization: organizationLimit,
    ceilings: { action: 'delete', revocations: 10_000 },
    assignments: Object.fromEntries(assignments.map(({ target, policy }) => [target, policy])),
    excludeAccounts: excluded,
    managementAccount: management,
  };
}

/**
 * What deploying the file comes to. Null, and nothing changes: a path leads nowhere any more, two lead to the same OU, or
 * an excluded account is not there.
 */
export function deploy({ assignments, ...settings }: Written, organization: Organization): Deployed | null {
  const byTarget = new Map<string, string>();
  for (const { id } of organization.units.values()) byTarget.set(pathOf(id, organization), id).set(id, id);
  const resolved = assignments.map(({ target, policy }) => ({ unit: byTarget.get(target), policy }));
  const units = new Set(resolved.map(({ unit }) => unit));
  const gone = settings.excluded.some((id) => !organization.accounts.has(id));
  if (gone || units.has(undefined) || units.size < resolved.length) return null;
  return { ...settings, assignments: new Map(resolved.map(({ unit = '', policy }) => [unit, policy])) };
}

/** What keysweep has to do with an account. `assignedBy` is the unit whose assignment is the nearest. */
export type Fate =
  | { readonly kind: 'sweep'; readonly policy: string; readonly assignedBy: string }
  | { readonly kind: 'suspended' | 'excluded' };

/** Suspended; else excluded; else the management account's own; else the nearest OU upward that is assigned. */
export function fateOf(account: Account, deployed: Deployed, organization: Organization): Fate {
  if (account.state !== 'ACTIVE') return { kind: 'suspended' };
  if (deployed.excluded.includes(account.id)) return { kind: 'excluded' };
  const nearest = upFrom(account.unit, organization).find(({ id }) => deployed.assignments.has(id));
  const assignedBy = isManagement(account) ? 'managementAccount' : pathOf(nearest?.id ?? '', organization);
  const policy = isManagement(account) ? deployed.management : deployed.assignments.get(nearest?.id ?? '');
  return policy === undefined || policy === 'none' ? { kind: 'excluded' } : { kind: 'sweep', policy, assignedBy };
}

/** The assignments of a file, written as OUs are called now. */
export function writeAssignments(
  assignments: readonly { readonly unit: string; readonly policy: string; readonly by: 'path' | 'id' }[],
  organization: Organization,
): Written['assignments'] {
  return assignments.map(({ unit, policy, by }) => ({
    target: unit === BEGINNING.rootId ? '/' : by === 'id' ? unit : pathOf(unit, organization),
    policy,
  }));
}
