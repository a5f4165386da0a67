import { Validations, type CfnResource } from 'aws-cdk-lib';

/**
 * Answers what cdk-nag finds about a resource: the id of each finding, and the reason it stands. As
 * `Validations.acknowledge` does, but for the stack trace that it puts beside it, which differs from machine to machine.
 */
export function acknowledge(resource: CfnResource, reasons: Readonly<Record<string, string>>): void {
  for (const [finding, reason] of Object.entries(reasons))
    resource.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [`Annotation::${finding}`]: reason });
}
