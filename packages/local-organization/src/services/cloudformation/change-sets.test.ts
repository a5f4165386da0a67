import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
} from '@aws-sdk/client-cloudformation';
import type { CreateChangeSetCommandInput } from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import { BROKEN, lambdaRole, parameter, template } from '../../cloudformation/testing/templates.ts';
import type { LocalOrganization } from '../../local-organization.ts';
import { acme, clientConfig, MANAGEMENT } from '../../testing/acme.ts';

let organization: LocalOrganization;
let client: CloudFormationClient;
beforeEach(() => {
  organization = acme();
  client = new CloudFormationClient(clientConfig(organization));
});

const StackName = 'things';
const create = (ChangeSetName: string, TemplateBody: string, rest: Partial<CreateChangeSetCommandInput> = {}) =>
  client.send(new CreateChangeSetCommand({ StackName, ChangeSetName, TemplateBody, ...rest }));
const describeSet = (ChangeSetName: string) => client.send(new DescribeChangeSetCommand({ StackName, ChangeSetName }));
const execute = (ChangeSetName: string) => client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
const statusOf = async () => {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0]?.StackStatus;
};
const changesOf = async (name: string) => {
  const { Changes = [] } = await describeSet(name);
  return Changes.map(({ ResourceChange: change }) =>
    [change?.Action, change?.LogicalResourceId, change?.Replacement].filter((each) => each !== undefined).join(' '),
  );
};
const first = template({ Same: parameter('/same'), Moved: parameter('/moved'), Gone: parameter('/gone') });
const second = template({ Same: parameter('/same'), Moved: parameter('/there'), New: parameter('/new') });

describe('a change set', () => {
  it('that creates a stack does so when it is executed', async () => {
    const { StackId } = await create('one', first, { ChangeSetType: 'CREATE' });
    expect(await describeSet('one')).toMatchObject({
      StackId,
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
    });
    expect([await statusOf(), organization.parameter(MANAGEMENT, '/same')]).toEqual(['REVIEW_IN_PROGRESS', undefined]);
    expect((await client.send(new GetTemplateCommand({ StackName }))).TemplateBody).toBeUndefined();
    await execute('one');
    expect([await statusOf(), organization.parameter(MANAGEMENT, '/same')]).toEqual(['CREATE_COMPLETE', 'value']);
    await expect(create('two', first, { ChangeSetType: 'CREATE' })).rejects.toThrow('already exists');
    await expect(execute('one')).rejects.toMatchObject({ name: 'InvalidChangeSetStatusException' });
  });

  it('of a stack says what would become of each resource, and changes nothing before', async () => {
    await organization.deployStack({ accountId: MANAGEMENT, stackName: StackName, template: first });
    await create('one', second);
    await create('other', first.replace('"value"', '"other"'));
    expect(await changesOf('one')).toEqual(['Modify Moved True', 'Remove Gone', 'Add New']);
    expect(await changesOf('other')).toEqual(['Modify Same False']);
    expect(organization.parameter(MANAGEMENT, '/there')).toBeUndefined();
    await execute('one');
    expect([await statusOf(), organization.parameter(MANAGEMENT, '/there')]).toEqual(['UPDATE_COMPLETE', 'value']);
    // It was made against a stack that is no longer so.
    await expect(execute('other')).rejects.toMatchObject({ name: 'ChangeSetNotFoundException' });
  });

  it('with nothing in it fails, and cannot be executed', async () => {
    await organization.deployStack({ accountId: MANAGEMENT, stackName: StackName, template: first });
    await create('none', first);
    expect(await describeSet('none')).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason: expect.stringContaining("The submitted information didn't contain changes."),
    });
    await expect(execute('none')).rejects.toMatchObject({ name: 'InvalidChangeSetStatusException' });
  });

  it('is deleted, also one that is not there', async () => {
    await create('one', first, { ChangeSetType: 'CREATE' });
    const remove = (stackName = StackName) =>
      client.send(new DeleteChangeSetCommand({ StackName: stackName, ChangeSetName: 'one' }));
    await remove();
    await expect(execute('one')).rejects.toMatchObject({ name: 'ChangeSetNotFoundException' });
    await remove();
    await expect(remove('other')).rejects.toThrow('Stack with id other does not exist');
  });

  it('that fails to create leaves nothing but the stack, rolled back', async () => {
    await create('one', template({ Same: parameter('/same'), Bad: BROKEN }), { ChangeSetType: 'CREATE' });
    await execute('one');
    expect([await statusOf(), organization.parameter(MANAGEMENT, '/same')]).toEqual(['ROLLBACK_COMPLETE', undefined]);
    await expect(create('two', first)).rejects.toThrow('is in ROLLBACK_COMPLETE state and can not be updated.');
  });

  it('is refused for a stack that is not there, and by a name that is taken', async () => {
    await expect(create('one', first)).rejects.toThrow('Stack [things] does not exist');
    await create('one', first, { ChangeSetType: 'CREATE', IncludeNestedStacks: true });
    await expect(create('one', first, { ChangeSetType: 'CREATE' })).rejects.toMatchObject({
      name: 'AlreadyExistsException',
    });
    const RoleARN = `arn:aws:iam::${MANAGEMENT}:role/nobody`;
    await expect(create('two', first, { RoleARN })).rejects.toThrow('role/nobody is invalid or cannot be assumed');
  });
});

it('a template is summarised, given or deployed', async () => {
  const body = template(
    { Role: lambdaRole('fixed') },
    {
      Description: 'a role',
      Parameters: {
        Days: { Type: 'Number', Default: 400, AllowedValues: [30, 400] },
        Secret: { Type: 'String', NoEcho: true },
      },
    },
  );
  const expected = {
    Description: 'a role',
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    ResourceTypes: ['AWS::IAM::Role'],
    Parameters: [
      {
        ParameterKey: 'Days',
        DefaultValue: '400',
        ParameterConstraints: { AllowedValues: ['30', '400'] },
        NoEcho: false,
      },
      { ParameterKey: 'Secret', ParameterType: 'String', NoEcho: true },
    ],
  };
  expect(await client.send(new GetTemplateSummaryCommand({ TemplateBody: body }))).toMatchObject(expected);
  const parameters = { Secret: 'x' };
  await organization.deployStack({ accountId: MANAGEMENT, stackName: StackName, template: body, parameters });
  expect(await client.send(new GetTemplateSummaryCommand({ StackName }))).toMatchObject(expected);
});
