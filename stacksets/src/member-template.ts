import { MemberStack, type MemberStackProps } from './member-stack.ts';
import { synthesize } from './synthesize.ts';

/** What CloudFormation takes as `TemplateBody`: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const TEMPLATE_BODY_LIMIT = 51_200;

/**
 * The member template as one line of JSON; the same bundle gives the same bytes. The CDK checks it against CloudFormation's
 * schemas and throws where it finds a fault, unless `CDK_VALIDATION` is `false`.
 */
export function synthesizeMemberTemplate(props: MemberStackProps): string {
  return synthesize((app) => new MemberStack(app, 'Member', props));
}
