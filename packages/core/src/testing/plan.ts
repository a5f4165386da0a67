import type { AccountPlan, PlannedKey, PlannedUser, Provenance } from '../account-plan.ts';
import type { UserDetail } from '../iam-user.ts';
import type { AccountObservation, UserObservation } from '../observation.ts';
import type { PlanContext } from '../plan.ts';
import { known } from '../reading.ts';
import { anAccessKey, AS_OF, before, complete, DAY, keyId, memberOf, userId } from './account.ts';
import { rulesOf } from './rules.ts';

export const ORGANIZATION = 'o-exampleorgid';
export const ACCOUNT = '111122223333';
export const RUN = '20261120T235500Z';

/** Who took the plans of the examples. */
export function aProvenance(overrides: Partial<Provenance> = {}): Provenance {
  return {
    takenBy: 'agent',
    takenAt: AS_OF,
    bundleHash: 'b1',
    templateVersion: '1',
    caller: 'arn:aws:lambda:keysweep-revoker',
    ...overrides,
  };
}

/** What a plan is made for. */
export function aContext(overrides: Partial<PlanContext> = {}): PlanContext {
  return {
    ...{
      organizationId: ORGANIZATION,
      accountId: ACCOUNT,
      runId: RUN,
      policy: 'weekly',
      configHash: 'c1',
      asOf: AS_OF,
    },
    rules: rulesOf(),
    ledger: {},
    provenance: aProvenance(),
    ...overrides,
  };
}

/** What was read of a user: one old active key, and a password. */
export function aUserObservation(overrides: Partial<UserObservation> = {}): UserObservation {
  return { userName: 'ada', accessKeys: known([anAccessKey()]), consoleAccess: known(true), ...overrides };
}

/** Everything read, everything agreeing: these users, all in Developers, each with the key of `aUserObservation`. */
export function observationOf(
  users: readonly UserDetail[],
  overrides: Partial<AccountObservation> = {},
): AccountObservation {
  return {
    details: { users, groupNames: ['Developers'], failure: null },
    groups: [{ name: 'Developers', role: 'included', members: complete(users.map(memberOf)) }],
    credentialReport: { state: 'absent' },
    users: users.map(({ userName }, index) =>
      aUserObservation({ userName, accessKeys: known([anAccessKey({ accessKeyId: keyId(index + 1) })]) }),
    ),
    ...overrides,
  };
}

/** One key of a plan, to be deleted. */
export function aPlannedKey(overrides: Partial<PlannedKey> = {}): PlannedKey {
  return {
    ...{ accessKeyId: keyId(), userName: 'ada', userId: userId(), status: 'Active', createdAt: before(365 * DAY) },
    lastUsed: { state: 'never' },
    decision: 'delete',
    rule: 'policy-deletes',
    ...overrides,
  };
}

/** One user of a plan. */
export function aPlannedUser(overrides: Partial<PlannedUser> = {}): PlannedUser {
  return {
    ...{
      userName: 'ada',
      userId: userId(),
      groups: ['Developers'],
      exemption: null,
      lapsedExemption: null,
      mfa: true,
      keys: 1,
    },
    ...overrides,
  };
}

/** A stored plan of these keys; the users are those of the keys. */
export function planOf(keys: readonly PlannedKey[], overrides: Partial<AccountPlan> = {}): AccountPlan {
  const names = [...new Set(keys.map(({ userName }) => userName))];
  const { organizationId, accountId, runId, policy, configHash, asOf } = aContext();
  return {
    ...{ schema: 'keysweep/plan/1', organizationId, accountId, runId, policy, configHash, asOf, action: 'delete' },
    provenance: aProvenance(),
    groups: [{ name: 'Developers', role: 'included', state: 'read', members: names.length }],
    users: names.map((userName) =>
      aPlannedUser({ userName, keys: keys.filter((key) => key.userName === userName).length }),
    ),
    keys: [...keys],
    unknowns: [],
    refusal: null,
    ...overrides,
  };
}
