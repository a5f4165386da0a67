import type { JsonObject } from '../cloudformation/template/json.ts';

/** A resource that exists and does nothing: what a template says of it is kept, so that it can be looked at. */
export interface RecordedResource {
  /** `AWS::SNS::Topic` */
  readonly type: string;
  /** Its physical id, unique among those of its type in the account. */
  readonly id: string;
  readonly properties: JsonObject;
}

/** What a recorded resource is found by in its account. */
export function recordedKey(type: string, id: string): string {
  return `${type} ${id}`;
}
