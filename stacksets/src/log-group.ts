import { CfnDeletionPolicy, type Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';

/** Without a name of its own, so that what a deleted stack has logged neither goes with it nor bars the next one. */
export function addLogGroup(stack: Stack, id: string, retentionInDays: number): CfnLogGroup {
  const logs = new CfnLogGroup(stack, id, { retentionInDays });
  logs.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
  logs.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  return logs;
}
