import type { JournalEntry, PolicyQuestion } from '@keysweep/local-organization';

/** What IAM is asked about a call: an action, and upon what. */
export interface AuthorizedRequest {
  readonly action: string;
  readonly arn: string;
  /** The account that owns the resource. */
  readonly owner: string;
  /** Condition keys that depend on the action and its resource. */
  readonly context: PolicyQuestion['context'];
}

/** What an ARN of a call needs beside its input. */
export interface Place {
  readonly region: string;
  readonly organizationId: string;
  readonly managementAccountId: string;
  /** The key that encrypts the topic. */
  readonly notificationKeyArn: string;
  /** The tags of an IAM user, by key; the same in every account. */
  readonly tagsOf: (userName: string) => Readonly<Record<string, string>>;
}

type Call = JournalEntry & { readonly accountId: string };
type Reading = (call: Call, place: Place, text: (name: string) => string) => readonly AuthorizedRequest[];

const everything: Reading = ({ service, operation, accountId }) => [
  { action: `${service}:${operation}`, arn: '*', owner: accountId, context: {} },
];

const onUser: Reading = ({ operation, accountId }, { tagsOf }, text) => {
  const tags = Object.entries(tagsOf(text('UserName')));
  const context = Object.fromEntries(tags.map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
  return [
    {
      action: `iam:${operation}`,
      arn: `arn:aws:iam::${accountId}:user/${text('UserName')}`,
      owner: accountId,
      context,
    },
  ];
};

const onParent: Reading = ({ operation }, { organizationId, managementAccountId }, text) => {
  const kind = text('ParentId').startsWith('r-') ? 'root' : 'ou';
  const arn = `arn:aws:organizations::${managementAccountId}:${kind}/${organizationId}/${text('ParentId')}`;
  return [{ action: `organizations:${operation}`, arn, owner: managementAccountId, context: {} }];
};

/** Upon what an input names by its ARN. */
const named =
  (action: string, member: string, inOrganization = false): Reading =>
  ({ accountId }, { organizationId }, text) => {
    const context = inOrganization ? { 'aws:ResourceOrgID': organizationId } : {};
    return [{ action, arn: text(member), owner: accountId, context }];
  };

const listBucket = (owner: string, bucket: string): AuthorizedRequest => ({
  action: 's3:ListBucket',
  arn: `arn:aws:s3:::${bucket}`,
  owner,
  context: {},
});

/** A record that is not there is said to be absent only to who may list: else it is AccessDenied. */
const getObject: Reading = ({ accountId: owner, outcome }, _, text) => {
  const arn = `arn:aws:s3:::${text('Bucket')}/${text('Key')}`;
  const read = { action: 's3:GetObject', arn, owner, context: {} };
  return outcome === 'NoSuchKey' ? [read, listBucket(owner, text('Bucket'))] : [read];
};

const putObject: Reading = ({ accountId: owner, input }, _, text) => {
  const arn = `arn:aws:s3:::${text('Bucket')}/${text('Key')}`;
  const condition = 'IfNoneMatch' in input ? { 's3:if-none-match': text('IfNoneMatch') } : {};
  return [{ action: 's3:PutObject', arn, owner, context: condition }];
};

/** SNS asks KMS as whoever publishes. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
const publish: Reading = ({ accountId: owner }, { notificationKeyArn: key }, text) => [
  { action: 'sns:Publish', arn: text('TopicArn'), owner, context: {} },
  { action: 'kms:GenerateDataKey', arn: key, owner, context: {} },
  { action: 'kms:Decrypt', arn: key, owner, context: {} },
];

const here = (service: string, resource: (text: (name: string) => string) => string): Reading => {
  return ({ operation, accountId }, { region }, text) => {
    const arn = `arn:aws:${service}:${region}:${accountId}:${resource(text)}`;
    return [{ action: `${service}:${operation}`, arn, owner: accountId, context: {} }];
  };
};

/**
 * By operation. Written from AWS's pages and not from the local organization, whose decisions it checks.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const READINGS: Readonly<Record<string, Reading>> = {
  'cloudformation:ListStackInstances': here('cloudformation', (text) => `stackset/${text('StackSetName')}:1a2b`),
  'iam:DeleteAccessKey': onUser,
  'iam:GenerateCredentialReport': everything,
  'iam:GetAccountAuthorizationDetails': everything,
  'iam:GetAccountSummary': everything,
  'iam:GetCredentialReport': everything,
  'iam:GetGroup': ({ accountId }, _, text) => [
    {
      action: 'iam:GetGroup',
      arn: `arn:aws:iam::${accountId}:group/${text('GroupName')}`,
      owner: accountId,
      context: {},
    },
  ],
  'iam:GetLoginProfile': onUser,
  'iam:ListAccessKeys': onUser,
  'iam:ListServiceSpecificCredentials': everything,
  'iam:UpdateAccessKey': onUser,
  'events:PutEvents': here('events', () => 'event-bus/default'),
  'kms:Sign': named('kms:Sign', 'KeyId'),
  'lambda:Invoke': named('lambda:InvokeFunction', 'FunctionName', true),
  'organizations:DescribeOrganization': everything,
  'organizations:ListAccounts': everything,
  'organizations:ListAccountsForParent': onParent,
  'organizations:ListOrganizationalUnitsForParent': onParent,
  'organizations:ListRoots': everything,
  's3:CompleteMultipartUpload': putObject,
  's3:CreateMultipartUpload': putObject,
  's3:GetObject': getObject,
  's3:ListObjectsV2': ({ accountId }, _, text) => [listBucket(accountId, text('Bucket'))],
  's3:PutObject': putObject,
  's3:UploadPart': putObject,
  'sns:Publish': publish,
  'ssm:GetParameter': here('ssm', (text) => `parameter${text('Name')}`),
  'states:DescribeExecution': named('states:DescribeExecution', 'executionArn'),
  'states:StartExecution': named('states:StartExecution', 'stateMachineArn'),
  'sts:AssumeRole': named('sts:AssumeRole', 'RoleArn', true),
};

/** What a call of the journal takes; throws for an operation that is not known here. */
export function requestsOf(entry: JournalEntry, place: Place): readonly AuthorizedRequest[] {
  const { service, operation, accountId, input } = entry;
  const read = READINGS[`${service}:${operation}`];
  if (read === undefined || accountId === null) throw new TypeError(`what does ${service}:${operation} take?`);
  return read({ ...entry, accountId }, place, (name) => String(input[name]));
}
