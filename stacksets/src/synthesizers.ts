import { BootstraplessSynthesizer, DefaultStackSynthesizer, type IStackSynthesizer } from 'aws-cdk-lib';

// As: these classes declare optional properties wider than the interface does, under exactOptionalPropertyTypes.

/** For a template that holds everything itself, deployable by hand. */
export function selfContainedSynthesizer(): IStackSynthesizer {
  return new BootstraplessSynthesizer() as IStackSynthesizer;
}

/**
 * For a stack whose template, or code, goes through the bucket that `cdk bootstrap` made. Without the rule about its
 * version: a parameter and a rule that only the CDK's command line has a use for.
 */
export function stagedSynthesizer(): IStackSynthesizer {
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}
