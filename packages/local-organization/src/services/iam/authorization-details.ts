import type {
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
  GroupDetail,
  RoleDetail,
  UserDetail,
} from '@aws-sdk/client-iam';
import type { Account } from '../../state/account.ts';
import type { IamGroup, IamRole, IamUser } from '../../state/iam-entities.ts';
import type { SortedIndex } from '../../state/sorted-index.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { invalidMarker, maxItemsOf, readMarker, validationError, writeMarker } from './pages.ts';
import { listedGroup } from './groups.ts';
import { tagsOf } from './users.ts';

/** The bulk read of users, groups and roles. */
export const AUTHORIZATION_DETAILS_OPERATIONS = [
  operation<GetAccountAuthorizationDetailsRequest, GetAccountAuthorizationDetailsResponse>(
    'iam:GetAccountAuthorizationDetails',
    getAccountAuthorizationDetails,
  ),
];

const SECTIONS = ['User', 'Group', 'Role'] as const;
type Section = (typeof SECTIONS)[number];
const FILTERS: readonly string[] = [...SECTIONS, 'LocalManagedPolicy', 'AWSManagedPolicy'];

// `<number of the section>/<key>`: a marker says in which section to go on, and those before it are done.
const POSITION = /^[012]\/./;

interface Found {
  readonly position: string;
  readonly detail: UserDetail | GroupDetail | RoleDetail;
  readonly section: Section;
}

/**
 * Users, groups and roles in one listing; MaxItems counts them together, so a page may end within one kind and the next
 * page go on there. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
function getAccountAuthorizationDetails(
  call: Call,
  input: GetAccountAuthorizationDetailsRequest,
): GetAccountAuthorizationDetailsResponse {
  const limit = maxItemsOf(input);
  const after = readMarker(input);
  if (after !== undefined && !POSITION.test(after)) throw invalidMarker();
  const found: Found[] = [];
  for (const section of wantedSections(input.Filter)) {
    // One more than fits tells whether there is a next page.
    if (found.length <= limit) found.push(...findIn(call.account, { section, after, limit: limit + 1 - found.length }));
  }
  const kept = found.slice(0, limit);
  const last = kept.at(-1);
  const rest =
    found.length > limit && last !== undefined
      ? { IsTruncated: true, Marker: writeMarker(last.position) }
      : { IsTruncated: false };
  return {
    UserDetailList: detailsOf<UserDetail>(kept, 'User'),
    GroupDetailList: detailsOf<GroupDetail>(kept, 'Group'),
    RoleDetailList: detailsOf<RoleDetail>(kept, 'Role'),
    // There are no policy documents here.
    Policies: [],
    ...rest,
  };
}

function wantedSections(filter: readonly string[] | undefined): readonly Section[] {
  const unknown = filter?.find((entry) => !FILTERS.includes(entry));
  if (unknown !== undefined) {
    throw validationError(`Value '${unknown}' at 'filter' failed to satisfy constraint: one of ${FILTERS.join(', ')}`);
  }
  return SECTIONS.filter((section) => filter === undefined || filter.length === 0 || filter.includes(section));
}

interface Span {
  readonly section: Section;
  readonly after: string | undefined;
  readonly limit: number;
}

function findIn(account: Account, span: Span): readonly Found[] {
  if (span.section === 'User') return spanOf(account.users, span, userDetail);
  if (span.section === 'Group') return spanOf(account.groups, span, groupDetail);
  return spanOf(account.roles, span, roleDetail);
}

function spanOf<T>(index: SortedIndex<T>, span: Span, detailOf: (item: T) => Found['detail']): readonly Found[] {
  const { section } = span;
  const number = SECTIONS.indexOf(section);
  const [afterNumber = '', afterKey] = span.after?.split(/\/(.*)/s) ?? [];
  if (afterNumber !== '' && Number(afterNumber) > number) return [];
  const { items } = index.page(afterNumber === String(number) ? afterKey : undefined, span.limit);
  return items.map((item) => ({ position: `${number}/${index.keyOf(item)}`, detail: detailOf(item), section }));
}

function detailsOf<T>(found: readonly Found[], section: Section): T[] {
  return found.filter((each) => each.section === section).map((each) => each.detail as T);
}

function userDetail(user: IamUser): UserDetail {
  return {
    Path: user.path,
    UserName: user.userName,
    UserId: user.userId,
    Arn: user.arn,
    CreateDate: user.createdAt,
    GroupList: user.groups.items.map((group) => group.groupName),
    AttachedManagedPolicies: [],
    Tags: tagsOf(user),
  };
}

function groupDetail(group: IamGroup): GroupDetail {
  return { ...listedGroup(group), GroupPolicyList: [], AttachedManagedPolicies: [] };
}

function roleDetail(role: IamRole): RoleDetail {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: role.createdAt,
    InstanceProfileList: [],
    RolePolicyList: [],
    AttachedManagedPolicies: [],
    Tags: [],
  };
}
