import type { Account } from '../state/account.ts';
import { addAccessKey } from '../state/access-keys.ts';
import { addGroup, addUser, joinGroup } from '../state/iam-directory.ts';
import type { IamUser, KeyUse } from '../state/iam-entities.ts';
import { identityPolicies } from '../policy/short-lists.ts';
import type { OrganizationState } from '../state/organization-state.ts';
import { nameKey } from '../state/sorted-index.ts';
import { momentOf } from './age.ts';
import { generatedUsers } from './generate.ts';
import type { AccountDescription, KeyDescription, UserDescription } from './schema.ts';

// A user is at least a day older than its oldest key.
const DAY_MILLISECONDS = 86_400_000;

/** Adds the groups and users of an account. */
export function buildPeople(state: OrganizationState, account: Account, description: AccountDescription): void {
  for (const name of description.groups ?? []) addGroup(state, account, { name, createdAt: account.joinedAt });
  for (const user of description.users ?? []) buildUser(state, account, user);
  for (const set of [description.generate ?? []].flat()) {
    for (const user of generatedUsers(state, account, set)) buildUser(state, account, user);
  }
}

/** Adds a user with everything it is said to have. */
export function buildUser(state: OrganizationState, account: Account, description: UserDescription): IamUser {
  const now = state.clock();
  const user = addUser(state, account, {
    name: description.name,
    path: description.path,
    createdAt: createdAt(description, now),
    policies: identityPolicies({ allows: description.allows ?? [], denies: [] }),
  });
  user.mfaActive = description.mfa ?? false;
  user.loginProfile = loginProfile(user, description.password ?? false, now);
  user.serviceSpecificCredentials = (description.credentials ?? []).map(({ service, status = 'Active' }, index) => ({
    id: state.identifiers.uniqueId('ACCA', account.id, nameKey(description.name), String(index)),
    serviceName: service,
    createdAt: user.createdAt,
    status,
  }));
  for (const name of description.groups ?? []) {
    const group = account.group(name);
    if (group !== undefined) joinGroup(user, group);
  }
  for (const [key, value] of Object.entries(description.tags ?? {})) user.tags.put({ key, value });
  for (const key of description.keys ?? []) {
    addAccessKey(
      state,
      { account, user },
      { status: key.status, createdAt: momentOf(key.age, now), lastUse: keyUse(state, key) },
    );
  }
  return user;
}

function createdAt(description: UserDescription, now: Date): Date {
  if (description.created !== undefined) return momentOf(description.created, now);
  const oldest = Math.min(
    now.getTime() - 30 * DAY_MILLISECONDS,
    ...(description.keys ?? []).map((key) => momentOf(key.age, now).getTime()),
  );
  return new Date(Math.floor((oldest - DAY_MILLISECONDS) / 1000) * 1000);
}

function loginProfile(
  user: IamUser,
  password: NonNullable<UserDescription['password']>,
  now: Date,
): IamUser['loginProfile'] {
  if (password === false) return null;
  const lastUsedAt = password === true ? null : momentOf(password.lastUsed, now);
  return { createdAt: user.createdAt, lastUsedAt };
}

function keyUse(state: OrganizationState, key: KeyDescription): KeyUse | null {
  if (key.lastUsed === undefined || key.lastUsed === 'never') return null;
  return {
    at: momentOf(key.lastUsed, state.clock()),
    service: key.service ?? 'ec2',
    region: key.region ?? state.settings.region,
  };
}
