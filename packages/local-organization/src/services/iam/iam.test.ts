import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetGroupCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  ListServiceSpecificCredentialsCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  paginateGetGroup,
  TagUserCommand,
  UntagUserCommand,
  UpdateAccessKeyCommand,
  type ListServiceSpecificCredentialsRequest,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { acme, asAdministrator, asRole, clientConfig, PAYMENTS } from '../../testing/acme.ts';

const iamOf = (organization = acme()) => new IAMClient(asAdministrator(organization, PAYMENTS));

describe('iam:GetGroup', () => {
  it('pages by 100 unless told otherwise, with an opaque marker', async () => {
    const iam = iamOf();
    const first = await iam.send(new GetGroupCommand({ GroupName: 'developers' }));
    expect(first.Group).toMatchObject({
      GroupName: 'Developers',
      Path: '/',
      Arn: `arn:aws:iam::${PAYMENTS}:group/Developers`,
    });
    expect(first.Users).toHaveLength(100);
    expect(first.IsTruncated).toBe(true);
    const names: (string | undefined)[] = [];
    for await (const page of paginateGetGroup({ client: iam, pageSize: 90 }, { GroupName: 'Developers' })) {
      names.push(...(page.Users ?? []).map((user) => user.UserName));
    }
    expect(names).toHaveLength(252);
    expect(new Set(names).size).toBe(252);
    expect(names).toContain('=cmd');
  });

  it('refuses a marker it never gave and a MaxItems out of range', async () => {
    const iam = iamOf();
    await expect(iam.send(new GetGroupCommand({ GroupName: 'Developers', Marker: 'bogus' }))).rejects.toMatchObject({
      name: 'ValidationError',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(iam.send(new GetGroupCommand({ GroupName: 'Developers', MaxItems: 1001 }))).rejects.toThrow('1000');
  });

  it('and its like refuse a marker of another operation', async () => {
    const iam = iamOf();
    const { Marker } = await iam.send(new GetGroupCommand({ GroupName: 'Developers' }));
    const elsewhere = iam.send(new GetAccountAuthorizationDetailsCommand({ Marker }));
    await expect(elsewhere).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('goes on after a marker whose user is gone', async () => {
    const organization = acme();
    const iam = iamOf(organization);
    const first = await iam.send(new GetGroupCommand({ GroupName: 'Developers', MaxItems: 10 }));
    const last = first.Users?.at(-1)?.UserName ?? '';
    organization.deleteUser({ accountId: PAYMENTS, userName: last });
    const second = await iam.send(
      new GetGroupCommand({ GroupName: 'Developers', MaxItems: 1000, Marker: first.Marker }),
    );
    expect(second.Users).toHaveLength(242);
    expect(second.IsTruncated).toBe(false);
  });

  it('does not know a group that is not there', async () => {
    await expect(iamOf().send(new GetGroupCommand({ GroupName: 'Nobody' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('access keys', () => {
  it('are listed for a name in any case, spelled as created', async () => {
    const { AccessKeyMetadata } = await iamOf().send(new ListAccessKeysCommand({ UserName: 'ALICE' }));
    expect(AccessKeyMetadata?.map((key) => [key.UserName, key.Status])).toEqual([
      ['Alice', 'Active'],
      ['Alice', 'Inactive'],
    ]);
    expect(AccessKeyMetadata?.[0]?.AccessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(AccessKeyMetadata?.[1]?.CreateDate).toEqual(new Date('2026-11-20T20:55:00Z'));
  });

  it('are an empty list for a user without any', async () => {
    const organization = acme();
    organization.addUser(PAYMENTS, { name: 'newcomer' });
    const answer = await iamOf(organization).send(new ListAccessKeysCommand({ UserName: 'newcomer' }));
    expect(answer).toMatchObject({ AccessKeyMetadata: [], IsTruncated: false });
  });

  it('are made, deactivated and deleted; at most two each', async () => {
    const organization = acme();
    const iam = iamOf(organization);
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }));
    await expect(iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }))).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    const AccessKeyId = AccessKey?.AccessKeyId;
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'ci', AccessKeyId, Status: 'Inactive' }));
    expect(organization.accessKeys(PAYMENTS, 'ci').map((key) => key.status)).toEqual(['Active', 'Inactive']);
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'ci', AccessKeyId }));
    await expect(iam.send(new DeleteAccessKeyCommand({ UserName: 'ci', AccessKeyId }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    expect(organization.accessKeys(PAYMENTS, 'ci')).toHaveLength(1);
  });

  it('are the key of their own user only', async () => {
    const organization = acme();
    const [key] = organization.accessKeys(PAYMENTS, 'ci');
    const asAnother = new DeleteAccessKeyCommand({ UserName: 'Alice', AccessKeyId: key?.accessKeyId });
    await expect(iamOf(organization).send(asAnother)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it("are the caller's own where no user is named, and a role has none", async () => {
    const organization = acme();
    const alice = new IAMClient(
      clientConfig(organization, organization.credentials({ accountId: PAYMENTS, userName: 'Alice' })),
    );
    const { AccessKeyMetadata } = await alice.send(new ListAccessKeysCommand({}));
    expect(AccessKeyMetadata).toHaveLength(2);
    await alice.send(new DeleteAccessKeyCommand({ AccessKeyId: AccessKeyMetadata?.[0]?.AccessKeyId }));
    await expect(alice.send(new ListAccessKeysCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    await expect(iamOf(organization).send(new ListAccessKeysCommand({}))).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });

  it('lag behind writes where eventual consistency is switched on', async () => {
    const organization = acme();
    organization.eventualConsistency.set(60_000);
    const iam = iamOf(organization);
    const { accessKeyId: AccessKeyId } = organization.accessKeys(PAYMENTS, 'ci')[0] ?? {};
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'ci', AccessKeyId }));
    expect((await iam.send(new ListAccessKeysCommand({ UserName: 'ci' }))).AccessKeyMetadata).toHaveLength(1);
    organization.eventualConsistency.set(0);
    expect((await iam.send(new ListAccessKeysCommand({ UserName: 'ci' }))).AccessKeyMetadata).toHaveLength(0);
  });
});

describe('iam:GetAccountAuthorizationDetails', () => {
  it('lists users with tags and groups, and counts all kinds together', async () => {
    const iam = iamOf();
    const seen = { users: 0, groups: 0, roles: 0, pages: 0 };
    for (let marker: string | undefined, more = true; more;) {
      const page = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 51, Marker: marker }));
      seen.users += page.UserDetailList?.length ?? 0;
      seen.groups += page.GroupDetailList?.length ?? 0;
      seen.roles += page.RoleDetailList?.length ?? 0;
      seen.pages += 1;
      more = page.IsTruncated === true;
      marker = page.Marker;
    }
    expect(seen).toEqual({ users: 253, groups: 2, roles: 3, pages: 6 });
  });

  it('honours the filter', async () => {
    const answer = await iamOf().send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ['User', 'Group'], MaxItems: 1000 }),
    );
    expect(answer.RoleDetailList).toEqual([]);
    expect(answer.GroupDetailList?.map((group) => group.GroupName)).toEqual(['Administrators', 'Developers']);
    expect(answer.UserDetailList?.find((user) => user.UserName === 'Alice')).toMatchObject({
      Path: '/',
      GroupList: ['Administrators', 'Developers'],
      Tags: [
        { Key: 'Hands-Off', Value: 'rotates herself' },
        { Key: 'team', Value: 'payments' },
      ],
    });
  });
});

describe('the credential report', () => {
  it('is absent, started, in progress, complete, and made again after four hours', async () => {
    let now = new Date('2026-11-20T12:00:00Z');
    const organization = acme({ now: () => now });
    const iam = iamOf(organization);
    const get = () => iam.send(new GetCredentialReportCommand({}));
    const generate = async () => (await iam.send(new GenerateCredentialReportCommand({}))).State;
    await expect(get()).rejects.toMatchObject({ name: 'CredentialReportNotPresentException' });
    expect(await generate()).toBe('STARTED');
    await expect(get()).rejects.toMatchObject({ name: 'CredentialReportNotReadyException' });
    expect(await generate()).toBe('COMPLETE');
    organization.deleteUser({ accountId: PAYMENTS, userName: 'ci' });
    now = new Date('2026-11-20T15:59:00Z');
    expect(await generate()).toBe('COMPLETE');
    const cached = await get();
    expect(cached.GeneratedTime).toEqual(new Date('2026-11-20T12:00:00Z'));
    expect(Buffer.from(cached.Content ?? []).toString()).toContain('\nci,');
    now = new Date('2026-11-20T16:00:00Z');
    await expect(get()).rejects.toMatchObject({ name: 'CredentialReportExpiredException' });
    expect(await generate()).toBe('STARTED');
    expect(await generate()).toBe('COMPLETE');
    expect(Buffer.from((await get()).Content ?? []).toString()).not.toContain('\nci,');
  });

  it("has AWS's columns and words", async () => {
    const iam = iamOf();
    await iam.send(new GenerateCredentialReportCommand({}));
    await iam.send(new GenerateCredentialReportCommand({}));
    const { Content, ReportFormat } = await iam.send(new GetCredentialReportCommand({}));
    expect(ReportFormat).toBe('text/csv');
    const [header = '', root = '', ...rows] = Buffer.from(Content ?? [])
      .toString()
      .split('\n');
    expect(header.split(',')).toHaveLength(22);
    expect(root).toMatch(
      /^<root_account>,arn:aws:iam::222222222222:root,.*,not_supported,no_information,not_supported,/,
    );
    expect(rows).toHaveLength(253);
    const ci = rows.find((row) => row.startsWith('ci,'))?.split(',') ?? [];
    expect(ci.slice(3, 8)).toEqual(['false', 'N/A', 'N/A', 'N/A', 'false']);
    expect(ci.slice(8)).toEqual([
      'true',
      '2025-10-16T23:55:00Z',
      'N/A',
      'N/A',
      'N/A',
      'false',
      'N/A',
      'N/A',
      'N/A',
      'N/A',
      'false',
      'N/A',
      'false',
      'N/A',
    ]);
  });
});

describe('users', () => {
  it('are listed, described, tagged and untagged', async () => {
    const iam = iamOf();
    const { Users } = await iam.send(new ListUsersCommand({ MaxItems: 1000 }));
    expect(Users).toHaveLength(253);
    expect(Users?.find((user) => user.UserName === 'Alice')).not.toHaveProperty('Tags');
    await iam.send(
      new TagUserCommand({
        UserName: 'ci',
        Tags: [
          { Key: 'Team', Value: 'a <b> & "c"' },
          { Key: 'x', Value: '' },
        ],
      }),
    );
    await iam.send(new TagUserCommand({ UserName: 'ci', Tags: [{ Key: 'team', Value: 'new' }] }));
    expect((await iam.send(new ListUserTagsCommand({ UserName: 'ci' }))).Tags).toEqual([
      { Key: 'team', Value: 'new' },
      { Key: 'x', Value: '' },
    ]);
    await iam.send(new UntagUserCommand({ UserName: 'ci', TagKeys: ['TEAM'] }));
    const { User } = await iam.send(new GetUserCommand({ UserName: 'CI' }));
    expect(User).toMatchObject({
      UserName: 'ci',
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
      Tags: [{ Key: 'x', Value: '' }],
    });
  });

  it('have groups, and maybe a password', async () => {
    const iam = iamOf();
    const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName: 'alice' }));
    expect(Groups?.map((group) => group.GroupName)).toEqual(['Administrators', 'Developers']);
    expect((await iam.send(new ListGroupsCommand({}))).Groups).toHaveLength(2);
    expect((await iam.send(new GetLoginProfileCommand({ UserName: 'alice' }))).LoginProfile?.UserName).toBe('Alice');
    await expect(iam.send(new GetLoginProfileCommand({ UserName: 'ci' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });
});

describe('what no access key of a user is', () => {
  const codecommit = 'codecommit.amazonaws.com';
  const withCredentials = () => {
    const organization = acme();
    const inactive = { service: 'bedrock.amazonaws.com', status: 'Inactive' } as const;
    organization.addUser(PAYMENTS, { name: 'Zoe', credentials: [{ service: codecommit }, inactive] });
    organization.addUser(PAYMENTS, { name: 'bert', credentials: [{ service: codecommit }] });
    return iamOf(organization);
  };
  const listed = async (iam: IAMClient, input: ListServiceSpecificCredentialsRequest) =>
    (await iam.send(new ListServiceSpecificCredentialsCommand(input))).ServiceSpecificCredentials?.map(
      ({ UserName, ServiceName, Status }) => [UserName, ServiceName, Status],
    );

  it('are service-specific credentials: of all users, of one, for one service', async () => {
    const iam = withCredentials();
    const all = await listed(iam, { AllUsers: true });
    expect(all?.toSorted()).toEqual([
      ['Zoe', 'bedrock.amazonaws.com', 'Inactive'],
      ['Zoe', codecommit, 'Active'],
      ['bert', codecommit, 'Active'],
    ]);
    expect(await listed(iam, { UserName: 'BERT' })).toEqual([['bert', codecommit, 'Active']]);
    expect(await listed(iam, { AllUsers: true, ServiceName: codecommit })).toHaveLength(2);
    expect(await listed(iam, { UserName: 'Alice' })).toEqual([]);
  });

  it('they come in pages', async () => {
    const iam = withCredentials();
    const first = await iam.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: 2 }));
    expect([first.ServiceSpecificCredentials?.length, first.IsTruncated]).toEqual([2, true]);
    expect(await listed(iam, { AllUsers: true, Marker: first.Marker })).toHaveLength(1);
  });

  it.each<[string, ListServiceSpecificCredentialsRequest, string]>([
    ['of all users and of one', { AllUsers: true, UserName: 'bert' }, 'ValidationError'],
    ['of nobody, asked by no user', {}, 'ValidationError'],
    ['of a user who is not there', { UserName: 'nobody' }, 'NoSuchEntityException'],
  ])('are not given %s', async (_what, input, name) => {
    await expect(listed(withCredentials(), input)).rejects.toMatchObject({ name });
  });

  it('are not given of all users to who may read those of some', async () => {
    const organization = acme();
    const document = (Resource: string) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow' as const, Action: 'iam:ListServiceSpecificCredentials', Resource }],
    });
    const put = (roleName: string, resource: string) =>
      organization.putRole({
        accountId: PAYMENTS,
        roleName,
        trusts: ['lambda.amazonaws.com'],
        policies: [document(resource)],
      });
    put('some', `arn:aws:iam::${PAYMENTS}:user/*`);
    put('all', '*');
    const as = (role: string) => new IAMClient(asRole(organization, PAYMENTS, role));
    await expect(listed(as('some'), { AllUsers: true })).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(await listed(as('some'), { UserName: 'Alice' })).toEqual([]);
    expect(await listed(as('all'), { AllUsers: true })).toEqual([]);
  });

  it.each([
    [0, 0, ['false', 'false']],
    [1, 1, ['true', 'false']],
    [2, 1, ['true', 'true']],
  ])('are the keys of the root user: of %i, the summary says %i and the report %j', async (keys, said, slots) => {
    const organization = acme();
    const accountId = '444444444444';
    await organization.addAccount({ name: 'Rooted', id: accountId, rootAccessKeys: keys });
    const iam = new IAMClient(asAdministrator(organization, accountId));
    const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ AccountAccessKeysPresent: said, Users: 0, Roles: 1 });
    await iam.send(new GenerateCredentialReportCommand({}));
    await iam.send(new GenerateCredentialReportCommand({}));
    const { Content } = await iam.send(new GetCredentialReportCommand({}));
    const root = Buffer.from(Content ?? [])
      .toString('utf8')
      .split('\n')[1]
      ?.split(',');
    expect([root?.[8], root?.[13]]).toEqual(slots);
  });
});

describe("the revoker's role", () => {
  it('cannot touch the keys of a user tagged hands-off, whatever the case of the tag', async () => {
    const organization = acme();
    const iam = new IAMClient(asRole(organization, PAYMENTS, 'worker'));
    const [alices, cis] = ['Alice', 'ci'].map((name) => organization.accessKeys(PAYMENTS, name)[0]?.accessKeyId);
    const denied = iam.send(new DeleteAccessKeyCommand({ UserName: 'alice', AccessKeyId: alices }));
    await expect(denied).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    await expect(denied).rejects.toThrow('explicit deny');
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'ci', AccessKeyId: cis }));
    await expect(iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }))).rejects.toThrow(
      'no identity-based policy allows',
    );
  });
});
