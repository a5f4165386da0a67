import {
  GetAccountAuthorizationDetailsCommand,
  GetGroupCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  type AccessKeyMetadata,
  type GroupDetail,
  type IAMClient,
  type User,
  type UserDetail as SdkUserDetail,
} from '@aws-sdk/client-iam';
import type {
  AccessKey,
  AuthorizationDetail,
  GroupMember,
  IamReader,
  PagedReading,
  Reading,
  Tag,
} from '@keysweep/core';
import { KeysweepError, known, sameName, unknown } from '@keysweep/core';
import { readCredentialReport, type CredentialReportOptions } from './credential-report.ts';
import { failureOf, malformed, saysNoSuchEntity } from './failure.ts';
import { nextOfTruncated, readPages } from './paging.ts';

/** The most that IAM puts on a page: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html */
const PAGE_SIZE = 1000;

/** Reads IAM in the account of the client's credentials. See the port for what each reading means. */
export function iamReader(client: IAMClient, options: CredentialReportOptions = {}): IamReader {
  return {
    authorizationDetails: () => readAuthorizationDetails(client),
    groupMembers: (groupName) => readGroupMembers(client, named(groupName)),
    accessKeys: (userName) => readAccessKeys(client, named(userName)),
    loginProfile: (userName) => readLoginProfile(client, named(userName)),
    credentialReport: () => readCredentialReport(client, options),
  };
}

function readAuthorizationDetails(client: IAMClient): Promise<PagedReading<AuthorizationDetail>> {
  return readPages({
    operation: 'iam:GetAccountAuthorizationDetails',
    fetchPage: async (token) => {
      const page = await client.send(
        new GetAccountAuthorizationDetailsCommand({ Filter: ['User', 'Group'], MaxItems: PAGE_SIZE, Marker: token }),
      );
      // A page holds users, groups or both; AWS need not send the list it has nothing for.
      const some = page.UserDetailList !== undefined || page.GroupDetailList !== undefined;
      const details = [...(page.UserDetailList ?? []).map(userOf), ...(page.GroupDetailList ?? []).map(groupOf)];
      return { items: some ? details : undefined, next: nextOfTruncated(page.IsTruncated, page.Marker) };
    },
  });
}

function readGroupMembers(client: IAMClient, groupName: string): Promise<PagedReading<GroupMember>> {
  return readPages({
    operation: 'iam:GetGroup',
    isAbsence: saysNoSuchEntity,
    fetchPage: async (token) => {
      const page = await client.send(new GetGroupCommand({ GroupName: groupName, MaxItems: PAGE_SIZE, Marker: token }));
      const isOurs = page.Group?.GroupName !== undefined && sameName(page.Group.GroupName, groupName);
      const items = isOurs ? page.Users?.map(memberOf) : undefined;
      return { items, next: nextOfTruncated(page.IsTruncated, page.Marker) };
    },
  });
}

async function readAccessKeys(client: IAMClient, userName: string): Promise<Reading<readonly AccessKey[]>> {
  const { items, end } = await readPages({
    operation: 'iam:ListAccessKeys',
    isAbsence: saysNoSuchEntity,
    fetchPage: async (token) => {
      const page = await client.send(
        new ListAccessKeysCommand({ UserName: userName, MaxItems: PAGE_SIZE, Marker: token }),
      );
      const items = page.AccessKeyMetadata?.map((key) => accessKeyOf(key, userName));
      return { items, next: nextOfTruncated(page.IsTruncated, page.Marker) };
    },
  });
  return end.state === 'complete' ? known(items) : end;
}

/** No password is `absent`: IAM answers NoSuchEntity. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html */
async function readLoginProfile(client: IAMClient, userName: string): Promise<Reading<boolean>> {
  const operation = 'iam:GetLoginProfile';
  try {
    const { LoginProfile: profile } = await client.send(new GetLoginProfileCommand({ UserName: userName }));
    const isOurs = profile?.UserName !== undefined && sameName(profile.UserName, userName);
    return isOurs ? known(true) : unknown(malformed(operation, 'the login profile is of nobody, or of another user'));
  } catch (error) {
    const failure = failureOf(operation, error);
    return saysNoSuchEntity(failure) ? { state: 'absent' } : unknown(failure);
  }
}

function userOf(user: SdkUserDetail): AuthorizationDetail | null {
  const tags = (user.Tags ?? []).map(({ Key, Value }): Tag | null =>
    Key === undefined || Value === undefined ? null : { key: Key, value: Value },
  );
  const wellFormed = tags.filter((tag) => tag !== null);
  if (!user.UserName || !user.UserId || wellFormed.length < tags.length) return null;
  return {
    kind: 'user',
    user: {
      userName: user.UserName,
      userId: user.UserId,
      createdAt: user.CreateDate?.toISOString() ?? null,
      groups: user.GroupList ?? [],
      tags: wellFormed,
    },
  };
}

function groupOf({ GroupName }: GroupDetail): AuthorizationDetail | null {
  return GroupName ? { kind: 'group', groupName: GroupName } : null;
}

function memberOf({ UserName, UserId }: User): GroupMember | null {
  return UserName && UserId ? { userName: UserName, userId: UserId } : null;
}

function accessKeyOf(key: AccessKeyMetadata, userName: string): AccessKey | null {
  if (!key.AccessKeyId || !key.Status) return null;
  // A key that IAM says is another user's must not be revoked as this one's.
  if (key.UserName !== undefined && !sameName(key.UserName, userName)) return null;
  return { accessKeyId: key.AccessKeyId, status: key.Status, createdAt: key.CreateDate?.toISOString() ?? null };
}

/** Without a name IAM acts on the caller: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
function named(name: string): string {
  if (name.trim() === '') throw new KeysweepError('internal', 'IAM was about to be asked without a name');
  return name;
}
