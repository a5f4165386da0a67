import type { JsonObject } from '../cloudformation/template/json.ts';

/** A resource that exists and does nothing: what a template says of it is kept, so that it can be looked at. */
export interface RecordedResource {
  /** `AWS::SNS::Topic` */
  readonly type: string;
  /** Its ARN, or another name that is unique in the account. */
  readonly id: string;
  readonly properties: JsonObject;
}
