import type { GetAccountSummaryResponse } from '@aws-sdk/client-iam';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';

/** What an account has, in numbers. */
export const ACCOUNT_SUMMARY_OPERATIONS = [
  operation<object, GetAccountSummaryResponse>('iam:GetAccountSummary', getAccountSummary),
];

/**
 * Only what this organization knows: quotas, policies and certificates are left out. Of the root user's access keys AWS says
 * that there are any, not how many.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html,
 * https://aws.amazon.com/blogs/security/an-easier-way-to-determine-the-presence-of-aws-account-access-keys/
 */
function getAccountSummary({ account }: Call): GetAccountSummaryResponse {
  return {
    SummaryMap: {
      AccountAccessKeysPresent: Math.min(account.rootAccessKeys, 1),
      AccountMFAEnabled: 1,
      Groups: account.groups.size,
      Roles: account.roles.size,
      Users: account.users.size,
    },
  };
}
