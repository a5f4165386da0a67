import type { StackInstance } from '@keysweep/aws';
import type { OrganizationSnapshot } from '@keysweep/core';

/** An account in which the stack is not as it should be, and what to do. */
export interface FailedAccount {
  readonly account: string;
  readonly name: string;
  /** As AWS has it: `OUTDATED FAILED`. */
  readonly status: string;
  readonly reason: string | null;
  readonly next: string;
}

/** How the accounts of the StackSet are. A suspended one is skipped by AWS, which is no failure. */
export interface AccountOutcomes {
  readonly current: number;
  readonly suspended: number;
  readonly underWay: number;
  readonly failed: readonly FailedAccount[];
}

/** Sorts stack instances by how they are; failed ones in the order of their ids. */
export function accountOutcomes(
  instances: readonly StackInstance[],
  { accounts }: Pick<OrganizationSnapshot, 'accounts'>,
): AccountOutcomes {
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  const kinds = instances.map(kindOf);
  const count = (kind: Kind): number => kinds.filter((each) => each === kind).length;
  const failed = instances.filter((_, index) => kinds[index] === 'failed');
  return {
    current: count('current'),
    suspended: count('suspended'),
    underWay: count('underWay'),
    failed: failed.map((each) => failedAccount(each, names.get(each.accountId) ?? '')).sort(byAccount),
  };
}

type Kind = 'current' | 'suspended' | 'underWay' | 'failed';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackInstanceComprehensiveStatus.html */
function kindOf({ status, detailedStatus }: StackInstance): Kind {
  if (detailedStatus === 'PENDING' || detailedStatus === 'RUNNING') return 'underWay';
  if (detailedStatus === 'SKIPPED_SUSPENDED_ACCOUNT') return 'suspended';
  return status === 'CURRENT' ? 'current' : 'failed';
}

function failedAccount(instance: StackInstance, name: string): FailedAccount {
  const { accountId: account, status, detailedStatus, reason } = instance;
  return { account, name, status: [status, detailedStatus ?? ''].join(' ').trim(), reason, next: nextStep(instance) };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-troubleshooting.html */
const NEXT_STEPS: readonly (readonly [reason: RegExp, next: string])[] = [
  [/already exists/i, 'remove what has that name there'],
  [
    /stacksets-exec|AccessDenied|not authorized|explicit deny/i,
    'see that no service control policy is in the way of the roles stacksets-exec-* there',
  ],
  [/Cancelled/i, 'nothing: it was not tried, since too many others had failed'],
];

function nextStep({ status, reason }: StackInstance): string {
  if (status === 'INOPERABLE')
    return 'its stack could not be deleted: take it out of the StackSet with --retain-stacks, and delete it there by hand';
  return NEXT_STEPS.find(([pattern]) => pattern.test(reason ?? ''))?.[1] ?? 'see to the reason';
}

function byAccount(left: FailedAccount, right: FailedAccount): number {
  return left.account < right.account ? -1 : 1;
}
