import { formatAge, formatShortInstant } from '@keysweep/aggregator';
import { RULES, type AccessKey, type AccountSummary, type RestoredKey, type SummarisedKey } from '@keysweep/core';
import { printable } from '../printable.ts';

/** Of a key that is to be given back: what IAM has of it, and what the centre has. */
export interface KeyStory {
  readonly accountId: string;
  readonly userName: string;
  readonly key: AccessKey;
  readonly record: SummarisedKey | null;
  /** The account, by the newest summary. */
  readonly account: AccountSummary | undefined;
  /** Who acts there. */
  readonly arn: string;
}

/** The story of a key in short. */
export function storyText({ accountId, userName, key, record, account, arn }: KeyStory, now: string): string {
  const where = account === undefined ? accountId : `${printable(account.name)} (${accountId})`;
  const age = formatAge(key.createdAt, now);
  return [
    `You are ${arn}.`,
    `The key ${key.accessKeyId} of ${printable(userName)} in ${where} is ${printable(key.status)}${age === null ? '' : `, ${age} old`}.`,
    ...(record === null ? [] : [recordText(record)]),
    goesAgainText({ policy: account?.policy ?? null, nextDue: account?.nextDue ?? null }),
  ].join('\n');
}

/** What became of it. */
export function restoredText({ accessKeyId, userName, changed }: RestoredKey): string {
  const what = changed ? 'is active again' : 'is active, as it was; nothing was changed';
  return `The key ${accessKeyId} of ${printable(userName)} ${what}.`;
}

/** What somebody does whose key is gone. */
export const GONE_HINT =
  'a deleted key cannot be given back. Sign in without one (aws login, or aws sso login with IAM Identity Center); where it must be a key, make a new one';

/** When a key that is active goes again, and how it would not. */
function goesAgainText({ policy, nextDue }: Pick<RestoredKey, 'policy' | 'nextDue'>): string {
  const run = policy === null ? 'The next run of its policy' : `The next run of ${policy}`;
  const when = nextDue === null ? '' : `, due ${formatShortInstant(nextDue)},`;
  return `${run}${when} takes it away again, unless the user is exempt by then: tag keysweep-exempt with why, and keysweep-exempt-until for how long.`;
}

function recordText({ ending, rule, run, reason }: SummarisedKey): string {
  const by =
    run === null ? 'No run has judged it' : `The run ${run.runId} of ${run.policy} left it ${ending ?? 'as it was'}`;
  const why = rule === null ? '' : ` (${RULES[rule]})`;
  return `${by}${why}${reason === null ? '' : `: ${printable(reason)}`}.`;
}
