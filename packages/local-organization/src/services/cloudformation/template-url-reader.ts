import { templateAddress } from '../../cloudformation/stacks/template-url.ts';
import { validationError } from '../../cloudformation/template/refusals.ts';
import { decodeText } from '../../wire/message.ts';
import type { Call } from '../operation.ts';
import { objectResource } from '../s3/buckets.ts';

/**
 * Reads the object of a TemplateURL as the caller: CloudFormation does so too.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
 */
export function templateUrlReader(call: Call): (url: string) => string {
  return (url) => {
    const { bucket, key } = templateAddress(url);
    const { verdict } = call.authorize('s3:GetObject', objectResource(call, { Bucket: bucket, Key: key }));
    const object = call.state.buckets.get(bucket)?.objects.get(key);
    if (verdict === 'allowed' && object !== undefined) return decodeText(object.body);
    throw validationError(`S3 error: ${verdict === 'allowed' ? 'The specified key does not exist.' : 'Access Denied'}`);
  };
}
