import {
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
  OrganizationsClient,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';
import { expect, it } from 'vitest';
import { LocalOrganization } from '../../local-organization.ts';
import { acme, asAdministrator, clientConfig, EMPTY, MANAGEMENT, PAYMENTS } from '../../testing/acme.ts';

const clientOf = (organization = acme()) => new OrganizationsClient(clientConfig(organization));

it('walks from the root to an account', async () => {
  const organizations = clientOf();
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  const unitsIn = async (ParentId?: string) =>
    (await organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId }))).OrganizationalUnits ?? [];
  const [workloads] = await unitsIn(Roots?.[0]?.Id);
  const prod = (await unitsIn(workloads?.Id)).find((unit) => unit.Name === 'Prod');
  expect(prod?.Path).toBe(`o-acme123456/${Roots?.[0]?.Id}/${workloads?.Id}/${prod?.Id}/`);
  const { Accounts } = await organizations.send(new ListAccountsForParentCommand({ ParentId: prod?.Id }));
  expect(Accounts).toHaveLength(1);
  expect(Accounts?.[0]).toMatchObject({
    Id: PAYMENTS,
    Name: 'Payments Prod',
    State: 'ACTIVE',
    Paths: [`${prod?.Path}${PAYMENTS}/`],
  });
  expect(Accounts?.[0]).not.toHaveProperty('Status');
  const { Parents } = await organizations.send(new ListParentsCommand({ ChildId: PAYMENTS }));
  expect(Parents).toEqual([{ Id: prod?.Id, Type: 'ORGANIZATIONAL_UNIT' }]);
  const described = await organizations.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: prod?.Id }));
  expect(described.OrganizationalUnit).toEqual(prod);
});

it('describes the organization and an account, joined when it joined', async () => {
  const organizations = clientOf();
  const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
  expect(Organization).toMatchObject({ Id: 'o-acme123456', MasterAccountId: MANAGEMENT, FeatureSet: 'ALL' });
  const { Account } = await organizations.send(new DescribeAccountCommand({ AccountId: EMPTY }));
  expect(Account?.JoinedTimestamp).toBeInstanceOf(Date);
  await expect(organizations.send(new DescribeAccountCommand({ AccountId: '999999999999' }))).rejects.toMatchObject({
    name: 'AccountNotFoundException',
    $metadata: { httpStatusCode: 400 },
  });
});

it('lists at most 20 accounts a page', async () => {
  const accounts = Array.from({ length: 45 }, (_, index) => ({
    name: `Account ${index}`,
    id: String(100_000_000_000 + index),
  }));
  const organization = LocalOrganization.fromDescription({
    organization: { id: 'o-many123456', managementAccount: 'Account 0', omitPaths: true },
    accounts,
  });
  const organizations = clientOf(organization);
  const sizes: (number | undefined)[] = [];
  for await (const page of paginateListAccounts({ client: organizations }, {})) sizes.push(page.Accounts?.length);
  expect(sizes).toEqual([20, 20, 5]);
  const first = await organizations.send(new ListAccountsCommand({ MaxResults: 1 }));
  expect(first.Accounts?.[0]).not.toHaveProperty('Paths');
  for (const input of [{ MaxResults: 21 }, { MaxResults: 0 }, { NextToken: 'bogus' }]) {
    await expect(organizations.send(new ListAccountsCommand(input))).rejects.toMatchObject({
      name: 'InvalidInputException',
    });
  }
});

it('answers a member account only what DescribeOrganization says, unless it is a delegated administrator', async () => {
  const organization = acme();
  const member = new OrganizationsClient(asAdministrator(organization, PAYMENTS));
  await member.send(new DescribeOrganizationCommand({}));
  await expect(member.send(new ListAccountsCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const delegating = LocalOrganization.fromDescription({
    organization: { id: 'o-acme123456', managementAccount: 'Management', delegatedAdministrator: 'Security' },
    accounts: [
      { name: 'Management', id: MANAGEMENT },
      { name: 'Security', id: PAYMENTS },
    ],
  });
  const security = new OrganizationsClient(asAdministrator(delegating, PAYMENTS));
  expect((await security.send(new ListAccountsCommand({}))).Accounts).toHaveLength(2);
});

it('follows an account that moves, and one that is suspended', async () => {
  const organization = acme();
  const organizations = clientOf(organization);
  await organization.moveAccount(PAYMENTS, organization.account(EMPTY).parentId);
  organization.suspendAccount(EMPTY);
  const { Accounts } = await organizations.send(
    new ListAccountsForParentCommand({ ParentId: organization.account(EMPTY).parentId }),
  );
  expect(Accounts?.map((account) => [account.Id, account.State])).toEqual([
    [PAYMENTS, 'ACTIVE'],
    [EMPTY, 'SUSPENDED'],
  ]);
  expect(organization.account(PAYMENTS).organizationalUnitPath).toBe('/Workloads/Dev');
});

it('forgets an account that leaves, which has no organization then, and lists it again when it is back', async () => {
  const organization = acme();
  const organizations = clientOf(organization);
  const { parentId } = organization.account(PAYMENTS);
  const listed = async () => {
    const { Accounts } = await organizations.send(new ListAccountsCommand({}));
    const { Accounts: beside } = await organizations.send(new ListAccountsForParentCommand({ ParentId: parentId }));
    return [Accounts, beside].map((accounts) => accounts?.some((account) => account.Id === PAYMENTS));
  };
  await organization.removeAccount(PAYMENTS);
  expect(await listed()).toEqual([false, false]);
  await expect(organizations.send(new DescribeAccountCommand({ AccountId: PAYMENTS }))).rejects.toMatchObject({
    name: 'AccountNotFoundException',
  });
  await expect(organizations.send(new ListParentsCommand({ ChildId: PAYMENTS }))).rejects.toMatchObject({
    name: 'ChildNotFoundException',
  });
  const left = new OrganizationsClient(asAdministrator(organization, PAYMENTS));
  await expect(left.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
    name: 'AWSOrganizationsNotInUseException',
  });
  await organization.addAccount({ name: 'Payments Prod', id: PAYMENTS }, parentId);
  expect(await listed()).toEqual([true, true]);
  await left.send(new DescribeOrganizationCommand({}));
});

it('shows units that were added, and renamed ones under their id', async () => {
  const organization = acme();
  const organizations = clientOf(organization);
  const unit = organization.addOrganizationalUnit('New', organization.account(PAYMENTS).parentId);
  organization.renameOrganizationalUnit(unit, 'Newer');
  const { OrganizationalUnit } = await organizations.send(
    new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: unit }),
  );
  expect(OrganizationalUnit).toMatchObject({ Id: unit, Name: 'Newer' });
});
