import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { KeysweepError } from '@keysweep/core';
import type * as stacksets from '@keysweep/stacksets';

/** What `synth` and `diff` need of the package that makes templates: its types here, itself only once it is loaded. */
export type Templates = Pick<
  typeof stacksets,
  'STACK_NAMES' | 'synthesizeAssembly' | 'knownMemberParameters' | 'unpackCentralCode'
>;

/** The built templates package, seen from the folder of the built CLI: beside it where it was published, else in the repository. */
const BUILT = ['./stacksets.cjs', '../../../stacksets/dist/stacksets.cjs'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/**
 * Loads the templates package, which alone needs the CDK: no other command loads or installs it.
 * @throws KeysweepError `environment-invalid` where it is not built, or the CDK is not installed.
 */
export function loadTemplates(candidates: readonly string[] = BUILT): Templates {
  const built = candidates.find((path) => existsSync(path));
  if (built === undefined)
    throw new KeysweepError('environment-invalid', 'synth needs the templates package, which is not built', {
      hint: 'in the repository: pnpm install && pnpm build',
    });
  try {
    return createRequire(built)(built) as Templates;
  } catch (cause) {
    if ((cause as { readonly code?: unknown }).code !== 'MODULE_NOT_FOUND') throw cause;
    throw new KeysweepError('environment-invalid', 'synth needs aws-cdk-lib, which is not installed', {
      hint: 'beside keysweep: npm install aws-cdk-lib constructs; for once: npx -p keysweep -p aws-cdk-lib -p constructs keysweep …',
      cause,
    });
  }
}
