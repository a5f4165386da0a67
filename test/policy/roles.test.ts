import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate, type PolicyDocument, type PolicyQuestion } from '@keysweep/local-organization';
import { describe, expect, it, vi } from 'vitest';
import { BUCKET, CENTRE, deploy, MEMBER, ORGANIZATION, NOTIFICATION_KEY, SIGNING_KEY, TOPIC } from './deployed.ts';
import { simulated } from './simulator.ts';

// The templates’ own gates validate them; here it would only take its seconds.
vi.stubEnv('CDK_VALIDATION', 'false');
const folder = mkdtempSync(join(tmpdir(), 'keysweep-roles-'));
const { central, member } = deploy(folder);
rmSync(folder, { recursive: true });

type Decision = 'allow' | 'explicit-deny' | 'implicit-deny';
type Context = PolicyQuestion['context'];

/** Who asks: a role of the templates, or an administrator of an account. */
interface Caller {
  readonly account: string;
  readonly role: string;
  readonly policies: readonly PolicyDocument[];
  /** Null: the account is in none. */
  readonly organization?: string | null;
}

const everything: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};
const caller = (name: string): Caller => {
  const [of, account] = ['keysweep-revoker', 'keysweep-audit'].includes(name) ? [member, MEMBER] : [central, CENTRE];
  return { account, role: name, policies: of.role(name).policies };
};
const administrator = (account: string, role = 'Administrator'): Caller => ({ account, role, policies: [everything] });

interface Request {
  readonly action: string;
  readonly arn: string;
  readonly owner?: string;
  readonly context?: Context;
  readonly resourcePolicy?: PolicyDocument;
}

/** The decision that evaluator and simulator agree on. */
async function decide(
  { account, role, policies, organization = ORGANIZATION }: Caller,
  request: Request,
): Promise<Decision> {
  const { action, arn, owner = account, context = {}, resourcePolicy } = request;
  const question: PolicyQuestion = {
    principal: `arn:aws:sts::${account}:assumed-role/${role}/session`,
    action,
    resource: { arn, accountId: owner },
    context: {
      'aws:PrincipalArn': `arn:aws:iam::${account}:role/${role}`,
      'aws:SecureTransport': 'true',
      ...(organization === null ? {} : { 'aws:PrincipalOrgID': organization }),
      ...context,
    },
    identityPolicies: policies,
    resourcePolicy,
    scps: [],
  };
  const { decision } = evaluate(question);
  expect((await simulated(question)).decision).toBe(decision);
  return decision;
}

const at = (service: string, resource: string, account = CENTRE) =>
  `arn:aws:${service}:us-east-1:${account}:${resource}`;
const USER = `arn:aws:iam::${MEMBER}:user/alice`;
const GROUP = `arn:aws:iam::${MEMBER}:group/Developers`;
const AUDIT_ROLE = `arn:aws:iam::${MEMBER}:role/keysweep-audit`;
const REVOKER = at('lambda', 'function:keysweep-revoker', MEMBER);
const MACHINE = at('states', 'stateMachine:keysweep-sweep');
const EXECUTION = at('states', 'execution:keysweep-sweep:0a1b');
const SWITCH = at('ssm', 'parameter/keysweep/state');
const ours = { 'aws:ResourceOrgID': ORGANIZATION };

describe('the revoker', () => {
  const exempt = { 'aws:ResourceTag/Keysweep-Exempt': 'on call' };
  it.each<[string, string, Context, Decision]>([
    ['iam:GetAccountAuthorizationDetails', '*', {}, 'allow'],
    ['iam:GenerateCredentialReport', '*', {}, 'allow'],
    ['iam:GetGroup', GROUP, {}, 'allow'],
    ['iam:ListAccessKeys', USER, {}, 'allow'],
    ['iam:ListAccessKeys', USER, exempt, 'allow'],
    ['iam:UpdateAccessKey', USER, {}, 'allow'],
    ['iam:DeleteAccessKey', USER, { 'aws:ResourceTag/team': 'payments' }, 'allow'],
    ['iam:DeleteAccessKey', USER, exempt, 'explicit-deny'],
    ['iam:UpdateAccessKey', USER, { 'aws:ResourceTag/keysweep-exempt': '' }, 'explicit-deny'],
    ['iam:CreateAccessKey', USER, {}, 'implicit-deny'],
    ['iam:GetAccountSummary', '*', {}, 'implicit-deny'],
    ['iam:ListServiceSpecificCredentials', USER, {}, 'implicit-deny'],
    ['iam:TagUser', USER, {}, 'implicit-deny'],
    ['iam:UntagUser', USER, exempt, 'implicit-deny'],
    ['iam:DeleteUser', USER, {}, 'implicit-deny'],
    ['iam:PutRolePolicy', `arn:aws:iam::${MEMBER}:role/keysweep-revoker`, {}, 'implicit-deny'],
    ['s3:PutObject', `${BUCKET}/runs/x`, {}, 'implicit-deny'],
    ['sts:AssumeRole', AUDIT_ROLE, {}, 'implicit-deny'],
    ['secretsmanager:GetSecretValue', at('secretsmanager', 'secret:x', MEMBER), {}, 'implicit-deny'],
  ])('%s on %s, %j: %s', async (action, arn, context, decision) => {
    expect(await decide(caller('keysweep-revoker'), { action, arn, context })).toBe(decision);
  });
});

describe('the audit role', () => {
  const { trust } = member.role('keysweep-audit');
  const assume = { action: 'sts:AssumeRole', arn: AUDIT_ROLE, owner: MEMBER, context: ours, resourcePolicy: trust };

  it.each<[string, string, Decision]>([
    ['iam:GetLoginProfile', USER, 'allow'],
    ['iam:GetAccountSummary', '*', 'allow'],
    ['iam:ListServiceSpecificCredentials', '*', 'allow'],
    ['iam:ListServiceSpecificCredentials', USER, 'allow'],
    ['iam:CreateServiceSpecificCredential', USER, 'implicit-deny'],
    ['iam:DeleteAccessKey', USER, 'implicit-deny'],
    ['iam:UpdateAccessKey', USER, 'implicit-deny'],
    ['lambda:InvokeFunction', REVOKER, 'implicit-deny'],
  ])('%s on %s: %s', async (action, arn, decision) => {
    expect(await decide(caller('keysweep-audit'), { action, arn })).toBe(decision);
  });

  it.each<[string, Caller, Decision]>([
    ['the centre', caller('keysweep-central'), 'allow'],
    [
      'the centre, once it has left the organization',
      { ...caller('keysweep-central'), organization: null },
      'implicit-deny',
    ],
    ['an operator', caller('keysweep-operator'), 'implicit-deny'],
    ['an administrator of the central account', administrator(CENTRE), 'implicit-deny'],
    ['an administrator of the member account', administrator(MEMBER), 'implicit-deny'],
    ['a namesake in the member account', administrator(MEMBER, 'keysweep-central'), 'implicit-deny'],
    [
      'a namesake elsewhere',
      { ...administrator('999999999999', 'keysweep-central'), organization: 'o-other12345' },
      'implicit-deny',
    ],
  ])('assumed by %s', async (_, by, decision) => {
    expect(await decide(by, assume)).toBe(decision);
  });
});

describe('the centre', () => {
  const opened = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${CENTRE}:root` },
        Action: 'lambda:InvokeFunction',
        Resource: REVOKER,
        Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
      },
    ],
  };
  const elsewhere = { 'aws:ResourceOrgID': 'o-other12345' };
  const otherFunction = at('lambda', 'function:billing', MEMBER);

  it.each<[string, string, Context, Decision]>([
    ['lambda:InvokeFunction', REVOKER, ours, 'allow'],
    ['lambda:InvokeFunction', REVOKER, elsewhere, 'implicit-deny'],
    ['lambda:InvokeFunction', REVOKER, {}, 'implicit-deny'],
    ['lambda:UpdateFunctionCode', REVOKER, ours, 'implicit-deny'],
  ])('%s on an agent, %j', async (action, arn, context, decision) => {
    const request = { action, arn, owner: MEMBER, context, resourcePolicy: opened };
    expect(await decide(caller('keysweep-central'), request)).toBe(decision);
  });

  it.each<[string, string, Context, Decision]>([
    ['lambda:InvokeFunction', otherFunction, ours, 'implicit-deny'],
    ['sts:AssumeRole', `arn:aws:iam::${MEMBER}:role/Administrator`, ours, 'implicit-deny'],
    ['ssm:GetParameter', SWITCH, {}, 'allow'],
    ['ssm:PutParameter', SWITCH, {}, 'implicit-deny'],
    ['ssm:GetParameter', at('ssm', 'parameter/db/password'), {}, 'implicit-deny'],
    ['organizations:ListAccounts', '*', {}, 'allow'],
    ['organizations:ListDelegatedAdministrators', '*', {}, 'allow'],
    [
      'organizations:ListAccountsForParent',
      `arn:aws:organizations::111122223333:ou/${ORGANIZATION}/ou-ab12-11111111`,
      {},
      'allow',
    ],
    [
      'organizations:ListOrganizationalUnitsForParent',
      `arn:aws:organizations::111122223333:root/${ORGANIZATION}/r-ab12`,
      {},
      'allow',
    ],
    [
      'organizations:MoveAccount',
      `arn:aws:organizations::111122223333:account/${ORGANIZATION}/${MEMBER}`,
      {},
      'implicit-deny',
    ],
    ['cloudformation:ListStackInstances', at('cloudformation', 'stackset/keysweep:1a2b', '111122223333'), {}, 'allow'],
    [
      'cloudformation:DeleteStackInstances',
      at('cloudformation', 'stackset/keysweep:1a2b', '111122223333'),
      {},
      'implicit-deny',
    ],
    ['states:DescribeExecution', EXECUTION, {}, 'allow'],
    ['states:StartExecution', MACHINE, {}, 'implicit-deny'],
    ['events:PutEvents', at('events', 'event-bus/default'), {}, 'allow'],
    ['events:PutEvents', at('events', 'event-bus/billing'), {}, 'implicit-deny'],
    ['events:PutRule', at('events', 'rule/anything'), {}, 'implicit-deny'],
    ['sns:Publish', at('sns', 'billing'), {}, 'implicit-deny'],
    ['iam:ListUsers', '*', {}, 'implicit-deny'],
    ['iam:DeleteAccessKey', `arn:aws:iam::${CENTRE}:user/alice`, {}, 'implicit-deny'],
  ])('%s on %s, %j: %s', async (action, arn, context, decision) => {
    expect(await decide(caller('keysweep-central'), { action, arn, context })).toBe(decision);
  });

  it.each<[string, Caller, string, Decision]>([
    ['the centre', caller('keysweep-central'), 'kms:Sign', 'allow'],
    ['an operator', caller('keysweep-operator'), 'kms:Sign', 'implicit-deny'],
    ['an operator', caller('keysweep-operator'), 'kms:GetPublicKey', 'allow'],
    ['an administrator', administrator(CENTRE), 'kms:Sign', 'implicit-deny'],
    ['an administrator', administrator(CENTRE), 'kms:CreateGrant', 'implicit-deny'],
    ['an administrator', administrator(CENTRE), 'kms:ScheduleKeyDeletion', 'allow'],
    ['a namesake in a member account', administrator(MEMBER, 'keysweep-central'), 'kms:Sign', 'implicit-deny'],
  ])('the signing key: %s, %s', async (_, by, action, decision) => {
    const resourcePolicy = central.property('OrderSigningKey', 'KeyPolicy') as PolicyDocument;
    expect(await decide(by, { action, arn: SIGNING_KEY, owner: CENTRE, resourcePolicy })).toBe(decision);
  });
});

describe('the notification topic', () => {
  const centre = caller('keysweep-central');
  const foreign = administrator(MEMBER, 'keysweep-central');

  it.each<[string, Caller, string, Context, Decision]>([
    ['the centre', centre, 'sns:Publish', {}, 'allow'],
    ['the centre without TLS', centre, 'sns:Publish', { 'aws:SecureTransport': 'false' }, 'explicit-deny'],
    ['the centre', centre, 'sns:Subscribe', {}, 'implicit-deny'],
    ['the state machine', caller('keysweep-states'), 'sns:Publish', {}, 'implicit-deny'],
    ['an operator', caller('keysweep-operator'), 'sns:Publish', {}, 'implicit-deny'],
    ['a namesake in a member account', foreign, 'sns:Publish', {}, 'implicit-deny'],
  ])('%s: %s, %j', async (_, by, action, context, decision) => {
    const resourcePolicy = central.property('NotificationRules', 'PolicyDocument') as PolicyDocument;
    expect(await decide(by, { action, arn: TOPIC, context, owner: CENTRE, resourcePolicy })).toBe(decision);
  });

  it.each<[string, Caller, string, Decision]>([
    ['the centre', centre, 'kms:GenerateDataKey', 'allow'],
    ['the centre', centre, 'kms:Decrypt', 'allow'],
    ['the centre', centre, 'kms:CreateGrant', 'implicit-deny'],
    ['an operator', caller('keysweep-operator'), 'kms:Decrypt', 'implicit-deny'],
    ['a namesake in a member account', foreign, 'kms:Decrypt', 'implicit-deny'],
  ])('its key: %s, %s', async (_, by, action, decision) => {
    const resourcePolicy = central.property('NotificationKey', 'KeyPolicy') as PolicyDocument;
    expect(await decide(by, { action, arn: NOTIFICATION_KEY, owner: CENTRE, resourcePolicy })).toBe(decision);
  });
});

describe('the evidence bucket', () => {
  const plan = `${BUCKET}/runs/policy=weekly/run=20261120T235500Z/plans/account=${MEMBER}.json`;
  const ledger = `${BUCKET}/ledger/account=${MEMBER}.json`;
  const once = { 's3:if-none-match': '*' };
  const replacing = { 's3:if-match': '"0a1b"' };
  const administers = administrator(CENTRE);
  const centre = caller('keysweep-central');

  it.each<[string, Caller, string, string, Context, Decision]>([
    ['the centre', centre, 's3:GetObject', plan, {}, 'allow'],
    ['the centre', centre, 's3:ListBucket', BUCKET, {}, 'allow'],
    ['the centre', centre, 's3:PutObject', plan, once, 'allow'],
    ['the centre', centre, 's3:PutObject', plan, {}, 'explicit-deny'],
    ['the centre', centre, 's3:PutObject', plan, replacing, 'explicit-deny'],
    ['the centre', centre, 's3:PutObject', ledger, replacing, 'allow'],
    ['the centre', centre, 's3:DeleteObject', ledger, {}, 'implicit-deny'],
    ['the centre', centre, 's3:PutObject', plan, { ...once, 'aws:SecureTransport': 'false' }, 'explicit-deny'],
    ['an administrator', administers, 's3:PutObject', plan, {}, 'explicit-deny'],
    ['an administrator', administers, 's3:DeleteObject', plan, {}, 'explicit-deny'],
    ['an administrator', administers, 's3:DeleteObjectVersion', plan, {}, 'explicit-deny'],
    ['an administrator', administers, 's3:DeleteObject', ledger, {}, 'allow'],
    ['an administrator', administers, 's3:PutLifecycleConfiguration', BUCKET, {}, 'allow'],
    ['an administrator', administers, 's3:PutBucketPolicy', BUCKET, {}, 'allow'],
    ['an operator', caller('keysweep-operator'), 's3:GetObject', plan, {}, 'allow'],
    ['an operator', caller('keysweep-operator'), 's3:PutObject', ledger, replacing, 'implicit-deny'],
    ['an administrator of a member', administrator(MEMBER), 's3:GetObject', plan, {}, 'implicit-deny'],
  ])('%s: %s', async (_, by, action, arn, context, decision) => {
    const resourcePolicy = central.property('EvidenceRules', 'PolicyDocument') as PolicyDocument;
    expect(await decide(by, { action, arn, context, owner: CENTRE, resourcePolicy })).toBe(decision);
  });
});

describe('the other roles of the central account', () => {
  const accounts = `${BUCKET}/runs/policy=weekly/run=20261120T235500Z/accounts-1.json`;
  it.each<[string, string, string, Decision]>([
    ['keysweep-states', 'lambda:InvokeFunction', at('lambda', 'function:keysweep-sweep'), 'allow'],
    ['keysweep-states', 'lambda:InvokeFunction', at('lambda', 'function:billing'), 'implicit-deny'],
    ['keysweep-states', 'lambda:InvokeFunction', REVOKER, 'implicit-deny'],
    ['keysweep-states', 's3:GetObject', accounts, 'allow'],
    ['keysweep-states', 's3:GetObject', `${BUCKET}/latest.json`, 'implicit-deny'],
    ['keysweep-states', 'states:StartExecution', MACHINE, 'allow'],
    ['keysweep-states', 'states:DescribeExecution', at('states', 'execution:keysweep-sweep/Plan:0a1b'), 'allow'],
    ['keysweep-states', 'kms:Sign', SIGNING_KEY, 'implicit-deny'],
    ['keysweep-scheduler', 'states:StartExecution', MACHINE, 'allow'],
    ['keysweep-scheduler', 'states:StartExecution', at('states', 'stateMachine:other'), 'implicit-deny'],
    ['keysweep-scheduler', 'lambda:InvokeFunction', at('lambda', 'function:keysweep-sweep'), 'implicit-deny'],
    ['keysweep-operator', 'states:StartExecution', MACHINE, 'allow'],
    ['keysweep-operator', 'states:DescribeExecution', EXECUTION, 'allow'],
    ['keysweep-operator', 'ssm:PutParameter', SWITCH, 'allow'],
    ['keysweep-operator', 'ssm:PutParameter', at('ssm', 'parameter/keysweep/other'), 'implicit-deny'],
    ['keysweep-operator', 'lambda:InvokeFunction', at('lambda', 'function:keysweep-sweep'), 'implicit-deny'],
    ['keysweep-operator', 'lambda:UpdateFunctionCode', at('lambda', 'function:keysweep-sweep'), 'implicit-deny'],
  ])('%s: %s on %s: %s', async (role, action, arn, decision) => {
    const resourcePolicy = action.startsWith('kms:')
      ? (central.property('OrderSigningKey', 'KeyPolicy') as PolicyDocument)
      : undefined;
    expect(await decide(caller(role), { action, arn, ...(resourcePolicy && { resourcePolicy }) })).toBe(decision);
  });

  it.each<[string, Context, Decision]>([
    ['with MFA', { 'aws:MultiFactorAuthPresent': 'true' }, 'allow'],
    ['without', { 'aws:MultiFactorAuthPresent': 'false' }, 'implicit-deny'],
    ['with an access key alone', {}, 'implicit-deny'],
  ])('the operator’s role opens to who signed in %s', async (_, context, decision) => {
    const { trust: resourcePolicy } = central.role('keysweep-operator');
    const arn = `arn:aws:iam::${CENTRE}:role/keysweep-operator`;
    expect(await decide(administrator(CENTRE), { action: 'sts:AssumeRole', arn, context, resourcePolicy })).toBe(
      decision,
    );
    expect(
      await decide(administrator(MEMBER), { action: 'sts:AssumeRole', arn, owner: CENTRE, context, resourcePolicy }),
    ).toBe('implicit-deny');
  });
});
