import type {
  GetGroupRequest,
  GetGroupResponse,
  Group,
  ListGroupsForUserRequest,
  ListGroupsForUserResponse,
  ListGroupsRequest,
  ListGroupsResponse,
} from '@aws-sdk/client-iam';
import type { IamGroup } from '../../state/iam-entities.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { groupResource, namedGroup, namedUser, userResource } from './entities.ts';
import { pageOf } from './pages.ts';
import { listedUser, refusePathPrefix } from './users.ts';

/** The verbs on groups. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html and siblings */
export const GROUP_OPERATIONS = [
  operation<GetGroupRequest, GetGroupResponse>('iam:GetGroup', getGroup, {
    resource: (call, input) => groupResource(call, input.GroupName),
  }),
  operation<ListGroupsRequest, ListGroupsResponse>('iam:ListGroups', listGroups),
  operation<ListGroupsForUserRequest, ListGroupsForUserResponse>('iam:ListGroupsForUser', listGroupsForUser, {
    resource: (call, input) => userResource(call, input.UserName),
  }),
];

/** A group as every answer gives it. */
export function listedGroup(group: IamGroup): Group {
  return {
    Path: group.path,
    GroupName: group.groupName,
    GroupId: group.groupId,
    Arn: group.arn,
    CreateDate: group.createdAt,
  };
}

function getGroup(call: Call, input: GetGroupRequest): GetGroupResponse {
  const group = namedGroup(call, input.GroupName);
  const { items, page } = pageOf(group.members, input);
  return { Group: listedGroup(group), Users: items.map(listedUser), ...page };
}

function listGroups(call: Call, input: ListGroupsRequest): ListGroupsResponse {
  refusePathPrefix(input.PathPrefix);
  const { items, page } = pageOf(call.account.groups, input);
  return { Groups: items.map(listedGroup), ...page };
}

function listGroupsForUser(call: Call, input: ListGroupsForUserRequest): ListGroupsForUserResponse {
  const { items, page } = pageOf(namedUser(call, input.UserName).groups, input);
  return { Groups: items.map(listedGroup), ...page };
}
