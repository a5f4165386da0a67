import { groupsOf } from '../account-groups.ts';
import type { SummarisedExemption } from '../list-exemptions.ts';
import { LONGEST_TEXT } from '../shape.ts';
import type { Finding } from '../summary.ts';
import { counted } from './counted.ts';
import type { JudgedAccount } from './explain-state.ts';
import { findInCensus } from './find-in-census.ts';
import { findInExemptions } from './find-in-exemptions.ts';
import { findInGroups } from './find-in-groups.ts';
import { findInLook } from './find-in-look.ts';
import { findInReport } from './find-in-report.ts';
import { findInState, type FoundInAccount } from './find-in-state.ts';

/** An account may have thousands of users: of more findings of one code in it than this, the summary has the first. */
export const MOST_OF_A_CODE = 20;

/** What is looked at in an account, beside its facts. */
export interface Examined {
  readonly exemptions: readonly SummarisedExemption[];
  /** When it is summarised, ISO 8601. */
  readonly at: string;
}

/** Everything about one account that a person should see to; of one code at most `MOST_OF_A_CODE`, and how many more. */
export function findInAccount(judged: JudgedAccount, { exemptions, at }: Examined): Finding[] {
  const { account, facts } = judged;
  const found = [
    ...findInState(judged),
    ...findInGroups(groupsOf(facts)),
    ...findInExemptions(exemptions, facts, at),
    ...(facts.run.state === 'reported' ? findInReport(facts.run.report) : []),
    ...findInLook(facts),
    ...findInCensus(facts.census ?? null),
  ];
  return bound(found).map((each) => ({
    ...each,
    message: each.message.slice(0, LONGEST_TEXT),
    accountId: account.accountId,
  }));
}

function bound(found: readonly FoundInAccount[]): FoundInAccount[] {
  const byCode = new Map<string, [FoundInAccount, ...FoundInAccount[]]>();
  for (const each of found) {
    const before = byCode.get(each.code);
    if (before === undefined) byCode.set(each.code, [each]);
    else before.push(each);
  }
  return [...byCode.values()].flatMap((of) => {
    const more = of.length - MOST_OF_A_CODE;
    if (more <= 0) return of;
    return [...of.slice(0, MOST_OF_A_CODE), { ...of[0], message: `${counted(more, 'more finding')} of this kind` }];
  });
}
