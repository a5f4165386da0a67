import type { Account } from '../../state/account.ts';
import type { OrganizationState } from '../../state/organization-state.ts';
import { decodeText } from '../../wire/message.ts';
import { validationError } from '../template/refusals.ts';

/** An object, as a TemplateURL addresses it. */
export interface TemplateAddress {
  readonly bucket: string;
  readonly key: string;
}

/**
 * The object of a TemplateURL: `bucket.s3.region.amazonaws.com/key`, `s3.region.amazonaws.com/bucket/key`, or the second on
 * the local organization's own HTTP door. https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function templateAddress(url: string): TemplateAddress {
  const { hostname, pathname } = parsed(url);
  const path = decodeURIComponent(pathname.slice(1));
  const [, bucket] = /^(.+)\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com$/.exec(hostname) ?? [];
  if (bucket !== undefined) return { bucket, key: path };
  if (!/^(s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com|127\.0\.0\.1|localhost)$/.test(hostname)) throw notSupported();
  const slash = path.indexOf('/');
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

/** The text of a template in a bucket of the account itself. */
export function readOwnTemplate(state: OrganizationState, account: Account, url: string): string {
  const { bucket: name, key } = templateAddress(url);
  const bucket = state.buckets.get(name);
  const object = bucket?.ownerAccountId === account.id ? bucket.objects.get(key) : undefined;
  if (object !== undefined) return decodeText(object.body);
  throw validationError('S3 error: Access Denied');
}

function parsed(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw notSupported();
  }
}

function notSupported() {
  return validationError('TemplateURL must be a supported URL.');
}
