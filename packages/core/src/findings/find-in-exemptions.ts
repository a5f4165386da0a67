import { lookSince, type AccountFacts } from '../account-state.ts';
import { isDate } from '../calendar-date.ts';
import { endsSoon, type SummarisedExemption } from '../list-exemptions.ts';
import { nameKey } from '../policy.ts';
import type { FoundInAccount } from './find-in-state.ts';

const ASK = 'see who asked for it; whoever may tag users may exempt themselves';

/** What a person should know of the exemptions of an account, as of an instant (ISO 8601). */
export function findInExemptions(
  exemptions: readonly SummarisedExemption[],
  facts: AccountFacts,
  at: string,
): FoundInAccount[] {
  const since = lookSince(facts)?.look.verdict.newExemptions ?? [];
  const told = new Set(since.map(({ userName }) => nameKey(userName)));
  return [
    ...exemptions.flatMap(findFault),
    ...since.map(({ userName, by, reason, until }): FoundInAccount => ({
      severity: 'look',
      code: 'exemption-new',
      message: `${userName} has been exempt since the last run, by ${by}: ${until ?? reason}`,
      todo: `${ASK}. Keys that were to go still must`,
    })),
    ...exemptions
      .filter(({ isNew, lapsed, userName }) => isNew === true && !lapsed && !told.has(nameKey(userName)))
      .map(({ userName, by, reason, until }): FoundInAccount => ({
        severity: 'look',
        code: 'exemption-new',
        message: `${userName} was not exempt in the previous summary and is now, by ${by}: ${until ?? reason}`,
        todo: ASK,
      })),
    ...exemptions
      .filter((each) => endsSoon(each, at))
      .map(({ userName, until }): FoundInAccount => ({
        severity: 'look',
        code: 'exemption-ending',
        message: `the exemption of ${userName} ends with ${until}`,
        todo: 'have it renewed, or let it end: the next sweep after that day takes the keys',
      })),
  ];
}

function findFault({ userName, by, until, lapsed }: SummarisedExemption): FoundInAccount[] {
  if (lapsed) {
    const message = `the exemption of ${userName} ended with ${until}`;
    return [{ severity: 'look', code: 'exemption-lapsed', message, todo: 'remove the tag' }];
  }
  if (by !== 'tag-until' || until === null || isDate(until)) return [];
  const message = `keysweep-exempt-until of ${userName} is “${until}”, which is no date`;
  const todo = 'write it as YYYY-MM-DD; until then it never ends';
  return [{ severity: 'look', code: 'exemption-invalid', message, todo }];
}
