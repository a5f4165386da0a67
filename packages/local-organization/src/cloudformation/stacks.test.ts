import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { CreateStackCommandInput, UpdateStackCommandInput } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../local-organization.ts';
import { acme, asAdministrator, asRole, clientConfig, MANAGEMENT, PAYMENTS } from '../testing/acme.ts';
import { BROKEN, lambdaRole, parameter, template } from './testing/templates.ts';

let organization: LocalOrganization;
let client: CloudFormationClient;

beforeEach(() => {
  organization = acme();
  client = new CloudFormationClient(asAdministrator(organization, PAYMENTS));
});

const StackName = 'things';
const create = (TemplateBody: string, rest: Partial<CreateStackCommandInput> = {}) =>
  client.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'], ...rest }));
const update = (rest: Partial<UpdateStackCommandInput>) => client.send(new UpdateStackCommand({ StackName, ...rest }));
const described = async (name = StackName) => {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
  return Stacks?.[0];
};
/** Oldest first: what, into which status, and why. */
const events = async () => {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.toReversed().map((event) => [
    event.LogicalResourceId,
    event.ResourceStatus,
    ...(event.ResourceStatusReason === undefined ? [] : [event.ResourceStatusReason]),
  ]);
};
const putObject = (Bucket: string, Key: string, Body: string) =>
  new S3Client(asAdministrator(organization, PAYMENTS)).send(new PutObjectCommand({ Bucket, Key, Body }));
const valueOf = (name: string) => organization.parameter(PAYMENTS, name);

describe('a new stack', () => {
  it('makes each resource after those it refers to, and gives outputs', async () => {
    const second = parameter('/second', { 'Fn::Sub': '${First}, then ${AWS::StackName} of ${AWS::AccountId}' });
    const body = template(
      { Second: second, First: parameter('/first', { Ref: 'Wanted' }) },
      {
        Parameters: { Wanted: { Type: 'String', Default: 'by default' } },
        Outputs: { Value: { Value: { 'Fn::GetAtt': ['First', 'Value'] }, Description: 'of the first' } },
      },
    );
    const { StackId } = await create(body);
    expect(await described()).toMatchObject({
      StackId,
      StackStatus: 'CREATE_COMPLETE',
      Parameters: [{ ParameterKey: 'Wanted', ParameterValue: 'by default' }],
      Outputs: [{ OutputKey: 'Value', OutputValue: 'by default', Description: 'of the first' }],
    });
    expect(valueOf('/second')).toBe(`/first, then things of ${PAYMENTS}`);
    expect(await events()).toEqual([
      ['things', 'CREATE_IN_PROGRESS', 'User Initiated'],
      ['First', 'CREATE_IN_PROGRESS'],
      ['First', 'CREATE_COMPLETE'],
      ['Second', 'CREATE_IN_PROGRESS'],
      ['Second', 'CREATE_COMPLETE'],
      ['things', 'CREATE_COMPLETE'],
    ]);
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName }));
    expect(TemplateBody).toBe(body);
  });

  it('is undone as a whole where one resource fails, and says which', async () => {
    await create(template({ First: parameter('/first'), Bad: { ...BROKEN, DependsOn: 'First' } }));
    const reason = 'The local organization has no resource type AWS::EC2::Instance.';
    expect(await events()).toEqual([
      ['things', 'CREATE_IN_PROGRESS', 'User Initiated'],
      ['First', 'CREATE_IN_PROGRESS'],
      ['First', 'CREATE_COMPLETE'],
      ['Bad', 'CREATE_IN_PROGRESS'],
      ['Bad', 'CREATE_FAILED', reason],
      [
        'things',
        'ROLLBACK_IN_PROGRESS',
        'The following resource(s) failed to create: [Bad]. Rollback requested by user.',
      ],
      ['First', 'DELETE_IN_PROGRESS'],
      ['First', 'DELETE_COMPLETE'],
      ['things', 'ROLLBACK_COMPLETE'],
    ]);
    expect(valueOf('/first')).toBeUndefined();
    expect(organization.stack(PAYMENTS, StackName).failure).toBe(
      `ResourceLogicalId:Bad, ResourceType:AWS::EC2::Instance, ResourceStatusReason:${reason}`,
    );
    await expect(update({ TemplateBody: template({ First: parameter('/first') }) })).rejects.toThrow(
      'is in ROLLBACK_COMPLETE state and can not be updated.',
    );
  });

  it.each([
    ['DELETE', 'DELETE_COMPLETE', undefined],
    ['DO_NOTHING', 'CREATE_FAILED', 'value'],
  ] as const)('on failure can %s', async (OnFailure, status, value) => {
    const { StackId } = await create(template({ First: parameter('/first'), Bad: BROKEN }), { OnFailure });
    expect(await described(StackId)).toMatchObject({ StackStatus: status });
    expect(valueOf('/first')).toBe(value);
  });

  it('fails on a name that is taken, and leaves what had it alone', async () => {
    organization.putParameter({ accountId: PAYMENTS, name: '/first', value: 'mine' });
    await create(template({ First: parameter('/first') }));
    expect(await described()).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(organization.stack(PAYMENTS, StackName).failure).toContain(
      "Resource of type 'AWS::SSM::Parameter' with identifier '/first' already exists.",
    );
    expect(valueOf('/first')).toBe('mine');
  });

  it('leaves out what a condition leaves out', async () => {
    const body = template(
      {
        Always: parameter('/always', { 'Fn::If': ['IsProd', 'prod', 'other'] }),
        Sometimes: parameter('/sometimes', 'x', { Condition: 'IsProd' }),
      },
      {
        Parameters: { Stage: { Type: 'String' } },
        Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
        Outputs: { Sometimes: { Condition: 'IsProd', Value: { Ref: 'Sometimes' } } },
      },
    );
    await create(body, { Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'dev' }] });
    expect([valueOf('/always'), valueOf('/sometimes')]).toEqual(['other', undefined]);
    await update({ UsePreviousTemplate: true, Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'prod' }] });
    expect([valueOf('/always'), valueOf('/sometimes')]).toEqual(['prod', 'x']);
    expect((await described())?.Outputs).toMatchObject([{ OutputValue: '/sometimes' }]);
  });

  it('hides the values of parameters that are not to be echoed', async () => {
    const body = template(
      { First: parameter('/first', { Ref: 'Secret' }) },
      { Parameters: { Secret: { Type: 'String', NoEcho: true } } },
    );
    await create(body, { Parameters: [{ ParameterKey: 'Secret', ParameterValue: 'hush' }] });
    expect(await described()).toMatchObject({ Parameters: [{ ParameterValue: '****' }] });
    expect(valueOf('/first')).toBe('hush');
  });
});

describe('an update', () => {
  beforeEach(async () => {
    await create(template({ First: parameter('/first', 'one'), Second: parameter('/second', { Ref: 'First' }) }));
  });

  it('changes in place, replaces, adds, and removes last', async () => {
    const body = template({ First: parameter('/renamed', 'two'), Second: parameter('/second', { Ref: 'First' }) });
    await update({ TemplateBody: body });
    expect(['/first', '/renamed', '/second'].map(valueOf)).toEqual([undefined, 'two', '/renamed']);
    expect((await events()).slice(6)).toEqual([
      ['things', 'UPDATE_IN_PROGRESS', 'User Initiated'],
      [
        'First',
        'UPDATE_IN_PROGRESS',
        'Requested update requires the creation of a new physical resource; hence creating one.',
      ],
      ['First', 'UPDATE_COMPLETE'],
      ['Second', 'UPDATE_IN_PROGRESS'],
      ['Second', 'UPDATE_COMPLETE'],
      ['things', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'],
      ['First', 'DELETE_IN_PROGRESS'],
      ['First', 'DELETE_COMPLETE'],
      ['things', 'UPDATE_COMPLETE'],
    ]);
  });

  it('that fails takes back what it had changed, replaced and added', async () => {
    const body = template({
      First: parameter('/renamed', 'two'),
      Second: parameter('/second', 'changed', { DependsOn: 'First' }),
      Third: parameter('/third', 'new', { DependsOn: 'Second' }),
      Bad: { ...BROKEN, DependsOn: 'Third' },
    });
    await update({ TemplateBody: body });
    expect(await described()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    const values = ['/first', '/renamed', '/second', '/third'].map(valueOf);
    expect(values).toEqual(['one', undefined, '/first', undefined]);
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName }));
    expect(StackResources?.map((each) => each.LogicalResourceId).toSorted()).toEqual(['First', 'Second']);
  });

  it('keeps what its policies say', async () => {
    const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
    await update({ TemplateBody: template({ First: parameter('/first', 'two', kept) }) });
    expect(valueOf('/second')).toBeUndefined();
    await update({ TemplateBody: template({ First: parameter('/renamed', 'two', kept) }) });
    expect([valueOf('/first'), valueOf('/renamed')]).toEqual(['two', 'two']);
    await update({ TemplateBody: template({ Other: parameter('/other') }) });
    expect(valueOf('/renamed')).toBe('two');
    expect((await events()).at(-2)).toEqual(['First', 'DELETE_SKIPPED']);
  });

  it('with nothing to change is refused; a policy alone is nothing', async () => {
    const nothing = 'No updates are to be performed.';
    await expect(update({ UsePreviousTemplate: true })).rejects.toThrow(nothing);
    const body = template({
      Second: parameter('/second', { Ref: 'First' }),
      First: parameter('/first', 'one', { DeletionPolicy: 'Retain' }),
    });
    await expect(update({ TemplateBody: body })).rejects.toThrow(nothing);
    await update({ UsePreviousTemplate: true, Tags: [{ Key: 'team', Value: 'security' }] });
    expect(await described()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', Tags: [{ Key: 'team' }] });
  });

  it('cannot replace what has a name of its own', async () => {
    const role = lambdaRole('fixed');
    await update({ TemplateBody: template({ Role: role }), Capabilities: ['CAPABILITY_NAMED_IAM'] });
    const moved = { ...role, Properties: { ...Object(role).Properties, Path: '/other/' } };
    await update({ TemplateBody: template({ Role: moved }), Capabilities: ['CAPABILITY_NAMED_IAM'] });
    expect(await described()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(organization.stack(PAYMENTS, StackName).failure).toContain(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename fixed',
    );
  });
});

describe('deleting', () => {
  const remove = (RetainResources?: string[]) => client.send(new DeleteStackCommand({ StackName, RetainResources }));

  it('takes everything away, what depends on others first, and the name with it', async () => {
    await create(template({ First: parameter('/first'), Second: parameter('/second', { Ref: 'First' }) }));
    const id = (await described())?.StackId;
    await remove();
    await remove();
    expect(['/first', '/second'].map(valueOf)).toEqual([undefined, undefined]);
    await expect(described()).rejects.toThrow('Stack with id things does not exist');
    expect(await described(id)).toMatchObject({ StackStatus: 'DELETE_COMPLETE', DeletionTime: expect.any(Date) });
    const deleted = organization.journal.entries({ operation: 'cloudformation:DeleteStack' });
    expect(deleted.map((entry) => entry.outcome)).toEqual(['ok', 'ok']);
    await create(template({ First: parameter('/first') }));
    expect(await described()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  });

  it('leaves what is to be retained, which a failed creation only leaves under Retain', async () => {
    const three = (turn: string, rest: object = {}) => ({
      Gone: parameter(`/${turn}/gone`),
      Kept: parameter(`/${turn}/kept`, 'x', { DeletionPolicy: 'Retain' }),
      KeptLater: parameter(`/${turn}/kept-later`, 'x', { DeletionPolicy: 'RetainExceptOnCreate' }),
      ...rest,
    });
    const left = (turn: string) =>
      ['gone', 'kept', 'kept-later'].filter((name) => valueOf(`/${turn}/${name}`) !== undefined);
    await create(template(three('failed', { Bad: { ...BROKEN, DependsOn: ['Gone', 'Kept', 'KeptLater'] } })));
    expect(left('failed')).toEqual(['kept']);
    await remove();
    await create(template(three('made')));
    await remove();
    expect(left('made')).toEqual(['kept', 'kept-later']);
  });

  it('fails on a bucket that is not empty, keeps what it needs, and can then leave it behind', async () => {
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'full' }, DependsOn: 'First' };
    await create(template({ First: parameter('/first'), Full: bucket, Second: parameter('/second') }));
    await putObject('full', 'a', 'b');
    await expect(remove(['Full'])).rejects.toThrow('RetainResources');
    await remove();
    expect(await described()).toMatchObject({
      StackStatus: 'DELETE_FAILED',
      StackStatusReason: 'The following resource(s) failed to delete: [Full]. ',
    });
    expect(['/first', '/second'].map(valueOf)).toEqual(['value', undefined]);
    await remove(['Full']);
    await expect(described()).rejects.toThrow('does not exist');
    expect(valueOf('/first')).toBeUndefined();
  });
});

describe('a request', () => {
  const small = template({ First: parameter('/first') });

  it.each([
    [
      'a stack that is there',
      () => create(small).then(() => create(small)),
      'AlreadyExistsException',
      'Stack [things] already exists',
    ],
    ['a name AWS refuses', () => create(small, { StackName: '1st' }), 'ValidationError', "Value '1st' at 'stackName'"],
    [
      'no template',
      () => create('', { TemplateBody: undefined }),
      'ValidationError',
      'Template URL or Template Body must be specified',
    ],
    [
      'a template of over 51,200 bytes',
      () => create(small + ' '.repeat(51_200)),
      'ValidationError',
      'less than or equal to 51200',
    ],
    [
      'named roles unacknowledged',
      () => create(template({ Role: lambdaRole('named') }), { Capabilities: ['CAPABILITY_IAM'] }),
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    ],
    [
      'roles unacknowledged',
      () => create(template({ Role: lambdaRole() }), { Capabilities: [] }),
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_IAM]',
    ],
    [
      'an update of no stack',
      () => update({ TemplateBody: small }),
      'ValidationError',
      'Stack [things] does not exist',
    ],
    [
      'a role to work with',
      () => create(small, { RoleARN: `arn:aws:iam::${PAYMENTS}:role/x` }),
      'NotImplemented',
      'does not model RoleARN',
    ],
  ])('with %s is refused', async (_, act, name, message) => {
    await expect(act()).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it('is authorized, on the stack by its name or id', async () => {
    organization.putRole({
      accountId: PAYMENTS,
      roleName: 'reader',
      policies: [
        {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Action: 'cloudformation:DescribeStacks',
            Resource: `arn:aws:cloudformation:us-east-1:${PAYMENTS}:stack/things/*`,
          },
        },
      ],
    });
    await create(small);
    const reader = new CloudFormationClient(asRole(organization, PAYMENTS, 'reader'));
    await reader.send(new DescribeStacksCommand({ StackName }));
    await expect(reader.send(new DescribeStacksCommand({ StackName: 'other' }))).rejects.toThrow('not authorized');
    await expect(reader.send(new DeleteStackCommand({ StackName }))).rejects.toThrow('cloudformation:DeleteStack');
    const elsewhere = new CloudFormationClient(clientConfig(organization));
    await expect(elsewhere.send(new DescribeStacksCommand({ StackName }))).rejects.toThrow('does not exist');
  });

  it('may name a template in a bucket, of up to a megabyte, which the caller must be able to read', async () => {
    organization.createBucket({ name: 'templates', accountId: PAYMENTS });
    const padded = template({ First: parameter('/first') }, { Description: 'x'.repeat(60_000) });
    await putObject('templates', 'a/b.json', padded);
    await create('', { TemplateBody: undefined, TemplateURL: 'https://templates.s3.us-east-1.amazonaws.com/a/b.json' });
    expect(valueOf('/first')).toBe('value');
    const TemplateURL = 'https://s3.amazonaws.com/templates/a/b.json';
    client = new CloudFormationClient(clientConfig(organization));
    await expect(create('', { TemplateBody: undefined, TemplateURL })).rejects.toThrow('S3 error: Access Denied');
    expect(organization.stack(PAYMENTS, StackName).status).toBe('CREATE_COMPLETE');
    expect(() => organization.stack(MANAGEMENT, StackName)).toThrow('There is no stack things');
  });
});
