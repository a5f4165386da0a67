import { evaluate } from '../../policy/evaluate.ts';
import type { Account } from '../../state/account.ts';
import type { IamRole } from '../../state/iam-entities.ts';
import { ResourceFailure } from '../resource-failure.ts';

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/;

/**
 * The role of a function by its ARN: of the same account, and Lambda's to assume.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */
export function executionRole(account: Account, roleArn: string): IamRole {
  const [, accountId, name = ''] = ROLE_ARN.exec(roleArn) ?? [];
  const role = accountId === account.id ? account.role(name) : undefined;
  if (role?.arn === roleArn && isLambdas(account, role)) return role;
  throw new ResourceFailure(
    'Resource handler returned message: "The role defined for the function cannot be assumed by Lambda." (HandlerErrorCode: InvalidRequest)',
  );
}

function isLambdas(account: Account, role: IamRole): boolean {
  const { decision } = evaluate({
    principal: 'lambda.amazonaws.com',
    action: 'sts:AssumeRole',
    resource: { arn: role.arn, accountId: account.id },
    context: { 'aws:SourceAccount': account.id },
    identityPolicies: [],
    resourcePolicy: role.trustPolicy,
    scps: [],
  });
  return decision === 'allow';
}
