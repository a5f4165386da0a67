import type { Bucket } from '../../state/bucket.ts';
import { ResourceFailure } from '../resource-failure.ts';
import { policyIn } from '../resource-policy.ts';
import type { ResourceContext, ResourceType } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucketpolicy.html */
export const S3_BUCKET_POLICY: ResourceType = {
  type: 'AWS::S3::BucketPolicy',
  properties: { modelled: ['Bucket', 'PolicyDocument'], harmless: {} },
  createOnly: ['Bucket'],
  nameProperty: 'Bucket',
  find: ({ state, account }, { Bucket: name = '' }) => {
    const bucket = state.buckets.get(name);
    const isThere = bucket?.ownerAccountId === account.id && bucket.policy !== null;
    return isThere ? { physicalId: name, attributes: {} } : undefined;
  },
  create: async (context, properties) => {
    const bucket = ownBucket(context, properties.requiredText('Bucket'));
    if (bucket.policy !== null) throw new ResourceFailure(`The bucket policy already exists on bucket ${bucket.name}.`);
    bucket.policy = policyIn(properties, 'PolicyDocument', 'resource');
    return { physicalId: bucket.name, attributes: {} };
  },
  update: async (context, resource, properties) => {
    ownBucket(context, resource.physicalId).policy = policyIn(properties, 'PolicyDocument', 'resource');
    return { ...resource };
  },
  delete: async ({ state }, { physicalId }) => {
    const bucket = state.buckets.get(physicalId);
    if (bucket !== undefined) bucket.policy = null;
  },
};

function ownBucket({ state, account }: ResourceContext, name: string): Bucket {
  const bucket = state.buckets.get(name);
  if (bucket?.ownerAccountId === account.id) return bucket;
  throw new ResourceFailure(
    `Resource handler returned message: "The specified bucket does not exist: ${name}" (HandlerErrorCode: NotFound)`,
  );
}
