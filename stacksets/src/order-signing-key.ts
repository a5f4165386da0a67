import { CfnDeletionPolicy, type Stack } from 'aws-cdk-lib';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { CENTRAL_ROLE_NAME, ORDER_SIGNING_ALIAS } from './names.ts';
import { ACCOUNT_ITSELF, policyDocument, type ResourceStatement } from './statements.ts';

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
 * The role stands in a condition: as a principal it would have to exist first, and its policy names the key.
 * An administrator who may change this policy may also let somebody else sign; CloudTrail shows it.
 */
const KEY_POLICY: readonly ResourceStatement[] = [
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

/**
 * The key that signs orders. It stays when the stack goes: with another key, every member stack needs its public half anew.
 * https://docs.aws.amazon.com/kms/latest/developerguide/asymmetric-key-specs.html
 */
export function addOrderSigningKey(stack: Stack): CfnKey {
  const key = new CfnKey(stack, ORDER_SIGNING_KEY, {
    description: 'keysweep: signs the orders that agents obey',
    keySpec: 'ECC_NIST_P256',
    keyUsage: 'SIGN_VERIFY',
    keyPolicy: policyDocument(KEY_POLICY),
  });
  key.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
  key.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  new CfnAlias(stack, 'OrderSigningAlias', { aliasName: ORDER_SIGNING_ALIAS, targetKeyId: key.ref });
  return key;
}
