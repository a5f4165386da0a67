import { emptyBucket } from '../../state/bucket.ts';
import { generatedName } from '../generated-name.ts';
import { alreadyExists, ResourceFailure } from '../resource-failure.ts';
import type { CreatedResource, ResourceType } from '../resource-type.ts';

const TYPE = 'AWS::S3::Bucket';
const LONGEST_NAME = 63;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html */
export const S3_BUCKET: ResourceType = {
  type: TYPE,
  properties: {
    modelled: ['BucketName'],
    harmless: {
      BucketEncryption: 'encryption at rest is not seen from outside',
      LifecycleConfiguration: 'nothing here lives long enough to expire',
      OwnershipControls: 'there are no ACLs',
      PublicAccessBlockConfiguration: 'nothing unsigned is answered',
      Tags: 'no policy here looks at the tags of a bucket',
      VersioningConfiguration: 'asking for a version of an object is refused',
    },
  },
  createOnly: ['BucketName'],
  nameProperty: 'BucketName',
  find: ({ state, account }, { BucketName: name = '' }) =>
    state.buckets.get(name)?.ownerAccountId === account.id ? created(name, state.settings.region) : undefined,
  create: async (context, properties) => {
    const { state, account } = context;
    const name = properties.text('BucketName') ?? generatedName(context, LONGEST_NAME).toLowerCase();
    // Names are unique across all accounts.
    if (state.buckets.has(name)) throw alreadyExists(TYPE, name);
    state.buckets.set(name, emptyBucket(name, account.id));
    return created(name, state.settings.region);
  },
  update: async (_, resource) => ({ ...resource }),
  delete: async ({ state, account }, { physicalId: name }) => {
    const bucket = state.buckets.get(name);
    if (bucket?.ownerAccountId !== account.id) return;
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html: only empty ones can be deleted
    if (bucket.objects.size > 0) {
      throw new ResourceFailure(
        `Resource handler returned message: "The bucket you tried to delete is not empty: ${name}" (HandlerErrorCode: GeneralServiceException)`,
      );
    }
    state.buckets.delete(name);
  },
};

function created(name: string, region: string): CreatedResource {
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    },
  };
}
