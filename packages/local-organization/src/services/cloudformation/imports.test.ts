import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import type { CreateChangeSetCommandInput } from '@aws-sdk/client-cloudformation';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { parameter, template } from '../../cloudformation/testing/templates.ts';
import type { LocalOrganization } from '../../local-organization.ts';
import { acme, clientConfig, MANAGEMENT } from '../../testing/acme.ts';

const StackName = 'evidence';
const Sub = { 'Fn::Sub': 'kept-${AWS::AccountId}' };
const NAME = `kept-${MANAGEMENT}`;
const kept = (properties: object, type: string, rest: object = {}) => ({
  Type: type,
  DeletionPolicy: 'RetainExceptOnCreate',
  Properties: properties,
  ...rest,
});
const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: `arn:aws:s3:::${NAME}/*` }];
const bucket = kept({ BucketName: Sub }, 'AWS::S3::Bucket');
const rules = kept(
  { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Version: '2012-10-17', Statement } },
  'AWS::S3::BucketPolicy',
);
const theBucket = (name: string) => ({
  ResourceType: 'AWS::S3::Bucket',
  LogicalResourceId: 'Bucket',
  ResourceIdentifier: { BucketName: name },
});
const BOTH = [
  theBucket(NAME),
  { ResourceType: 'AWS::S3::BucketPolicy', LogicalResourceId: 'Rules', ResourceIdentifier: { Bucket: NAME } },
];

let organization: LocalOrganization;
let client: CloudFormationClient;
let s3: S3Client;
beforeEach(async () => {
  organization = acme();
  client = new CloudFormationClient(clientConfig(organization));
  s3 = new S3Client(clientConfig(organization));
  const first = { accountId: MANAGEMENT, stackName: 'first', template: template({ Bucket: bucket, Rules: rules }) };
  await organization.deployStack(first);
  organization.putObject({ bucket: NAME, key: 'proof', body: Buffer.from('proof') });
});

const prepare = (resources: Record<string, object>, rest: Partial<CreateChangeSetCommandInput> = {}) =>
  client.send(
    new CreateChangeSetCommand({
      StackName,
      ChangeSetName: 'import',
      ChangeSetType: 'IMPORT',
      ResourcesToImport: BOTH,
      TemplateBody: template(resources),
      ...rest,
    }),
  );

describe('an import', () => {
  it('makes a stack of what another left behind, which then is updated as any', async () => {
    await organization.deleteStack(MANAGEMENT, 'first');
    await prepare({ Bucket: bucket, Rules: rules });
    const { Changes = [] } = await client.send(new DescribeChangeSetCommand({ StackName, ChangeSetName: 'import' }));
    expect(Changes.map(({ ResourceChange: each }) => `${each?.Action} ${each?.LogicalResourceId}`)).toEqual([
      'Import Bucket',
      'Import Rules',
    ]);
    await client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName: 'import' }));
    const made = organization.stack(MANAGEMENT, StackName);
    expect([made?.status, made?.resources.map(({ physicalId }) => physicalId)]).toEqual([
      'IMPORT_COMPLETE',
      [NAME, NAME],
    ]);
    const whole = template({ Bucket: bucket, Rules: rules, More: parameter('/more') });
    const after = await organization.deployStack({ accountId: MANAGEMENT, stackName: StackName, template: whole });
    expect(after.status).toBe('UPDATE_COMPLETE');
    expect(organization.parameter(MANAGEMENT, '/more')).toBe('value');
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: NAME }));
    expect(Contents.map(({ Key }) => Key)).toEqual(['proof']);
  });

  it.each([
    ['of what is in another stack', { Bucket: bucket, Rules: rules }, {}, 'is in another stack already'],
    ['of what is not there', { Bucket: bucket }, { ResourcesToImport: [theBucket('other')] }, 'was not found'],
    [
      'beside something new',
      { Bucket: bucket, Rules: rules, More: parameter('/more') },
      {},
      'nothing but the resources',
    ],
    [
      'without a deletion policy',
      { Bucket: { ...bucket, DeletionPolicy: 'Delete' }, Rules: rules },
      {},
      'no DeletionPolicy',
    ],
    [
      'of another type',
      { More: parameter('/more', 'value', { DeletionPolicy: 'Retain' }) },
      { ResourcesToImport: [{ ...theBucket(NAME), LogicalResourceId: 'More' }] },
      'does not model the import of AWS::SSM::Parameter',
    ],
  ])('%s is refused', async (_, resources, rest, words) => {
    await expect(prepare(resources, rest)).rejects.toThrow(words);
  });

  it('with outputs, or into a stack that is there, is refused', async () => {
    const TemplateBody = template({ Bucket: bucket, Rules: rules }, { Outputs: { Name: { Value: 'x' } } });
    await expect(prepare({}, { TemplateBody })).rejects.toThrow('you cannot modify or add [Outputs]');
    await expect(prepare({ Bucket: bucket, Rules: rules }, { StackName: 'first' })).rejects.toThrow('already exists');
  });
});
