import { describe, expect, test } from 'vitest';
import { centralStatements } from './central-permissions.ts';
import { operatorStatements } from './operator-permissions.ts';
import { SCHEDULER_STATEMENTS } from './scheduler-permissions.ts';
import type { PermissionStatement } from './statements.ts';
import { statesStatements } from './states-permissions.ts';
import { actionsCalled } from './testing/actions-called.ts';
import { centralTemplate, ORGANIZATION } from './testing/example.ts';

const setting = { organization: ORGANIZATION, delegated: false, encryptionKey: null };
/** What people do, with the role for people: read the key that orders are verified with, start a sweep by hand. */
const FOR_PEOPLE = new Set(['order-verification-key.ts', 'start-sweep.ts', 'turn-switch.ts']);
/** With whatever credentials somebody has who gives a key back. */
const OF_NO_ROLE = new Set(['account-of-key.ts']);
const CALLED = [
  ...actionsCalled('.', (file) => !FOR_PEOPLE.has(file) && !OF_NO_ROLE.has(file)),
  // Of what deploys, the centre has this alone.
  ...actionsCalled('stacks', (file) => file === 'list-stack-instances.ts'),
].sort();
const actions = (statements: readonly PermissionStatement[]) => statements.flatMap(({ Action }) => Action).sort();

describe('the central role', () => {
  test('may call exactly what the adapters of the centre call', () => {
    expect(actions(centralStatements(setting))).toEqual(CALLED);
  });

  test('reaches accounts of the organization alone, there one function and one role', () => {
    const reaching = centralStatements(setting).filter(({ Sid }) => /^(AskAgents|OpenAuditRoles)$/.test(Sid));
    expect(reaching.map(({ Resource, Condition }) => [Resource, Condition])).toEqual([
      [
        { 'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:*:function:keysweep-revoker' },
        { StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } },
      ],
      [
        { 'Fn::Sub': 'arn:${AWS::Partition}:iam::*:role/keysweep-audit' },
        { StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } },
      ],
    ]);
  });

  test('as a delegated administrator may see that it is one, and nothing more', () => {
    const more = actions(centralStatements({ ...setting, delegated: true }));
    expect(more.filter((action) => !CALLED.includes(action))).toEqual(['organizations:ListDelegatedAdministrators']);
  });
});

test('the operators’ role may call what the adapters for people call', () => {
  const called = actionsCalled('.', (file) => FOR_PEOPLE.has(file));
  expect(called).not.toEqual([]);
  expect(actions(operatorStatements(setting))).toEqual(expect.arrayContaining(called));
});

describe('the roles of the central account', () => {
  const roles = [
    centralStatements({ ...setting, delegated: true, encryptionKey: 'the-key' }),
    statesStatements(setting),
    SCHEDULER_STATEMENTS,
    operatorStatements(setting),
  ];

  test('have no right in IAM, delete nothing, and name no action by a wildcard', () => {
    const all = roles.flatMap(actions);
    expect(all.filter((action) => /^iam:|\*|Delete/.test(action))).toEqual([]);
  });

  test('say of what, wherever an action knows a resource', () => {
    const everywhere = roles.flat().filter(({ Resource }) => Resource === '*');
    expect(everywhere.map(({ Sid, Action }) => [Sid, Action])).toEqual([
      [
        'ReadOrganization',
        [
          'organizations:DescribeOrganization',
          'organizations:ListAccounts',
          'organizations:ListDelegatedAdministrators',
          'organizations:ListRoots',
        ],
      ],
    ]);
  });

  test('open to one service each, for this account where the service says for whom it asks; or to people with MFA', () => {
    const trusts = Object.values(centralTemplate().findResources('AWS::IAM::Role')).map(({ Properties }) => {
      const [{ Principal, Condition = null }] = Properties.AssumeRolePolicyDocument.Statement;
      return [Properties.RoleName, Principal, Condition];
    });
    const forThisAccount = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    expect(trusts).toEqual([
      ['keysweep-central', { Service: 'lambda.amazonaws.com' }, null],
      ['keysweep-states', { Service: 'states.amazonaws.com' }, forThisAccount],
      ['keysweep-scheduler', { Service: 'scheduler.amazonaws.com' }, forThisAccount],
      [
        'keysweep-operator',
        { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
        { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      ],
    ]);
  });
});
