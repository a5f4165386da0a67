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
export function coverageProblems({ config, snapshot, index, accounts }: CoverageInput): Problem[] {
  const deployed = new Map<string, string>();
  const problems = config.deployTo.flatMap((written, position): Problem[] => {
    const place = { path: ['deployTo', position], at: 'value' as const };
    const found = index.find(written);
    if (!found.ok) return [{ ...place, problem: found.problem, hint: found.hint }];
    const earlier = deployed.get(found.place.id);
    if (earlier !== undefined)
      return [{ ...place, problem: `"${written}" is the same OU as "${earlier}"`, hint: 'leave one of them' }];
    deployed.set(found.place.id, written);
    return [];
  });
  const bare = new Map<string, number>();
  for (const { account, fate } of accounts) {
    if (fate.kind !== 'sweep' || account.id === snapshot.managementAccountId) continue;
    if (index.lineageOf(account.parentId).some((id) => deployed.has(id))) continue;
    bare.set(account.parentId, (bare.get(account.parentId) ?? 0) + 1);
  }
  const uncovered = [...bare].map(([id, count]): Problem => {
    const path = index.pathOf(id);
    const problem = `leaves out ${path}, where ${count === 1 ? 'an account is' : `${count} accounts are`} to be swept`;
    return { path: ['deployTo'], at: 'value', problem, hint: `add "${path}" or an OU above it, or assign it none` };
  });
  return [...problems, ...uncovered];
}
