import type { LocalOrganization } from '@keysweep/local-organization';

/** Far above what the synthesized stacks ask for. */
const BOOTSTRAP_VERSION = '30';

/** The bucket that the CDK takes code and templates from. */
export function stagingBucket({ region }: LocalOrganization, accountId: string): string {
  return `cdk-hnb659fds-assets-${accountId}-${region}`;
}

/**
 * Leaves in an account what `cdk bootstrap` leaves there, as far as deploying a synthesized stack needs it: the bucket for
 * code and templates, the roles, the version. https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
export function bootstrap(organization: LocalOrganization, accountId: string): void {
  const { region } = organization;
  const named = (what: string): string => `cdk-hnb659fds-${what}-${accountId}-${region}`;
  organization.createBucket({ name: stagingBucket(organization, accountId), accountId });
  organization.putParameter({ accountId, name: '/cdk-bootstrap/hnb659fds/version', value: BOOTSTRAP_VERSION });
  const role = (what: string, trusts: readonly string[], allows: readonly string[]): void =>
    organization.putRole({ accountId, roleName: named(what), trusts, allows });
  role('cfn-exec-role', ['cloudformation.amazonaws.com'], ['*']);
  role('deploy-role', [accountId], ['cloudformation:*', 'iam:PassRole', 's3:GetObject', 'ssm:GetParameter']);
  role('file-publishing-role', [accountId], ['s3:*']);
}
