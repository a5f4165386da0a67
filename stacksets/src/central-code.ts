import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileAssetPackaging, Stage, type Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { unzipSync, zipSync, type ZipOptions } from 'fflate';

/** The code of the central functions: an archive, and where it lies in the cloud assembly. */
export interface CentralCode {
  /** Of the archive, SHA-256 in hex. It names the object the functions are deployed from. */
  readonly hash: string;
  readonly archive: Uint8Array;
}

/** The archive as a file here, and as an object in the account it is deployed to. */
export interface PlacedCode {
  readonly path: string;
  readonly location: CfnFunction.CodeProperty;
}

/** The owner writes and everybody reads, as Lambda asks of the files of a package. https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html */
const READABLE = (0o100644 << 16) >>> 0;
const UNIX = 3;

/** A zip of the bundle and the configuration it works with. The same texts give the same bytes, everywhere. */
export function packCentralCode(aggregatorBundle: string, resolvedConfig: string): CentralCode {
  // The earliest time of a zip, in local time as the format has it, so that no time zone shows.
  const options: ZipOptions = { mtime: new Date(1980, 0, 1), os: UNIX, attrs: READABLE, level: 9 };
  const text = new TextEncoder();
  const archive = zipSync({
    'index.js': [text.encode(aggregatorBundle), options],
    'keysweep.json': [text.encode(resolvedConfig), options],
  });
  return { archive, hash: createHash('sha256').update(archive).digest('hex') };
}

/** The two texts of an archive that `packCentralCode` made; empty where one is not in it. Throws for what is no zip. */
export function unpackCentralCode(archive: Uint8Array): {
  readonly aggregatorBundle: string;
  readonly resolvedConfig: string;
} {
  const files = unzipSync(archive);
  const textOf = (name: string): string => new TextDecoder().decode(files[name]);
  return { aggregatorBundle: textOf('index.js'), resolvedConfig: textOf('keysweep.json') };
}

/** Writes the archive into the cloud assembly of a stack, to be published as one file. @returns where it lies in both. */
export function addCentralCode(stack: Stack, { archive, hash }: CentralCode): PlacedCode {
  const fileName = `asset.${hash}.zip`;
  const path = join(Stage.of(stack)?.outdir ?? '.', fileName);
  writeFileSync(path, archive);
  const { bucketName, objectKey } = stack.synthesizer.addFileAsset({
    fileName,
    packaging: FileAssetPackaging.FILE,
    sourceHash: hash,
    displayName: 'keysweep central functions',
  });
  return { path, location: { s3Bucket: bucketName, s3Key: objectKey } };
}
