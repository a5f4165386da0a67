import * as client from '@aws-sdk/client-organizations';
import type {
  Account as WireAccount,
  DescribeAccountRequest,
  DescribeAccountResponse,
  DescribeOrganizationalUnitRequest,
  DescribeOrganizationalUnitResponse,
  DescribeOrganizationResponse,
  ListAccountsForParentRequest,
  ListAccountsForParentResponse,
  ListAccountsRequest,
  ListAccountsResponse,
  ListOrganizationalUnitsForParentRequest,
  ListOrganizationalUnitsForParentResponse,
  ListParentsRequest,
  ListParentsResponse,
  ListRootsRequest,
  ListRootsResponse,
  OrganizationalUnit as WireUnit,
} from '@aws-sdk/client-organizations';
import type { Resource } from '../../authorization.ts';
import type { Account } from '../../state/account.ts';
import type { OrganizationState } from '../../state/organization-state.ts';
import type { OrganizationalUnit } from '../../state/organizational-unit.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { operation, service } from '../operation.ts';
import type { Call } from '../operation.ts';
import { invalidInput, pageOf } from './pages.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html */
const onParent = {
  resource: ({ state }: Call, { ParentId: id = '' }: { readonly ParentId?: string | undefined }): Resource => ({
    arn: id.startsWith('r-') ? rootArn(state) : unitArn(state, id),
  }),
};

/** AWS Organizations. */
export const ORGANIZATIONS = service(serviceModel({ name: 'organizations', protocol: 'awsJson1_1' }, client), [
  operation<object, DescribeOrganizationResponse>('organizations:DescribeOrganization', describeOrganization),
  operation<ListRootsRequest, ListRootsResponse>('organizations:ListRoots', forAdministrators(listRoots)),
  operation<ListOrganizationalUnitsForParentRequest, ListOrganizationalUnitsForParentResponse>(
    'organizations:ListOrganizationalUnitsForParent',
    forAdministrators(listOrganizationalUnitsForParent),
    onParent,
  ),
  operation<ListAccountsForParentRequest, ListAccountsForParentResponse>(
    'organizations:ListAccountsForParent',
    forAdministrators(listAccountsForParent),
    onParent,
  ),
  operation<ListAccountsRequest, ListAccountsResponse>('organizations:ListAccounts', forAdministrators(listAccounts)),
  operation<DescribeOrganizationalUnitRequest, DescribeOrganizationalUnitResponse>(
    'organizations:DescribeOrganizationalUnit',
    forAdministrators(describeOrganizationalUnit),
  ),
  operation<ListParentsRequest, ListParentsResponse>('organizations:ListParents', forAdministrators(listParents)),
  operation<DescribeAccountRequest, DescribeAccountResponse>(
    'organizations:DescribeAccount',
    forAdministrators(describeAccount),
  ),
]);

/**
 * All reads but DescribeOrganization are for the management account and delegated administrators.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
function forAdministrators<Input, Output>(
  run: (call: Call, input: Input) => Output,
): (call: Call, input: Input) => Output {
  return (call, input) => {
    checkInUse(call);
    const { managementAccountId, delegatedAdministratorIds } = call.state.settings;
    if (call.account.id === managementAccountId || delegatedAdministratorIds.has(call.account.id))
      return run(call, input);
    throw new ServiceError('AccessDeniedException', "You don't have permissions to access this resource.");
  };
}

// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
function checkInUse({ account }: Call): void {
  if (account.inOrganization) return;
  throw new ServiceError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
}

function describeOrganization(call: Call): DescribeOrganizationResponse {
  checkInUse(call);
  const { state } = call;
  const { id, managementAccountId } = state.settings;
  return {
    Organization: {
      Id: id,
      Arn: `arn:aws:organizations::${managementAccountId}:organization/${id}`,
      FeatureSet: 'ALL',
      MasterAccountArn: accountArn(state, managementAccountId),
      MasterAccountId: managementAccountId,
      MasterAccountEmail: state.account(managementAccountId).email,
    },
  };
}

function rootArn({ settings: { id, rootId, managementAccountId } }: OrganizationState): string {
  return `arn:aws:organizations::${managementAccountId}:root/${id}/${rootId}`;
}

function listRoots({ state }: Call): ListRootsResponse {
  return { Roots: [{ Id: state.settings.rootId, Arn: rootArn(state), Name: 'Root', PolicyTypes: [] }] };
}

function listOrganizationalUnitsForParent(
  { state }: Call,
  input: ListOrganizationalUnitsForParentRequest,
): ListOrganizationalUnitsForParentResponse {
  const { items, ...rest } = pageOf(state.unitsIn(knownParent(state, input.ParentId)), input);
  return { OrganizationalUnits: items.map((unit) => wireUnit(state, unit)), ...rest };
}

function listAccountsForParent({ state }: Call, input: ListAccountsForParentRequest): ListAccountsForParentResponse {
  const { items, ...rest } = pageOf(state.accountsIn(knownParent(state, input.ParentId)), input);
  return { Accounts: items.map((account) => wireAccount(state, account)), ...rest };
}

function listAccounts({ state }: Call, input: ListAccountsRequest): ListAccountsResponse {
  const { items, ...rest } = pageOf(state.members, input);
  return { Accounts: items.map((account) => wireAccount(state, account)), ...rest };
}

function describeOrganizationalUnit(
  { state }: Call,
  input: DescribeOrganizationalUnitRequest,
): DescribeOrganizationalUnitResponse {
  const unit = state.organizationalUnits.get(input.OrganizationalUnitId ?? '');
  if (unit !== undefined) return { OrganizationalUnit: wireUnit(state, unit) };
  throw new ServiceError(
    'OrganizationalUnitNotFoundException',
    "You specified an organizational unit that doesn't exist.",
  );
}

function listParents({ state }: Call, input: ListParentsRequest): ListParentsResponse {
  const childId = input.ChildId ?? '';
  const child = state.members.get(childId) ?? state.organizationalUnits.get(childId);
  if (child === undefined)
    throw new ServiceError('ChildNotFoundException', "You specified a child that doesn't exist.");
  const type = child.parentId === state.settings.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
  return { Parents: [{ Id: child.parentId, Type: type }] };
}

function describeAccount({ state }: Call, input: DescribeAccountRequest): DescribeAccountResponse {
  const account = state.members.get(input.AccountId ?? '');
  if (account !== undefined) return { Account: wireAccount(state, account) };
  throw new ServiceError('AccountNotFoundException', "You specified an account that doesn't exist.");
}

function knownParent(state: OrganizationState, parentId: string | undefined): string {
  if (!/^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/.test(parentId ?? '')) {
    throw invalidInput(
      'INVALID_PATTERN',
      'You provided a value that does not match the required pattern for ParentId.',
    );
  }
  if (parentId !== undefined && state.isParent(parentId)) return parentId;
  throw new ServiceError('ParentNotFoundException', "You specified a parent that doesn't exist.");
}

function accountArn({ settings }: OrganizationState, accountId: string): string {
  return `arn:aws:organizations::${settings.managementAccountId}:account/${settings.id}/${accountId}`;
}

function unitArn({ settings: { id, managementAccountId } }: OrganizationState, unitId: string): string {
  return `arn:aws:organizations::${managementAccountId}:ou/${id}/${unitId}`;
}

/**
 * `Paths` end in the account's own id; `Status` was retired on 2026-09-09.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
 */
function wireAccount(state: OrganizationState, account: Account): WireAccount {
  return {
    Id: account.id,
    Arn: accountArn(state, account.id),
    Email: account.email,
    Name: account.name,
    State: account.state as WireAccount['State'],
    ...(state.settings.omitPaths ? {} : { Paths: [`${state.idPath(account.parentId)}/${account.id}/`] }),
    JoinedMethod: account.id === state.settings.managementAccountId ? 'INVITED' : 'CREATED',
    JoinedTimestamp: account.joinedAt,
  };
}

// https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html
function wireUnit(state: OrganizationState, unit: OrganizationalUnit): WireUnit {
  const { omitPaths } = state.settings;
  return {
    Id: unit.id,
    Arn: unitArn(state, unit.id),
    Name: unit.name,
    ...(omitPaths ? {} : { Path: `${state.idPath(unit.id)}/` }),
  };
}
