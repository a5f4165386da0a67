import { describe, expect, test } from 'vitest';
import { AUDIT_STATEMENTS, AUDIT_TRUST, REVOKER_TRUST, revokerStatements } from './permissions.ts';
import type { PermissionStatement } from './statements.ts';
import { actionsCalled } from './testing/actions-called.ts';

function actions(statements: readonly PermissionStatement[], effect: 'Allow' | 'Deny'): string[] {
  return statements
    .filter((statement) => statement.Effect === effect)
    .flatMap(({ Action }) => Action)
    .sort();
}

const REVOKER_STATEMENTS = revokerStatements('the-log-group');
const WRITES = ['iam:DeleteAccessKey', 'iam:UpdateAccessKey'];

describe('the audit role', () => {
  test('may call exactly what the reading adapters call', () => {
    expect(actions(AUDIT_STATEMENTS, 'Allow')).toEqual(actionsCalled('iam', (file) => file !== 'access-key-writer.ts'));
  });

  test('opens to the central role alone, while it is in the organization', () => {
    expect(AUDIT_TRUST).toEqual({
      Effect: 'Allow',
      Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${CentralAccountId}:root' } },
      Action: 'sts:AssumeRole',
      Condition: {
        ArnEquals: {
          'aws:PrincipalArn': { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${CentralAccountId}:role/keysweep-central' },
        },
        StringEquals: { 'aws:PrincipalOrgID': { Ref: 'OrganizationId' } },
      },
    });
  });
});

describe('the revoker role', () => {
  test('may call exactly what the adapters but the census’s call, and write its logs', () => {
    const logging = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const called = actionsCalled('iam', (file) => file !== 'census-reader.ts');
    expect(actions(REVOKER_STATEMENTS, 'Allow')).toEqual([...called, ...logging]);
  });

  test('writes what the writing adapter writes, and never of a user who is tagged exempt', () => {
    expect(actionsCalled('iam', (file) => file === 'access-key-writer.ts')).toEqual(WRITES);
    expect(REVOKER_STATEMENTS.filter(({ Effect }) => Effect === 'Deny')).toEqual([
      {
        Sid: 'NeverOfExemptUsers',
        Effect: 'Deny',
        Action: WRITES,
        Resource: '*',
        Condition: { Null: { 'aws:ResourceTag/keysweep-exempt': 'false' } },
      },
    ]);
  });

  test('logs to its own group alone', () => {
    const logging = REVOKER_STATEMENTS.filter(({ Action }) => Action.some((action) => action.startsWith('logs:')));
    expect(logging.map(({ Resource }) => Resource)).toEqual(['the-log-group']);
  });

  test('is Lambda’s to assume, and nobody else’s', () => {
    expect(REVOKER_TRUST.Principal).toEqual({ Service: 'lambda.amazonaws.com' });
  });
});

test('no action has a wildcard, and only what knows no resource may be done to any', () => {
  for (const { Action, Effect, Resource, Sid } of [...REVOKER_STATEMENTS, ...AUDIT_STATEMENTS]) {
    expect(Action.filter((action) => action.includes('*'))).toEqual([]);
    expect(Effect === 'Allow' && Resource === '*', Sid).toBe(['ReadAccount', 'CountUncovered'].includes(Sid));
  }
});
