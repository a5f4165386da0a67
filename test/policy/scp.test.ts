import { readFileSync } from 'node:fs';
import { evaluate, FULL_AWS_ACCESS, type PolicyDocument, type PolicyQuestion } from '@keysweep/local-organization';
import { describe, expect, it } from 'vitest';
import { simulated } from './simulator.ts';

const read = (name: string): PolicyDocument =>
  JSON.parse(readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8'));
const SCP = read('scp.json');
const NO_NEW_ACCESS_KEYS = read('scp-no-new-access-keys.json');

/** As the file has it: whoever attaches it puts their own here. */
const CENTRE = '111122223333';
const MEMBER = '222222222222';
const ADMINISTRATOR: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

const asRole = (account: string, role: string) => ({
  principal: `arn:aws:sts::${account}:assumed-role/${role}/session`,
  role: `arn:aws:iam::${account}:role/${role}`,
});
const ADMIN = asRole(MEMBER, 'Administrator');
const STACK_SETS = asRole(MEMBER, 'stacksets-exec-0123456789abcdef0123456789abcdef');

interface Attempt {
  readonly by?: ReturnType<typeof asRole>;
  readonly action: string;
  readonly arn: string;
  readonly context?: PolicyQuestion['context'];
}

/** Somebody with every right their account can give, under the service control policy alone. */
async function decide({ by = ADMIN, action, arn, context = {} }: Attempt, scp = SCP): Promise<string> {
  const question: PolicyQuestion = {
    principal: by.principal,
    action,
    resource: { arn, accountId: MEMBER },
    context: { 'aws:PrincipalArn': by.role, ...context },
    identityPolicies: [ADMINISTRATOR],
    // Another account's function is closed unless its policy opens it.
    resourcePolicy: action === 'lambda:InvokeFunction' ? opensTo(by.role) : undefined,
    scps: [[FULL_AWS_ACCESS], [FULL_AWS_ACCESS, scp]],
  };
  const { decision } = evaluate(question);
  expect((await simulated(question)).decision).toBe(decision);
  return decision;
}

const opensTo = (role: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: role }, Action: 'lambda:InvokeFunction', Resource: REVOKER }],
});
const REVOKER = `arn:aws:lambda:us-east-1:${MEMBER}:function:keysweep-revoker`;
const OTHER_FUNCTION = `arn:aws:lambda:us-east-1:${MEMBER}:function:billing`;
const roleArn = (name: string) => `arn:aws:iam::${MEMBER}:role/${name}`;
const USER = `arn:aws:iam::${MEMBER}:user/alice`;
const LOGS = `arn:aws:logs:us-east-1:${MEMBER}:log-group:StackSet-keysweep-1a2b-RevokerLogs-X:log-stream:*`;
const STACK = `arn:aws:cloudformation:us-east-1:${MEMBER}:stack/StackSet-keysweep-1a2b/3c4d`;

const WHAT_STACK_SETS_DO: [string, string][] = [
  ['lambda:CreateFunction', REVOKER],
  ['lambda:UpdateFunctionCode', REVOKER],
  ['lambda:UpdateFunctionConfiguration', REVOKER],
  ['lambda:AddPermission', REVOKER],
  ['lambda:RemovePermission', REVOKER],
  ['lambda:DeleteFunction', REVOKER],
  ['iam:CreateRole', roleArn('keysweep-revoker')],
  ['iam:PutRolePolicy', roleArn('keysweep-audit')],
  ['iam:PassRole', roleArn('keysweep-revoker')],
  ['iam:DeleteRole', roleArn('keysweep-audit')],
  ['logs:PutRetentionPolicy', LOGS],
  ['logs:DeleteLogGroup', LOGS],
  ['cloudformation:UpdateStack', STACK],
  ['cloudformation:DeleteStack', STACK],
];

describe('under docs/scp.json, an administrator of a member account', () => {
  it.each([
    ...WHAT_STACK_SETS_DO,
    ['lambda:InvokeFunction', REVOKER],
    ['lambda:InvokeFunction', `${REVOKER}:$LATEST`],
    ['lambda:PutFunctionConcurrency', REVOKER],
    ['iam:UpdateAssumeRolePolicy', roleArn('keysweep-audit')],
    // The way round: a function of one's own with the agent's role, or a role that passes for the StackSet's.
    ['iam:PassRole', roleArn('keysweep-revoker')],
    ['iam:CreateRole', roleArn('stacksets-exec-of-mine')],
    ['iam:CreateRole', roleArn('stacksets-exec-of-mine/under-a-path')],
    ['iam:UpdateAssumeRolePolicy', STACK_SETS.role],
    ['logs:PutLogEvents', LOGS],
  ])('may not %s on %s', async (action, arn) => {
    expect(await decide({ action, arn })).toBe('explicit-deny');
  });

  it.each([
    ['iam:TagUser', ['keysweep-exempt']],
    ['iam:TagUser', ['team', 'KeySweep-Exempt-Until']],
    ['iam:UntagUser', ['KEYSWEEP-EXEMPT']],
    ['iam:CreateUser', ['keysweep-exempt-owner', 'team']],
  ])('may not %s with %j', async (action, tagKeys) => {
    expect(await decide({ action, arn: USER, context: { 'aws:TagKeys': tagKeys } })).toBe('explicit-deny');
  });

  it.each([
    ['lambda:GetFunction', REVOKER, {}],
    ['lambda:InvokeFunction', OTHER_FUNCTION, {}],
    ['lambda:UpdateFunctionCode', OTHER_FUNCTION, {}],
    ['iam:CreateRole', roleArn('keysweep-revoker-of-mine'), {}],
    ['iam:GetRole', roleArn('keysweep-audit'), {}],
    ['iam:TagUser', USER, { 'aws:TagKeys': ['team', 'keysweep'] }],
    ['iam:CreateUser', USER, {}],
    ['iam:DeleteAccessKey', USER, {}],
    ['iam:CreateAccessKey', USER, {}],
    ['logs:GetLogEvents', LOGS, {}],
    ['cloudformation:DescribeStacks', STACK, {}],
  ])('may still %s on %s', async (action, arn, context: PolicyQuestion['context']) => {
    expect(await decide({ action, arn, context })).toBe('allow');
  });
});

describe('under docs/scp.json, keysweep itself', () => {
  it.each(WHAT_STACK_SETS_DO)('may %s on %s as the StackSet', async (action, arn) => {
    expect(await decide({ by: STACK_SETS, action, arn })).toBe('allow');
  });

  it('may write the agent’s log as the agent, and ask agents as the centre, where that is a member itself', async () => {
    expect(await decide({ by: asRole(MEMBER, 'keysweep-revoker'), action: 'logs:PutLogEvents', arn: LOGS })).toBe(
      'allow',
    );
    const centre = asRole(CENTRE, 'keysweep-central');
    expect(await decide({ by: centre, action: 'lambda:InvokeFunction', arn: REVOKER })).toBe('allow');
    const impostor = asRole(MEMBER, 'keysweep-central');
    expect(await decide({ by: impostor, action: 'lambda:InvokeFunction', arn: REVOKER })).toBe('explicit-deny');
  });
});

describe('docs/scp-no-new-access-keys.json', () => {
  it('ends the making of access keys, and of nothing else', async () => {
    expect(await decide({ action: 'iam:CreateAccessKey', arn: USER }, NO_NEW_ACCESS_KEYS)).toBe('explicit-deny');
    expect(await decide({ action: 'iam:UpdateAccessKey', arn: USER }, NO_NEW_ACCESS_KEYS)).toBe('allow');
  });
});

it('both fit into what AWS Organizations takes', () => {
  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
  const characters = [SCP, NO_NEW_ACCESS_KEYS].map((policy) => JSON.stringify(policy).length);
  console.log(`service control policies: ${characters.join(' and ')} characters of 10240`);
  for (const count of characters) expect(count).toBeLessThanOrEqual(10_240);
});
