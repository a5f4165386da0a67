import type { Config } from './config/config.ts';
import { KeysweepError } from './errors.ts';
import { indexOrganization, type EarlierPlaces, type OrganizationIndex } from './organization-index.ts';
import type { OrganizationAccount, OrganizationSnapshot } from './organization.ts';
import type { Problem } from './problem.ts';
import { coverageProblems, coverageWarnings } from './deploy-coverage.ts';
import { movedPathWarnings } from './moved-path.ts';

/** What a sweep has to do with an account. `assignedBy` is the path of the assigning OU, or `managementAccount`. */
export type AccountFate =
  | { readonly kind: 'sweep'; readonly policy: string; readonly assignedBy: string }
  | { readonly kind: 'excluded'; readonly because: string }
  /** Not ACTIVE, whatever AWS calls it. */
  | { readonly kind: 'suspended'; readonly state: string };

/** An account with its fate; `organizationalUnitPath` is the path of names of where it is, `/` for the root. */
export interface AccountAssignment {
  readonly account: OrganizationAccount;
  readonly organizationalUnitPath: string;
  readonly fate: AccountFate;
}

/**
 * Every account of the snapshot, in its order, with exactly one fate; and where configuration and organization disagree.
 * `problems` name places of the configuration. While there are any, no fate may be acted on: an account under an OU that
 * was renamed falls to the policy of the OU above. `warnings` harm nothing.
 */
export interface Resolution {
  readonly accounts: readonly AccountAssignment[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Finds the policy of every account: suspended first, then excluded by name, then the management account's own setting,
 * then the nearest OU upward that is assigned. Pure: the same input gives the same answer. `earlier`, where the OUs were at
 * the last synth, tells a renamed OU from a misspelt one; it changes nobody's fate.
 * @throws KeysweepError `organization-invalid` when the snapshot is not one whole tree.
 */
export function resolveAssignments(
  config: Config,
  snapshot: OrganizationSnapshot,
  earlier: EarlierPlaces = new Map(),
): Resolution {
  const index = indexOrganization(snapshot, earlier);
  const targets = assignedPlaces(config, index);
  const fateOf = fates({ config, snapshot, index, assigned: targets.assigned });
  const accounts = snapshot.accounts.map((account) => ({
    account,
    organizationalUnitPath: index.pathOf(account.parentId),
    fate: fateOf(account),
  }));
  return {
    accounts,
    problems: [
      ...targets.problems,
      ...excludedProblems(config, snapshot),
      ...coverageProblems({ config, snapshot, index, accounts }),
    ],
    warnings: [
      ...movedPathWarnings(config, index, earlier),
      ...coverageWarnings({ config, snapshot, index, accounts }),
      ...idlePolicies(config, accounts),
    ],
  };
}

/**
 * The configuration with every place replaced by its id, so that renaming an OU after a deployment changes nothing.
 * @throws KeysweepError `config-invalid` when a place does not exist: check `resolveAssignments(…).problems` first.
 */
export function pinTargets(config: Config, snapshot: OrganizationSnapshot): Config {
  const index = indexOrganization(snapshot);
  const pin = (written: string): string => {
    const found = index.find(written);
    if (found.ok) return found.place.id;
    throw new KeysweepError('config-invalid', found.problem, { hint: found.hint });
  };
  return {
    ...config,
    assignments: config.assignments
      .map(({ target, policy }) => ({ target: pin(target), policy }))
      .sort((left, right) => (left.target < right.target ? -1 : 1)),
    deployTo: config.deployTo.map(pin),
  };
}

interface AssignedPlaces {
  /** Id of the root or an OU → its policy. */
  readonly assigned: ReadonlyMap<string, string | null>;
  readonly problems: readonly Problem[];
}

function assignedPlaces(config: Config, index: OrganizationIndex): AssignedPlaces {
  const assigned = new Map<string, string | null>();
  const spelling = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { target, policy } of config.assignments) {
    const found = index.find(target);
    const path = ['assignments', target];
    if (!found.ok) {
      problems.push({ path, at: 'key', problem: found.problem, hint: found.hint });
      continue;
    }
    const earlier = spelling.get(found.place.id);
    if (earlier === undefined) {
      spelling.set(found.place.id, target);
      assigned.set(found.place.id, policy);
    } else {
      problems.push({
        path,
        at: 'key',
        problem: `"${target}" is the same OU as "${earlier}"`,
        hint: 'leave one of them',
      });
    }
  }
  return { assigned, problems };
}

interface FateInput {
  readonly config: Config;
  readonly snapshot: OrganizationSnapshot;
  readonly index: OrganizationIndex;
  readonly assigned: ReadonlyMap<string, string | null>;
}

/** The decision, with what every account of one OU shares computed once. */
function fates({ config, snapshot, index, assigned }: FateInput): (account: OrganizationAccount) => AccountFate {
  const excluded = new Set(config.excludeAccounts);
  const byPlace = new Map<string, AccountFate>();
  const fateOfPlace = (id: string): AccountFate => {
    const kept = byPlace.get(id);
    if (kept !== undefined) return kept;
    const nearest = index.lineageOf(id).find((ancestor) => assigned.has(ancestor));
    const fate =
      nearest === undefined
        ? ({ kind: 'excluded', because: 'no OU above it is assigned' } as const)
        : policyFate(assigned.get(nearest) ?? null, index.pathOf(nearest));
    byPlace.set(id, fate);
    return fate;
  };
  return (account) => {
    if (account.state !== 'ACTIVE') return { kind: 'suspended', state: account.state };
    if (excluded.has(account.id)) return { kind: 'excluded', because: 'listed in excludeAccounts' };
    if (account.id === snapshot.managementAccountId) return policyFate(config.managementAccount, 'managementAccount');
    return fateOfPlace(account.parentId);
  };
}

function policyFate(policy: string | null, assignedBy: string): AccountFate {
  if (policy === null) return { kind: 'excluded', because: `${assignedBy} is assigned none` };
  return { kind: 'sweep', policy, assignedBy };
}

function excludedProblems(config: Config, snapshot: OrganizationSnapshot): Problem[] {
  const known = new Set(snapshot.accounts.map((account) => account.id));
  return config.excludeAccounts.flatMap((id, position) => {
    if (known.has(id)) return [];
    const problem = `account ${id} is not in the organization`;
    return [
      {
        path: ['excludeAccounts', position],
        at: 'value' as const,
        problem,
        hint: 'correct it, or take it out if the account has left',
      },
    ];
  });
}

/** Policies that are assigned, and yet sweep nobody. One that is assigned nowhere was noticed when the file was read. */
function idlePolicies(config: Config, accounts: readonly AccountAssignment[]): Problem[] {
  const assigned = new Set([...config.assignments.map(({ policy }) => policy), config.managementAccount]);
  const used = new Set(accounts.flatMap(({ fate }) => (fate.kind === 'sweep' ? [fate.policy] : [])));
  return Object.keys(config.policies).flatMap((name) => {
    if (used.has(name) || !assigned.has(name)) return [];
    const problem = `no account is swept under "${name}"`;
    const hint = 'where it is assigned there is no active account that is neither excluded nor in a nearer OU';
    return [{ path: ['policies', name], at: 'key' as const, problem, hint }];
  });
}
