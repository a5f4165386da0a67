import type { ResourceType } from './resource-type.ts';

const ALL: readonly ResourceType[] = [];

/** The resource types that stacks may have, by type. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(ALL.map((each) => [each.type, each]));
