import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { LocalOrganizationError } from '../error.ts';

/**
 * The folder that stands for the SDK of Lambda's Node.js runtimes: the one this package itself finds `@aws-sdk/client-iam`
 * in. The link is kept as it is: a package manager's real folder of that package need not hold its neighbours.
 */
export function defaultRuntimeModules(): string {
  const folders = createRequire(import.meta.url).resolve.paths('@aws-sdk/client-iam') ?? [];
  const found = folders.find((folder) => existsSync(join(folder, '@aws-sdk', 'client-iam', 'package.json')));
  if (found !== undefined) return found;
  throw new LocalOrganizationError(
    'runtime-unavailable',
    'No folder with @aws-sdk/client-iam was found; name one as runtimeModules.',
  );
}
