import { countOf, formatCount } from '@keysweep/aggregator';
import type { StackSetAddress } from '@keysweep/aws';
import { below, marked, unmarked, type Layout } from '../diff-text/marked.ts';
import type { AccountOutcomes, FailedAccount } from './account-outcomes.ts';

/** How many accounts have the agent, and those that have not: why, and what to do. */
export function accountsText(outcomes: AccountOutcomes, layout: Layout): string[] {
  return [
    ...unmarked(`${countsText(outcomes)}.`, layout),
    ...outcomes.failed.flatMap((failed) => failedText(failed, layout)),
  ];
}

/** Accounts by how they are, in one line. */
export function countsText({ current, suspended, underWay, failed }: AccountOutcomes): string {
  const total = current + suspended + underWay + failed.length;
  const parts = [
    `${formatCount(current)} of ${countOf(total, 'account')} current`,
    ...(underWay === 0 ? [] : [`${formatCount(underWay)} under way`]),
    ...(suspended === 0 ? [] : [`${formatCount(suspended)} suspended, which AWS skips`]),
    ...(failed.length === 0 ? [] : [`${formatCount(failed.length)} failed`]),
  ];
  return parts.join(', ');
}

function failedText({ account, name, status, reason, next }: FailedAccount, layout: Layout): string[] {
  return [
    ...marked('removed', `${name === '' ? '' : `${name} `}${account}: ${status}`, layout),
    ...unmarked(reason ?? 'AWS gives no reason', below(layout)),
    ...unmarked(`Next: ${next}`, below(layout)),
  ];
}

/** The command that has the StackSet try once more where it failed. */
export function retryCommand(
  failed: readonly FailedAccount[],
  { name, callAs, region, targets }: StackSetAddress & { readonly region: string; readonly targets: readonly string[] },
): string {
  const accounts = failed.map(({ account }) => account).join(',');
  return [
    `aws cloudformation create-stack-instances --stack-set-name ${name} --regions ${region}`,
    `--deployment-targets OrganizationalUnitIds=${targets.join(',')},Accounts=${accounts},AccountFilterType=INTERSECTION`,
    ...(callAs === 'SELF' ? [] : [`--call-as ${callAs}`]),
  ].join(' ');
}
