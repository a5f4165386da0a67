import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { MemberStack, type MemberStackProps } from './member-stack.ts';

/** What CloudFormation takes as `TemplateBody`: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const TEMPLATE_BODY_LIMIT = 51_200;

/** Over whatever the CDK's command line says: it is ours to decide how this template looks, and that its faults throw. */
const CONTEXT = {
  'aws:cdk:enable-path-metadata': false,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:failSynthOnValidationErrors': true,
  '@aws-cdk/core:appMode': 'inmemory',
};

/**
 * The member template as one line of JSON; the same bundle gives the same bytes. The CDK checks it against CloudFormation's
 * schemas and throws where it finds a fault, unless `CDK_VALIDATION` is `false`.
 */
export function synthesizeMemberTemplate(props: MemberStackProps): string {
  const outdir = mkdtempSync(join(tmpdir(), 'keysweep-member-'));
  try {
    const app = new App({ outdir, treeMetadata: false, postCliContext: CONTEXT });
    const stack = new MemberStack(app, 'Member', props);
    const template: unknown = app.synth().getStackArtifact(stack.artifactId).template;
    return JSON.stringify(template);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
