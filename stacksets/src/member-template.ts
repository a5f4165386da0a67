import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { MemberStack, type MemberStackProps } from './member-stack.ts';

/** What CloudFormation takes as `TemplateBody`: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const TEMPLATE_BODY_LIMIT = 51_200;

/**
 * The member template as one line of JSON; the same bundle gives the same bytes. The CDK checks it against CloudFormation's
 * schemas and throws where it finds a fault, unless `CDK_VALIDATION` is `false`.
 */
export function synthesizeMemberTemplate(props: MemberStackProps): string {
  const outdir = mkdtempSync(join(tmpdir(), 'keysweep-member-'));
  try {
    const app = new App({
      outdir,
      treeMetadata: false,
      context: { '@aws-cdk/core:validateAgainstDefaultRules': true },
    });
    const stack = new MemberStack(app, 'Member', props);
    const template: unknown = app.synth().getStackArtifact(stack.artifactId).template;
    return JSON.stringify(template);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
