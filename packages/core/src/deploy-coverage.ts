import type { Config } from './config/config.ts';
import type { OrganizationIndex } from './organization-index.ts';
import type { OrganizationSnapshot } from './organization.ts';
import type { Problem } from './problem.ts';
import type { AccountAssignment } from './resolve.ts';

/** A configuration, its organization, and the fate of every account. */
export interface CoverageInput {
  readonly config: Config;
  readonly snapshot: OrganizationSnapshot;
  readonly index: OrganizationIndex;
  readonly accounts: readonly AccountAssignment[];
}

/**
 * Where `deployTo` names an OU that is not there, or names one twice, or leaves accounts that a policy sweeps without
 * an agent. The management account is not meant: StackSets never reach it, it gets a stack of its own.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
 */
export function coverageProblems(input: CoverageInput): Problem[] {
  const { config, index } = input;
  const named = new Map<string, string>();
  const problems = config.deployTo.flatMap((written, position): Problem[] => {
    const place = { path: ['deployTo', position], at: 'value' as const };
    const found = index.find(written);
    if (!found.ok) return [{ ...place, problem: found.problem, hint: found.hint }];
    const earlier = named.get(found.place.id);
    if (earlier !== undefined)
      return [{ ...place, problem: `"${written}" is the same OU as "${earlier}"`, hint: 'leave one of them' }];
    named.set(found.place.id, written);
    return [];
  });
  const uncovered = [...bareParents(input)].map(([id, count]): Problem => {
    const path = index.pathOf(id);
    const problem = `leaves out ${path}, where ${count === 1 ? 'an account is' : `${count} accounts are`} to be swept`;
    return { path: ['deployTo'], at: 'value', problem, hint: `add "${path}" or an OU above it, or assign it none` };
  });
  return [...problems, ...uncovered];
}

/**
 * Where `deployTo` leaves out an OU that is assigned a policy and holds no account yet: nothing is wrong until one joins,
 * which is then swept by nobody. New accounts start in the root.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html
 */
export function coverageWarnings(input: CoverageInput): Problem[] {
  const { config, index } = input;
  const bare = bareParents(input);
  const isCovered = coverage(config, index);
  return config.assignments.flatMap(({ target, policy }) => {
    const found = index.find(target);
    if (policy === null || !found.ok || bare.has(found.place.id) || isCovered(found.place.id)) return [];
    const { path } = found.place;
    const problem = `leaves out ${path}, which is assigned ${policy}: an account that joins there will have no agent`;
    return [{ path: ['deployTo'], at: 'value' as const, problem, hint: `add "${path}" or an OU above it` }];
  });
}

/** How many accounts that a policy sweeps stand directly in each place that gets no agent, by the place's id. */
function bareParents({ config, snapshot, index, accounts }: CoverageInput): ReadonlyMap<string, number> {
  const isCovered = coverage(config, index);
  const bare = new Map<string, number>();
  for (const { account, fate } of accounts) {
    if (fate.kind !== 'sweep' || account.id === snapshot.managementAccountId) continue;
    if (!isCovered(account.parentId)) bare.set(account.parentId, (bare.get(account.parentId) ?? 0) + 1);
  }
  return bare;
}

/** Whether the StackSet reaches what stands in a place, as far as the places of `deployTo` exist. */
function coverage(config: Config, index: OrganizationIndex): (id: string) => boolean {
  const targets = new Set(
    config.deployTo.flatMap((written) => {
      const found = index.find(written);
      return found.ok ? [found.place.id] : [];
    }),
  );
  return (id) => index.lineageOf(id).some((each) => targets.has(each));
}
