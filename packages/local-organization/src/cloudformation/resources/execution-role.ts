import { trustsService } from '../../assume-as-service.ts';
import { ResourceFailure } from '../resource-failure.ts';
import type { ResourceContext } from '../resource-type.ts';

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/;

/**
 * The name of a function's role, from its ARN: of the same account, and Lambda's to assume.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */
export function executionRole({ state, account }: ResourceContext, roleArn: string, functionArn: string): string {
  const [, accountId, roleName = ''] = ROLE_ARN.exec(roleArn) ?? [];
  const isOwn = accountId === account.id && account.role(roleName)?.arn === roleArn;
  const work = { service: 'lambda.amazonaws.com', account, roleName, sourceArn: functionArn };
  if (isOwn && trustsService(state, work)) return roleName;
  throw new ResourceFailure(
    'Resource handler returned message: "The role defined for the function cannot be assumed by Lambda." (HandlerErrorCode: InvalidRequest)',
  );
}
