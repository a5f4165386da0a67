import { KeysweepError } from '@keysweep/core';
import type { DescribedAccount, DescribedUser, WorldDescription } from '../contract/world.ts';
import { MANAGEMENT_ACCOUNT, type MotoAdmin } from './moto-admin.ts';

/** Builds a described organization in an empty moto; returns account name → id. */
export async function buildMotoWorld(
  admin: MotoAdmin,
  description: WorldDescription,
  bucket: string,
): Promise<ReadonlyMap<string, string>> {
  await organizations(admin, 'CreateOrganization', { FeatureSet: 'ALL' });
  await admin.createBucket(bucket);
  if (description.switch !== undefined) {
    await admin.json('ssm', 'AmazonSSM.PutParameter', {
      Name: '/keysweep/state',
      Type: 'String',
      Value: description.switch,
    });
  }
  const { Roots } = await organizations(admin, 'ListRoots', {});
  const rootId = (Roots as { Id: string }[])[0]?.Id ?? '';
  const units = new Map([['', rootId]]);
  for (const path of description.units ?? []) await unitAt(admin, units, path);
  const ids = new Map<string, string>();
  for (const account of description.accounts ?? []) {
    const parentId = await unitAt(admin, units, account.unit ?? '');
    ids.set(account.name, await createAccount(admin, account, { rootId, parentId }));
  }
  return ids;
}

function organizations(admin: MotoAdmin, operation: string, input: object): Promise<Record<string, unknown>> {
  return admin.json('organizations', `AWSOrganizationsV20161128.${operation}`, input);
}

/** The id of the unit at a path of names; it and its parents are made where they are missing. */
async function unitAt(admin: MotoAdmin, units: Map<string, string>, path: string): Promise<string> {
  const existing = units.get(path);
  if (existing !== undefined) return existing;
  const names = path.split('/');
  const Name = names.pop() ?? '';
  const ParentId = await unitAt(admin, units, names.join('/'));
  const { OrganizationalUnit } = await organizations(admin, 'CreateOrganizationalUnit', { ParentId, Name });
  const { Id } = OrganizationalUnit as { Id: string };
  units.set(path, Id);
  return Id;
}

async function createAccount(
  admin: MotoAdmin,
  account: DescribedAccount,
  place: { rootId: string; parentId: string },
): Promise<string> {
  const { name } = account;
  const { CreateAccountStatus } = await organizations(admin, 'CreateAccount', {
    AccountName: name,
    Email: `${name}@example.com`,
  });
  const { AccountId } = CreateAccountStatus as { AccountId: string };
  if (AccountId === MANAGEMENT_ACCOUNT)
    throw new KeysweepError('internal', "moto gave a member the management account's id");
  if (place.parentId !== place.rootId) {
    await organizations(admin, 'MoveAccount', {
      AccountId,
      SourceParentId: place.rootId,
      DestinationParentId: place.parentId,
    });
  }
  const users = account.users ?? [];
  for (const group of new Set([...(account.groups ?? []), ...users.flatMap((user) => user.groups ?? [])])) {
    await admin.query('iam', AccountId, { Action: 'CreateGroup', GroupName: group });
  }
  for (const user of users) await createUser(admin, AccountId, user);
  if (account.suspended === true) await organizations(admin, 'CloseAccount', { AccountId });
  return AccountId;
}

async function createUser(admin: MotoAdmin, accountId: string, user: DescribedUser): Promise<void> {
  const tags = (user.tags ?? []).flatMap(({ key, value }, index) => [
    [`Tags.member.${String(index + 1)}.Key`, key],
    [`Tags.member.${String(index + 1)}.Value`, value],
  ]);
  const UserName = user.name;
  await admin.query('iam', accountId, {
    Action: 'CreateUser',
    UserName,
    ...(Object.fromEntries(tags) as Record<string, string>),
  });
  for (const GroupName of user.groups ?? [])
    await admin.query('iam', accountId, { Action: 'AddUserToGroup', UserName, GroupName });
  if (user.password === true)
    await admin.query('iam', accountId, { Action: 'CreateLoginProfile', UserName, Password: 'Correct-Horse-1' });
  if (user.mfa === true) await giveMfaDevice(admin, accountId, UserName);
  for (const Status of user.keys ?? []) {
    const xml = await admin.query('iam', accountId, { Action: 'CreateAccessKey', UserName });
    const AccessKeyId = /<AccessKeyId>(\w+)</.exec(xml)?.[1] ?? '';
    if (Status === 'Inactive')
      await admin.query('iam', accountId, { Action: 'UpdateAccessKey', UserName, AccessKeyId, Status });
  }
}

/** Moto believes any codes. */
async function giveMfaDevice(admin: MotoAdmin, accountId: string, UserName: string): Promise<void> {
  await admin.query('iam', accountId, { Action: 'CreateVirtualMFADevice', VirtualMFADeviceName: UserName });
  await admin.query('iam', accountId, {
    ...{ Action: 'EnableMFADevice', UserName, SerialNumber: `arn:aws:iam::${accountId}:mfa/${UserName}` },
    ...{ AuthenticationCode1: '123456', AuthenticationCode2: '654321' },
  });
}
