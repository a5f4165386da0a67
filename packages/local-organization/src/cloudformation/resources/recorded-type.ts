import { recordedKey } from '../../state/recorded-resource.ts';
import type { Properties } from '../properties.ts';
import { alreadyExists } from '../resource-failure.ts';
import type { CreatedResource, ResourceContext, ResourceType } from '../resource-type.ts';

/** What is particular to a type whose resources exist and do nothing. */
export interface RecordedType extends Pick<ResourceType, 'type' | 'properties' | 'createOnly' | 'nameProperty'> {
  /** The resource that properties mean; its physical id must be unique in the account. */
  readonly describe: (context: ResourceContext, properties: Properties) => CreatedResource;
}

/** A type whose resources are kept as the template says, so that they can be looked at and two cannot have one name. */
export function recordedType({ describe, ...type }: RecordedType): ResourceType {
  return {
    ...type,
    create: async (context, properties) => {
      const described = describe(context, properties);
      const { recordedResources } = context.account;
      const id = described.physicalId;
      const key = recordedKey(type.type, id);
      if (recordedResources.has(key)) throw alreadyExists(type.type, id);
      recordedResources.set(key, { type: type.type, id, properties: properties.values });
      return described;
    },
    update: async ({ account }, resource, properties) => {
      const { physicalId: id } = resource;
      account.recordedResources.set(recordedKey(type.type, id), { type: type.type, id, properties: properties.values });
      return { ...resource };
    },
    delete: async ({ account }, { physicalId }) =>
      void account.recordedResources.delete(recordedKey(type.type, physicalId)),
  };
}
