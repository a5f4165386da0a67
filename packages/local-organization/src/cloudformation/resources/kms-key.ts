import { defaultKeyPolicy } from '../../policy/default-key-policy.ts';
import type { PolicyDocument } from '../../policy/policy-document.ts';
import { addSigningKey } from '../../state/signing-keys.ts';
import { generatedUuid } from '../generated-name.ts';
import type { Properties } from '../properties.ts';
import { propertyNotModelled, ResourceFailure } from '../resource-failure.ts';
import { policyIn } from '../resource-policy.ts';
import type { CreatedResource, ResourceContext, ResourceType } from '../resource-type.ts';

const TYPE = 'AWS::KMS::Key';
const UNCHANGEABLE = ['KeySpec', 'KeyUsage'];

/** A key pair of the one spec that signs here, or a symmetric key, which only exists. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kms-key.html */
export const KMS_KEY: ResourceType = {
  type: TYPE,
  properties: {
    modelled: ['KeyPolicy', 'KeySpec', 'KeyUsage', 'Enabled'],
    harmless: {
      Description: 'only shown',
      EnableKeyRotation: 'material of symmetric keys is not modelled',
      PendingWindowInDays: 'a key is deleted at once',
      Tags: 'no policy here looks at the tags of a key',
    },
  },
  createOnly: [],
  create: async (context, properties) => {
    properties.only('Enabled', 'true');
    const spec = properties.text('KeySpec') ?? 'SYMMETRIC_DEFAULT';
    const usage = properties.text('KeyUsage') ?? 'ENCRYPT_DECRYPT';
    const policy = keyPolicy(context, properties);
    if (spec === 'SYMMETRIC_DEFAULT' && usage === 'ENCRYPT_DECRYPT') return addEncryptionKey(context, policy);
    if (spec !== 'ECC_NIST_P256' || usage !== 'SIGN_VERIFY')
      throw propertyNotModelled(TYPE, `KeySpec ${spec}, ${usage}`);
    const { keyId, arn } = addSigningKey(context.state, context.account, policy);
    return { physicalId: keyId, attributes: { Arn: arn, KeyId: keyId } };
  },
  update: async (context, resource, properties) => {
    properties.only('Enabled', 'true');
    const changed = UNCHANGEABLE.find((name) => resource.properties[name] !== properties.values[name]);
    // The page of the type: the update fails, whatever the UpdateReplacePolicy is.
    if (changed !== undefined) throw new ResourceFailure(`You cannot change the ${changed} of a KMS key.`);
    const policy = keyPolicy(context, properties);
    const { signingKeys, encryptionKeys } = context.account;
    const key = signingKeys.get(resource.physicalId) ?? encryptionKeys.get(resource.physicalId);
    if (key !== undefined) key.policy = policy;
    return { ...resource };
  },
  delete: async ({ account }, { physicalId }) => {
    account.signingKeys.delete(physicalId);
    account.encryptionKeys.delete(physicalId);
  },
};

function keyPolicy({ account }: ResourceContext, properties: Properties): PolicyDocument {
  return properties.has('KeyPolicy') ? policyIn(properties, 'KeyPolicy', 'resource') : defaultKeyPolicy(account.id);
}

function addEncryptionKey(context: ResourceContext, policy: PolicyDocument): CreatedResource {
  const { state, account } = context;
  const keyId = generatedUuid(context, 'kms');
  const arn = `arn:aws:kms:${state.settings.region}:${account.id}:key/${keyId}`;
  account.encryptionKeys.set(keyId, { keyId, arn, policy });
  return { physicalId: keyId, attributes: { Arn: arn, KeyId: keyId } };
}
