import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';

/** Over whatever the CDK's command line says: it is ours to decide how a template looks, and that its faults throw. */
const CONTEXT = {
  'aws:cdk:enable-path-metadata': false,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:failSynthOnValidationErrors': true,
  '@aws-cdk/core:appMode': 'inmemory',
};

/**
 * The template of the one stack that `build` makes, as one line of JSON; the same stack gives the same bytes. The CDK checks
 * it against CloudFormation's schemas and throws where it finds a fault, unless `CDK_VALIDATION` is `false`.
 */
export function synthesize(build: (app: App) => Stack): string {
  const outdir = mkdtempSync(join(tmpdir(), 'keysweep-synth-'));
  try {
    const app = new App({ outdir, treeMetadata: false, postCliContext: CONTEXT });
    const stack = build(app);
    const template: unknown = app.synth().getStackArtifact(stack.artifactId).template;
    return JSON.stringify(template);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
