import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CENTRE, deepOrganization, memberTemplate, OTHER, stackSet } from './cloudformation/testing/stack-sets.ts';
import { BROKEN, lambdaRole, parameter, template } from './cloudformation/testing/templates.ts';
import { awsCli, isAwsCliInstalled } from './testing/aws-cli.ts';

describe.runIf(isAwsCliInstalled)('aws cloudformation', { timeout: 60_000 }, () => {
  const organization = deepOrganization();
  const target = organization.account(OTHER).parentId;
  let url: string;
  let folder: string;

  const aws = (...words: readonly string[]) =>
    awsCli({ url, folder }, organization.credentials(), ['cloudformation', ...words]);
  const file = async (name: string, body: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, body);
    return path;
  };

  beforeAll(async () => {
    ({ url } = await organization.listen());
    folder = await mkdtemp(join(tmpdir(), 'aws-cli-'));
  });
  afterAll(() => organization.close());

  it.concurrent('deploy creates a stack, updates it, and says when there is nothing to do', async () => {
    const sections = { Parameters: { Word: { Type: 'String' } }, Outputs: { Word: { Value: { Ref: 'Word' } } } };
    const resources = { Role: lambdaRole('cli'), One: parameter('/cli/one', { Ref: 'Word' }) };
    const path = await file('deployed.json', template(resources, sections));
    const deploy = (...words: readonly string[]) =>
      aws('deploy', '--stack-name', 'cli', '--template-file', path, '--capabilities', 'CAPABILITY_NAMED_IAM', ...words);
    await deploy('--parameter-overrides', 'Word=first', '--tags', 'team=security');
    expect(organization.stack(CENTRE, 'cli')).toMatchObject({ status: 'CREATE_COMPLETE', outputs: { Word: 'first' } });
    await deploy('--parameter-overrides', 'Word=second');
    expect(organization.parameter(CENTRE, '/cli/one')).toBe('second');
    expect(await deploy('--no-fail-on-empty-changeset')).toContain('No changes to deploy. Stack cli is up to date');
    const { Stacks } = await aws('describe-stacks', '--stack-name', 'cli');
    expect(Stacks).toMatchObject([{ StackStatus: 'UPDATE_COMPLETE', Outputs: [{ OutputValue: 'second' }] }]);
  });

  it.concurrent('deploy reports a stack that failed, and what it left is described', async () => {
    const path = await file('broken.json', template({ One: parameter('/broken/one'), Bad: BROKEN }));
    await expect(aws('deploy', '--stack-name', 'broken', '--template-file', path)).rejects.toThrow('Failed to create');
    const { StackEvents } = await aws('describe-stack-events', '--stack-name', 'broken');
    expect(StackEvents[0]).toMatchObject({ ResourceStatus: 'ROLLBACK_COMPLETE' });
    await expect(aws('describe-stacks', '--stack-name', 'none')).rejects.toThrow(
      'An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id none does not exist',
    );
  });

  it.concurrent('create-stack makes a StackSet, whose instances are listed', async () => {
    const members = stackSet(memberTemplate(), [target]);
    const path = await file('rollout.json', template({ Members: members }));
    await aws('create-stack', '--stack-name', 'rollout', '--template-body', `file://${path}`);
    const { Summaries } = await aws('list-stack-instances', '--stack-set-name', 'agents');
    expect(Summaries).toMatchObject([{ Account: OTHER, Status: 'CURRENT', OrganizationalUnitId: target }]);
  });
});
