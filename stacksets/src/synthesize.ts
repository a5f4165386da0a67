import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';

/** Over whatever the CDK's command line says: it is ours to decide how a template looks, and that its faults throw. */
const CONTEXT = {
  'aws:cdk:enable-path-metadata': false,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:failSynthOnValidationErrors': true,
  '@aws-cdk/core:appMode': 'inmemory',
  // Where in whose folders a stack was made is nobody's business, and differs from machine to machine.
  'aws:cdk:disable-creation-stack-traces': true,
  'aws:cdk:disable-stack-trace': true,
  // What is deployed has the bytes that were measured.
  '@aws-cdk/core:suppressTemplateIndentation': true,
};

/** An app that makes the same bytes from the same stacks, in `outdir`. */
export function quietApp(outdir: string): App {
  return new App({ outdir, treeMetadata: false, postCliContext: CONTEXT });
}

/** A template as one line of JSON. */
export function templateText({ artifactId }: Stack, assembly: CloudAssembly): string {
  const template: unknown = assembly.getStackArtifact(artifactId).template;
  return JSON.stringify(template);
}

/**
 * The template of the one stack that `build` makes, as one line of JSON; the same stack gives the same bytes. The CDK checks
 * it against CloudFormation's schemas and throws where it finds a fault, unless `CDK_VALIDATION` is `false`.
 */
export function synthesize(build: (app: App) => Stack): string {
  const outdir = mkdtempSync(join(tmpdir(), 'keysweep-synth-'));
  try {
    const app = quietApp(outdir);
    const stack = build(app);
    return templateText(stack, app.synth());
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
