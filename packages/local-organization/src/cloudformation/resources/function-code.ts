import { unzipSync } from 'fflate';
import type { FunctionCode } from '../../state/local-function.ts';
import type { Properties } from '../properties.ts';
import { propertyNotModelled, ResourceFailure } from '../resource-failure.ts';
import type { ResourceContext } from '../resource-type.ts';

const TYPE = 'AWS::Lambda::Function';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html */
export function functionCode(context: ResourceContext, code: Properties, handler: string): FunctionCode {
  code.check({ modelled: ['ZipFile', 'S3Bucket', 'S3Key'], harmless: {} });
  const source = code.text('ZipFile');
  if (source !== undefined) return inlineCode(source, handler);
  return archiveCode(storedArchive(context, code), handler);
}

// Inline code is a file named index.
function inlineCode(source: string, handler: string): FunctionCode {
  if (/^index\.\w+$/.test(handler)) return { kind: 'inline', source };
  throw propertyNotModelled(TYPE, `the handler ${handler} of inline code, which is a file named index`);
}

function archiveCode(archive: Uint8Array, handler: string): FunctionCode {
  const files = new Map(Object.entries(unzipped(archive)));
  const module = handler.slice(0, handler.lastIndexOf('.'));
  const entry = [`${module}.js`, `${module}.cjs`].find((name) => files.has(name));
  if (entry === undefined) throw propertyNotModelled(TYPE, `an archive without ${module}.js or ${module}.cjs`);
  return { kind: 'archive', files, entry };
}

function unzipped(archive: Uint8Array): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(archive);
  } catch {
    throw new ResourceFailure('Could not unzip uploaded file. Please check your file, then try to upload again.');
  }
}

/** Read when the function is made: a later object under the same key changes nothing. */
function storedArchive({ state, account }: ResourceContext, code: Properties): Uint8Array {
  const name = code.requiredText('S3Bucket');
  const key = code.requiredText('S3Key');
  const bucket = state.buckets.get(name);
  // Of another account, the bucket's policy would have to say so; nothing here needs that.
  const object = bucket?.ownerAccountId === account.id ? bucket.objects.get(key) : undefined;
  if (object !== undefined) return object.body;
  throw new ResourceFailure(
    `Error occurred while GetObject. S3 Error Code: ${bucket === undefined ? 'NoSuchBucket' : 'NoSuchKey'}. Bucket ${name}, key ${key}.`,
  );
}
