import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import { asRole, clientConfig, PAYMENTS } from '../testing/acme.ts';
import { OneStack } from './testing/one-stack.ts';
import { lambdaRole, parameter, template } from './testing/templates.ts';

const StackName = 'things';
let stack: OneStack;
beforeEach(() => {
  stack = new OneStack();
});

describe('a request', () => {
  const small = template({ First: parameter('/first') });

  it.each([
    [
      'a stack that is there',
      () => stack.create(small).then(() => stack.create(small)),
      'AlreadyExistsException',
      'Stack [things] already exists',
    ],
    [
      'a name AWS refuses',
      () => stack.create(small, { StackName: '1st' }),
      'ValidationError',
      "Value '1st' at 'stackName'",
    ],
    [
      'no template',
      () => stack.create(undefined),
      'ValidationError',
      'Template URL or Template Body must be specified',
    ],
    [
      'a template of over 51,200 bytes',
      () => stack.create(small + ' '.repeat(51_200)),
      'ValidationError',
      'less than or equal to 51200',
    ],
    [
      'named roles unacknowledged',
      () => stack.create(template({ Role: lambdaRole('named') }), { Capabilities: ['CAPABILITY_IAM'] }),
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    ],
    [
      'roles unacknowledged',
      () => stack.create(template({ Role: lambdaRole() }), { Capabilities: [] }),
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_IAM]',
    ],
    [
      'an update of no stack',
      () => stack.update({ TemplateBody: small }),
      'ValidationError',
      'Stack [things] does not exist',
    ],
    [
      'a service role that is not there',
      () => stack.create(small, { RoleARN: `arn:aws:iam::${PAYMENTS}:role/x` }),
      'ValidationError',
      'role/x is invalid or cannot be assumed',
    ],
  ])('with %s is refused', async (_, act, name, message) => {
    await expect(act()).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it('is authorized, on the stack by its name or id', async () => {
    stack.organization.putRole({
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
    await stack.create(small);
    const reader = new CloudFormationClient(asRole(stack.organization, PAYMENTS, 'reader'));
    await reader.send(new DescribeStacksCommand({ StackName }));
    await expect(reader.send(new DescribeStacksCommand({ StackName: 'other' }))).rejects.toThrow('not authorized');
    await expect(reader.send(new DeleteStackCommand({ StackName }))).rejects.toThrow('cloudformation:DeleteStack');
    const elsewhere = new CloudFormationClient(clientConfig(stack.organization));
    await expect(elsewhere.send(new DescribeStacksCommand({ StackName }))).rejects.toThrow('does not exist');
  });

  it('may name a service role, which must trust CloudFormation', async () => {
    const putRole = (roleName: string, service: 'cloudformation.amazonaws.com' | 'lambda.amazonaws.com') =>
      stack.organization.putRole({ accountId: PAYMENTS, roleName, trusts: [service] });
    putRole('worker', 'cloudformation.amazonaws.com');
    putRole('other', 'lambda.amazonaws.com');
    const by = (roleName: string) => ({ RoleARN: `arn:aws:iam::${PAYMENTS}:role/${roleName}` });
    await expect(stack.create(small, by('other'))).rejects.toThrow('role/other is invalid or cannot be assumed');
    await stack.create(small, by('worker'));
    const changed = { TemplateBody: template({ First: parameter('/first', 'changed') }) };
    await expect(stack.update({ ...changed, ...by('other') })).rejects.toThrow('cannot be assumed');
    await stack.update({ ...changed, ...by('worker') });
    expect(stack.values('/first')).toEqual(['changed']);
  });

  it('may name a template in a bucket, of up to a megabyte, which the caller must be able to read', async () => {
    stack.organization.createBucket({ name: 'templates', accountId: PAYMENTS });
    const padded = template({ First: parameter('/first') }, { Description: 'x'.repeat(60_000) });
    await stack.putObject('templates', 'a/b.json', padded);
    await stack.create(undefined, {
      TemplateURL: 'https://templates.s3.us-east-1.amazonaws.com/a/b.json',
    });
    expect(stack.values('/first')).toEqual(['value']);
    const elsewhere = new CloudFormationClient(clientConfig(stack.organization));
    const TemplateURL = 'https://s3.amazonaws.com/templates/a/b.json';
    await expect(elsewhere.send(new CreateStackCommand({ StackName, TemplateURL }))).rejects.toThrow(
      'S3 error: Access Denied',
    );
  });
});
