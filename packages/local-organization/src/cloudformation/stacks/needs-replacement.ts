import type { StackEnvironment } from '../resource-type.ts';
import { sameJson } from '../template/json.ts';
import type { JsonObject } from '../template/json.ts';

/** A resource, as far as it decides about replacement. */
export interface Typed {
  readonly type: string;
  readonly properties: JsonObject;
}

/** Whether a change of properties means another physical resource: of a create-only property, or of the type. */
export function needsReplacement({ resourceTypes }: StackEnvironment, before: Typed, after: Typed): boolean {
  if (before.type !== after.type) return true;
  const createOnly = resourceTypes.get(after.type)?.createOnly ?? [];
  return createOnly.some((name) => !sameJson(before.properties[name], after.properties[name]));
}
