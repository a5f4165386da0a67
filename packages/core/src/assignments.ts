import * as v from 'valibot';
import type { Config } from './config/config.ts';
import type { OrganizationAccount, OrganizationSnapshot } from './organization.ts';
import { resolveAssignments, type AccountAssignment } from './resolve.ts';
import { policyName } from './shape.ts';

/** A root, OU or account: which policy holds, and the rule that gave it: the assigning OU's path, `managementAccount`, or why there is none. */
const assigned = { id: v.string(), path: v.string(), policy: v.nullable(policyName), rule: v.string() };

/** `assignments.json`: the policies of a whole organization, in the order of ids. What a review of a change compares. */
export const assignmentsSchema = v.object({
  schema: v.literal('keysweep/assignments/1'),
  organizationId: v.string(),
  /** What an account in the OU itself falls under. The root is among them. */
  organizationalUnits: v.array(v.object(assigned)),
  /** `path` is that of the OU the account is in. */
  accounts: v.array(v.object({ ...assigned, name: v.string() })),
});

/** The policies of a whole organization. */
export type Assignments = v.InferOutput<typeof assignmentsSchema>;
/** What holds in one OU. */
export type Assigned = Assignments['organizationalUnits'][number];
/** What holds in one account. */
export type AssignedAccount = Assignments['accounts'][number];

/** Resolves every OU and every account by the rules of a sweep. Call it once configuration and organization fit. */
export function assignmentsOf(config: Config, snapshot: OrganizationSnapshot): Assignments {
  const { accounts } = resolveAssignments(config, snapshot);
  return {
    schema: 'keysweep/assignments/1',
    organizationId: snapshot.id,
    organizationalUnits: resolvePlaces(config, snapshot)
      .map((place) => assignedOf(place, place.account.parentId))
      .sort(byId),
    accounts: accounts.map((each) => ({ ...assignedOf(each, each.account.id), name: each.account.name })).sort(byId),
  };
}

/** The ids of the places that `deployTo` names, in the order of ids. Call it once configuration and organization fit. */
export function deploymentTargets(config: Config, snapshot: OrganizationSnapshot): string[] {
  const [policy = null] = Object.keys(config.policies);
  const assignments = config.deployTo.map((target) => ({ target, policy }));
  return resolvePlaces({ ...config, assignments }, snapshot)
    .filter(({ fate, organizationalUnitPath }) => fate.kind === 'sweep' && fate.assignedBy === organizationalUnitPath)
    .map(({ account }) => account.parentId)
    .sort();
}

/** What an account would fall under in each place: one that does not exist stands in the root and in every OU. */
function resolvePlaces(config: Config, snapshot: OrganizationSnapshot): readonly AccountAssignment[] {
  const management = snapshot.accounts.filter(({ id }) => id === snapshot.managementAccountId);
  const standIns = [snapshot.rootId, ...snapshot.organizationalUnits.map(({ id }) => id)].map(
    (parentId): OrganizationAccount => ({ id: `in ${parentId}`, name: '', email: '', state: 'ACTIVE', parentId }),
  );
  const { accounts } = resolveAssignments(config, { ...snapshot, accounts: [...management, ...standIns] });
  return accounts.slice(management.length);
}

function assignedOf({ fate, organizationalUnitPath: path }: AccountAssignment, id: string): Assigned {
  if (fate.kind === 'sweep') return { id, path, policy: fate.policy, rule: fate.assignedBy };
  return { id, path, policy: null, rule: fate.kind === 'excluded' ? fate.because : `the account is ${fate.state}` };
}

function byId(left: Assigned, right: Assigned): number {
  return left.id < right.id ? -1 : 1;
}
