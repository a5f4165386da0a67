import type { Fault } from '../../faults.ts';
import type { StackInstance } from '../../state/stack-set.ts';
import type { StackEnvironment } from '../resource-type.ts';

/**
 * A fault that somebody scripted for a StackSet in an account, as the reason of the instance. A StackSet creates, updates and
 * deletes stacks itself, so the operation to script is `cloudformation:CreateStack` with the account, or its siblings.
 */
export function scriptedFailure(
  { faults }: StackEnvironment,
  { accountId, stackId }: StackInstance,
  operation = stackId === undefined ? 'CreateStack' : 'UpdateStack',
): string | undefined {
  const input = stackId === undefined ? {} : { StackName: stackId };
  const [hit] = faults.hitting({ operation: `cloudformation:${operation}`, accountId, input });
  return hit === undefined || hit.kind === 'delay' ? undefined : reasonFor(hit, accountId);
}

function reasonFor({ kind }: Fault, accountId: string): string {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-troubleshooting.html
  if (kind === 'AccessDenied') {
    return `Account ${accountId} should have 'stacksets-exec-…' role with trust relationship to Role 'aws-service-role/stacksets.cloudformation.amazonaws.com/AWSServiceRoleForCloudFormationStackSetsOrgAdmin'.`;
  }
  return kind === 'Throttling' ? 'Rate exceeded' : 'An internal error occurred.';
}
