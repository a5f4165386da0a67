import * as client from '@aws-sdk/client-s3';
import { serviceModel } from '../../wire/service-model.ts';
import { service } from '../operation.ts';
import { BUCKET_SETTING_OPERATIONS } from './bucket-settings.ts';
import { LISTING_OPERATIONS } from './listing.ts';
import { MULTIPART_OPERATIONS } from './multipart-uploads.ts';
import { OBJECT_OPERATIONS } from './objects.ts';

const identity = { name: 's3', protocol: 'restXml', xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/' } as const;

/** Amazon Simple Storage Service. Operations on whole objects come first: a request that fits them is theirs. */
export const S3 = service(serviceModel(identity, client), [
  ...OBJECT_OPERATIONS,
  ...MULTIPART_OPERATIONS,
  ...LISTING_OPERATIONS,
  ...BUCKET_SETTING_OPERATIONS,
]);
