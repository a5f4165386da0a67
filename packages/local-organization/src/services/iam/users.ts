import type {
  GetLoginProfileRequest,
  GetLoginProfileResponse,
  GetUserRequest,
  GetUserResponse,
  ListUsersRequest,
  ListUsersResponse,
  ListUserTagsRequest,
  ListUserTagsResponse,
  Tag,
  TagUserRequest,
  UntagUserRequest,
  User,
} from '@aws-sdk/client-iam';
import type { RequestContext } from '../../policy/condition-keys.ts';
import type { IamTag, IamUser } from '../../state/iam-entities.ts';
import { nameKey } from '../../state/sorted-index.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { namedUser, namedUserOrCaller, userResource } from './entities.ts';
import { pageOf } from './pages.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const TAGS_PER_USER = 50;

const onUser = {
  resource: (call: Call, input: { readonly UserName?: string | undefined }) => userResource(call, input.UserName),
};

/** The verbs on users, their tags and passwords. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html and siblings */
export const USER_OPERATIONS = [
  operation<ListUsersRequest, ListUsersResponse>('iam:ListUsers', listUsers),
  operation<GetUserRequest, GetUserResponse>('iam:GetUser', getUser, onUser),
  operation<GetLoginProfileRequest, GetLoginProfileResponse>('iam:GetLoginProfile', getLoginProfile, onUser),
  operation<ListUserTagsRequest, ListUserTagsResponse>('iam:ListUserTags', listUserTags, onUser),
  operation<TagUserRequest>('iam:TagUser', tagUser, {
    resource: (call, input) => ({ ...userResource(call, input.UserName), context: taggingContext(input.Tags ?? []) }),
  }),
  operation<UntagUserRequest>('iam:UntagUser', untagUser, {
    resource: (call, input) => ({
      ...userResource(call, input.UserName),
      context: { 'aws:TagKeys': input.TagKeys ?? [] },
    }),
  }),
];

/** A user as lists give it: without tags. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export function listedUser(user: IamUser): User {
  return {
    Path: user.path,
    UserName: user.userName,
    UserId: user.userId,
    Arn: user.arn,
    CreateDate: user.createdAt,
    PasswordLastUsed: user.loginProfile?.lastUsedAt ?? undefined,
  };
}

/** The tags of a user. */
export function tagsOf(user: IamUser): Tag[] {
  return user.tags.items.map(wireTag);
}

function wireTag(tag: IamTag): Tag {
  return { Key: tag.key, Value: tag.value };
}

function listUsers(call: Call, input: ListUsersRequest): ListUsersResponse {
  refusePathPrefix(input.PathPrefix);
  const { items, page } = pageOf(call.account.users, input);
  return { Users: items.map(listedUser), ...page };
}

/** Filtering by path is not offered: refused aloud rather than ignored. */
export function refusePathPrefix(pathPrefix: string | undefined): void {
  if (pathPrefix === undefined || pathPrefix === '/') return;
  throw new ServiceError('NotImplemented', 'PathPrefix is not supported by the local organization.', { status: 501 });
}

function getUser(call: Call, input: GetUserRequest): GetUserResponse {
  const user = namedUserOrCaller(call, input.UserName);
  return { User: { ...listedUser(user), Tags: user.tags.size === 0 ? undefined : tagsOf(user) } };
}

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html
function getLoginProfile(call: Call, input: GetLoginProfileRequest): GetLoginProfileResponse {
  const user = namedUserOrCaller(call, input.UserName);
  if (user.loginProfile !== null) {
    return {
      LoginProfile: { UserName: user.userName, CreateDate: user.loginProfile.createdAt, PasswordResetRequired: false },
    };
  }
  throw new ServiceError('NoSuchEntityException', `Login Profile for User ${user.userName} cannot be found.`);
}

function listUserTags(call: Call, input: ListUserTagsRequest): ListUserTagsResponse {
  const { items, page } = pageOf(namedUser(call, input.UserName).tags, input);
  return { Tags: items.map(wireTag), ...page };
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
function taggingContext(tags: readonly Tag[]): RequestContext {
  const keys = tags.map((tag) => tag.Key ?? '');
  // Keys that differ in case alone are one condition key.
  const byName = new Map(tags.map((tag) => [`aws:requesttag/${nameKey(tag.Key ?? '')}`, tag.Value ?? '']));
  return { 'aws:TagKeys': keys, ...Object.fromEntries(byName) };
}

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html
function tagUser(call: Call, input: TagUserRequest): undefined {
  const user = namedUser(call, input.UserName);
  const added = input.Tags ?? [];
  const keys = new Set([
    ...user.tags.items.map((tag) => nameKey(tag.key)),
    ...added.map((tag) => nameKey(tag.Key ?? '')),
  ]);
  if (keys.size > TAGS_PER_USER) {
    throw new ServiceError(
      'LimitExceededException',
      `The number of tags has exceeded the maximum allowed (${TAGS_PER_USER}).`,
    );
  }
  for (const tag of added) user.tags.put({ key: tag.Key ?? '', value: tag.Value ?? '' });
}

function untagUser(call: Call, input: UntagUserRequest): undefined {
  const user = namedUser(call, input.UserName);
  for (const key of input.TagKeys ?? []) user.tags.delete(nameKey(key));
}
