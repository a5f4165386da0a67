import type { Properties } from '../properties.ts';
import { alreadyExists, ResourceFailure } from '../resource-failure.ts';
import type { ResourceContext, ResourceType } from '../resource-type.ts';

const TYPE = 'AWS::KMS::Alias';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kms-alias.html */
export const KMS_ALIAS: ResourceType = {
  type: TYPE,
  properties: { modelled: ['AliasName', 'TargetKeyId'], harmless: {} },
  createOnly: ['AliasName'],
  nameProperty: 'AliasName',
  create: async (context, properties) => {
    const name = properties.requiredText('AliasName');
    if (context.account.keyAliases.has(name)) throw alreadyExists(TYPE, name);
    if (!/^alias\/(?!aws\/)[\w/-]{1,250}$/.test(name))
      throw new ResourceFailure(`${name} is not the name of an alias.`);
    context.account.keyAliases.set(name, targetKey(context, properties));
    return { physicalId: name, attributes: {} };
  },
  update: async (context, resource, properties) => {
    context.account.keyAliases.set(resource.physicalId, targetKey(context, properties));
    return { ...resource };
  },
  delete: async ({ account }, { physicalId }) => void account.keyAliases.delete(physicalId),
};

/** The id of the key, which must be of the account. */
function targetKey({ state, account }: ResourceContext, properties: Properties): string {
  const target = properties.requiredText('TargetKeyId');
  const prefix = `arn:aws:kms:${state.settings.region}:${account.id}:key/`;
  const keyId = target.startsWith(prefix) ? target.slice(prefix.length) : target;
  if (account.signingKeys.has(keyId) || account.encryptionKeys.has(keyId)) return keyId;
  throw new ResourceFailure(`Key '${target}' does not exist`);
}
