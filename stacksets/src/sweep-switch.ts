import type { Stack } from 'aws-cdk-lib';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { SWITCH_NAME } from './names.ts';

/**
 * The switch, on when the stack is created. From then on people turn it, and a deployment leaves it where it stands:
 * CloudFormation compares a template with the one before it, not with what is there, and touches a resource only where its
 * definition changed. So nothing here may ever change, the description included: to update the parameter at all is to write
 * `enabled` into it. Tags of the stack become tags of the parameter: a change of those is an update as well.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
 */
export function addSweepSwitch(stack: Stack): void {
  new CfnParameter(stack, 'SweepSwitch', {
    name: SWITCH_NAME,
    type: 'String',
    value: 'enabled',
    description: 'keysweep: enabled, or paused; anything else holds sweeps as well',
  });
}
