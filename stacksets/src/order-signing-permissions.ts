import { CENTRAL_ROLE_NAME } from './names.ts';
import { ACCOUNT_ITSELF, type ResourceStatement } from './statements.ts';

/** The logical id of the key that signs orders. */
export const ORDER_SIGNING_KEY = 'OrderSigningKey';

/**
 * Everything that CloudFormation and people need to look after the key; not `Sign`, and not `CreateGrant`, which could hand
 * it on. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:GetPublicKey',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/**
 * Who may do what with the key. The role stands in a condition: as a principal it would have to exist first, and its policy names the key.
 * An administrator who may change this policy may also let somebody else sign; CloudTrail shows it.
 */
export const ORDER_SIGNING_RULES: readonly ResourceStatement[] = [
  {
    Sid: 'AccountAdministers',
    Effect: 'Allow',
    Principal: { AWS: ACCOUNT_ITSELF },
    Action: ADMINISTRATION,
    Resource: '*',
  },
  {
    Sid: 'CentreSigns',
    Effect: 'Allow',
    Principal: { AWS: ACCOUNT_ITSELF },
    Action: ['kms:Sign'],
    Resource: '*',
    Condition: {
      ArnEquals: {
        'aws:PrincipalArn': {
          'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${CENTRAL_ROLE_NAME}`,
        },
      },
    },
  },
];
