import { CfnDeletionPolicy, type Stack } from 'aws-cdk-lib';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { ORDER_SIGNING_ALIAS } from './names.ts';
import { ORDER_SIGNING_KEY, ORDER_SIGNING_RULES } from './order-signing-permissions.ts';
import { policyDocument } from './statements.ts';

/**
 * The key that signs orders. It stays when the stack goes: with another key, every member stack needs its public half anew.
 * https://docs.aws.amazon.com/kms/latest/developerguide/asymmetric-key-specs.html
 */
export function addOrderSigningKey(stack: Stack): CfnKey {
  const key = new CfnKey(stack, ORDER_SIGNING_KEY, {
    description: 'keysweep: signs the orders that agents obey',
    keySpec: 'ECC_NIST_P256',
    keyUsage: 'SIGN_VERIFY',
    keyPolicy: policyDocument(ORDER_SIGNING_RULES),
  });
  key.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
  key.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  new CfnAlias(stack, 'OrderSigningAlias', { aliasName: ORDER_SIGNING_ALIAS, targetKeyId: key.ref });
  return key;
}
