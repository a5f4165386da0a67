import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { KeysweepError, type Config } from '@keysweep/core';

/** What a deployment is made from. */
export interface AssemblyInput {
  readonly config: Config;
  readonly organization: { readonly id: string; readonly managementAccountId: string };
  /** What `deployTo` means: ids of the root or of OUs. */
  readonly targets: readonly string[];
  /** The built programs, each one CommonJS file. */
  readonly bundles: { readonly revoker: string; readonly aggregator: string; readonly standalone: string };
  /** The text that the central functions work by. */
  readonly resolvedConfig: string;
}

/** The templates, each as the text that is deployed. */
export interface AssembledTemplates {
  readonly member: string;
  readonly central: string;
  readonly rollout: string;
  readonly standalone: string;
}

/** What `synth` and `diff` need of the package that makes templates. */
export interface Templates {
  /** How the stacks are called in the accounts they are deployed to. */
  readonly STACK_NAMES: { readonly central: string; readonly rollout: string; readonly management: string };
  /** Writes a cloud assembly into `outdir` and returns the templates in it. */
  synthesizeAssembly(input: AssemblyInput, outdir: string): AssembledTemplates;
  knownMemberParameters(config: Config, organization: AssemblyInput['organization']): Readonly<Record<string, string>>;
  /** The two texts in the archive of the central functions. */
  unpackCentralCode(archive: Uint8Array): { readonly aggregatorBundle: string; readonly resolvedConfig: string };
}

/** The built templates package, seen from the folder of the built CLI. */
const BUILT = fileURLToPath(new URL('../../../stacksets/dist/stacksets.cjs', import.meta.url));

/**
 * Loads the templates package, which alone needs the CDK: no other command loads or installs it.
 * @throws KeysweepError `environment-invalid` where it is not built, or the CDK is not installed.
 */
export function loadTemplates(built: string = BUILT): Templates {
  const hint = 'in the repository: pnpm install && pnpm build; only synth and diff need aws-cdk-lib';
  if (!existsSync(built))
    throw new KeysweepError('environment-invalid', 'synth needs the templates package, which is not built', { hint });
  try {
    return createRequire(built)(built) as Templates;
  } catch (cause) {
    if ((cause as { readonly code?: unknown }).code !== 'MODULE_NOT_FOUND') throw cause;
    throw new KeysweepError('environment-invalid', 'synth needs aws-cdk-lib, which is not installed', { hint, cause });
  }
}
