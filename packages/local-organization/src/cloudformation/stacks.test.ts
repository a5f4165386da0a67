import { GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import { PAYMENTS } from '../testing/acme.ts';
import { OneStack } from './testing/one-stack.ts';
import { BROKEN, parameter, template } from './testing/templates.ts';

const StackName = 'things';
let stack: OneStack;
beforeEach(() => {
  stack = new OneStack();
});

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
    const { StackId } = await stack.create(body);
    expect(await stack.described()).toMatchObject({
      StackId,
      StackStatus: 'CREATE_COMPLETE',
      Parameters: [{ ParameterKey: 'Wanted', ParameterValue: 'by default' }],
      Outputs: [{ OutputKey: 'Value', OutputValue: 'by default', Description: 'of the first' }],
    });
    expect(stack.values('/second')).toEqual([`/first, then things of ${PAYMENTS}`]);
    expect(await stack.events()).toEqual([
      ['things', 'CREATE_IN_PROGRESS', 'User Initiated'],
      ['First', 'CREATE_IN_PROGRESS'],
      ['First', 'CREATE_COMPLETE'],
      ['Second', 'CREATE_IN_PROGRESS'],
      ['Second', 'CREATE_COMPLETE'],
      ['things', 'CREATE_COMPLETE'],
    ]);
    const { TemplateBody } = await stack.client.send(new GetTemplateCommand({ StackName }));
    expect(TemplateBody).toBe(body);
  });

  it('is undone as a whole where one resource fails, and says which', async () => {
    await stack.create(template({ First: parameter('/first'), Bad: { ...BROKEN, DependsOn: 'First' } }));
    const reason = 'The local organization has no resource type AWS::EC2::Instance.';
    expect(await stack.events()).toEqual([
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
    expect(stack.values('/first')).toEqual([undefined]);
    expect(stack.failure).toBe(
      `ResourceLogicalId:Bad, ResourceType:AWS::EC2::Instance, ResourceStatusReason:${reason}`,
    );
    await expect(stack.update({ TemplateBody: template({ First: parameter('/first') }) })).rejects.toThrow(
      'is in ROLLBACK_COMPLETE state and can not be updated.',
    );
  });

  it.each([
    ['DELETE', 'DELETE_COMPLETE', undefined],
    ['DO_NOTHING', 'CREATE_FAILED', 'value'],
  ] as const)('on failure can %s', async (OnFailure, status, value) => {
    const { StackId } = await stack.create(template({ First: parameter('/first'), Bad: BROKEN }), { OnFailure });
    expect(await stack.described(StackId)).toMatchObject({ StackStatus: status });
    expect(stack.values('/first')).toEqual([value]);
  });

  it('fails on a name that is taken, and leaves what had it alone', async () => {
    stack.organization.putParameter({ accountId: PAYMENTS, name: '/first', value: 'mine' });
    await stack.create(template({ First: parameter('/first') }));
    expect(await stack.described()).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(stack.failure).toContain("Resource of type 'AWS::SSM::Parameter' with identifier '/first' already exists.");
    expect(stack.values('/first')).toEqual(['mine']);
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
    await stack.create(body, { Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'dev' }] });
    expect(stack.values('/always', '/sometimes')).toEqual(['other', undefined]);
    await stack.update({ UsePreviousTemplate: true, Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'prod' }] });
    expect(stack.values('/always', '/sometimes')).toEqual(['prod', 'x']);
    expect((await stack.described())?.Outputs).toMatchObject([{ OutputValue: '/sometimes' }]);
  });

  it('hides the values of parameters that are not to be echoed', async () => {
    const body = template(
      { First: parameter('/first', { Ref: 'Secret' }) },
      { Parameters: { Secret: { Type: 'String', NoEcho: true } } },
    );
    await stack.create(body, { Parameters: [{ ParameterKey: 'Secret', ParameterValue: 'hush' }] });
    expect(await stack.described()).toMatchObject({ Parameters: [{ ParameterValue: '****' }] });
    expect(stack.values('/first')).toEqual(['hush']);
  });
});

describe('deleting', () => {
  it('takes everything away, what depends on others first, and the name with it', async () => {
    await stack.create(template({ First: parameter('/first'), Second: parameter('/second', { Ref: 'First' }) }));
    const id = (await stack.described())?.StackId;
    await stack.delete();
    await stack.delete();
    expect(stack.values('/first', '/second')).toEqual([undefined, undefined]);
    await expect(stack.described()).rejects.toThrow('Stack with id things does not exist');
    expect(await stack.described(id)).toMatchObject({ StackStatus: 'DELETE_COMPLETE', DeletionTime: expect.any(Date) });
    const deleted = stack.organization.journal.entries({ operation: 'cloudformation:DeleteStack' });
    expect(deleted.map((entry) => entry.outcome)).toEqual(['ok', 'ok']);
    await stack.create(template({ First: parameter('/first') }));
    expect(await stack.described()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  });

  it('leaves what is to be retained, which a failed creation only leaves under Retain', async () => {
    const three = (turn: string, rest: object = {}) => ({
      Gone: parameter(`/${turn}/gone`),
      Kept: parameter(`/${turn}/kept`, 'x', { DeletionPolicy: 'Retain' }),
      KeptLater: parameter(`/${turn}/kept-later`, 'x', { DeletionPolicy: 'RetainExceptOnCreate' }),
      ...rest,
    });
    const left = (turn: string) =>
      ['gone', 'kept', 'kept-later'].filter((name) => stack.values(`/${turn}/${name}`)[0] !== undefined);
    await stack.create(template(three('failed', { Bad: { ...BROKEN, DependsOn: ['Gone', 'Kept', 'KeptLater'] } })));
    expect(left('failed')).toEqual(['kept']);
    await stack.delete();
    await stack.create(template(three('made')));
    await stack.delete();
    expect(left('made')).toEqual(['kept', 'kept-later']);
  });

  it('fails on a bucket that is not empty, keeps what it needs, and can then leave it behind', async () => {
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'full' }, DependsOn: 'First' };
    await stack.create(template({ First: parameter('/first'), Full: bucket, Second: parameter('/second') }));
    await stack.putObject('full', 'a', 'b');
    await expect(stack.delete(['Full'])).rejects.toThrow('RetainResources');
    await stack.delete();
    expect(await stack.described()).toMatchObject({
      StackStatus: 'DELETE_FAILED',
      StackStatusReason: 'The following resource(s) failed to delete: [Full]. ',
    });
    expect(stack.values('/first', '/second')).toEqual(['value', undefined]);
    await stack.delete(['Full']);
    await expect(stack.described()).rejects.toThrow('does not exist');
    expect(stack.values('/first')).toEqual([undefined]);
  });
});
