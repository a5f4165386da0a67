import type { Rules } from './configuration.ts';
import type { Account, Key, Person } from './organization.ts';

const DAY = 86_400_000;

/** A key in scope, as it was when it was looked at, and what is to become of it. */
export interface JudgedKey {
  readonly person: Person;
  readonly key: Key;
  readonly status: Key['status'];
  readonly verdict: 'keep' | 'unknown' | 'deactivate' | 'delete';
  /** It may only be deleted while it is still inactive. */
  readonly onlyIfInactive: boolean;
}

/** One look at an account by the rules of a run. `unknown`: something could not be read. */
export interface Look {
  readonly keys: readonly JudgedKey[];
  readonly unknown: boolean;
}

/** Looks at everybody in a group of the policy. Nobody and nothing else is seen. */
export function lookAt(account: Account, rules: Rules, due: number): Look {
  const people = account.people.filter((person) => inGroups(person, rules));
  const readable = people.filter((person) => canListKeys(person, account));
  const anybodyMayBeExempt = rules.exemptGroups.some(
    ({ name, optional }) => !optional && !inAny(account.groups, [name]),
  );
  const judge = (person: Person, key: Key): JudgedKey => {
    const inactiveSince = account.ledger.get(key.id);
    const verdict = isExempt(person, rules, due)
      ? 'keep'
      : anybodyMayBeExempt
        ? 'unknown'
        : verdictOn({ person, key, inactiveSince }, rules, due);
    const onlyIfInactive = verdict === 'delete' && rules.deleteAfterInactiveDays > 0;
    return { person, key, status: key.status, verdict, onlyIfInactive };
  };
  return {
    keys: readable.flatMap((person) => person.keys.map((key) => judge(person, key))),
    unknown: anybodyMayBeExempt || readable.length < people.length,
  };
}

/** Whether the keys of a user can be listed. */
export function canListKeys(person: Person, { condition, people }: Account): boolean {
  return condition !== 'keys-unreadable' || person !== people[0];
}

/** A user in a group of the policy, exempt or not. */
export function inGroups({ groups }: Person, rules: Rules): boolean {
  return inAny(groups, rules.groups);
}

/** A user in a group of the policy, and not exempt on the day the run is due. */
export function isSubject(person: Person, rules: Rules, due: number): boolean {
  return inGroups(person, rules) && !isExempt(person, rules, due);
}

function isExempt({ name, groups, tags }: Person, { exemptGroups, exemptUsers }: Rules, due: number): boolean {
  const tagged = (key: string) => tags.find((tag) => tag.key.toLowerCase() === key)?.value;
  const until = tagged('keysweep-exempt-until');
  if (tagged('keysweep-exempt') !== undefined) return true;
  if (until !== undefined && until >= new Date(due).toISOString().slice(0, 10)) return true;
  return (
    inAny([name], exemptUsers) ||
    inAny(
      groups,
      exemptGroups.map((group) => group.name),
    )
  );
}

function verdictOn(
  { person, key, inactiveSince }: { person: Person; key: Key; inactiveSince: number | undefined },
  rules: Rules,
  due: number,
): JudgedKey['verdict'] {
  const age = due - key.createdAt;
  if (age < 0 || age < rules.minimumKeyAgeDays * DAY) return 'keep';
  if (rules.requireConsoleAccess && !person.password) return 'keep';
  if (rules.action === 'observe') return 'keep';
  if (rules.action === 'deactivate') return key.status === 'Active' ? 'deactivate' : 'keep';
  if (rules.deleteAfterInactiveDays === 0) return 'delete';
  if (key.status === 'Active') return 'deactivate';
  const over = inactiveSince !== undefined && due - inactiveSince >= rules.deleteAfterInactiveDays * DAY;
  return over ? 'delete' : 'keep';
}

/** IAM's names have no case. */
function inAny(names: readonly string[], list: readonly string[]): boolean {
  return names.some((name) => list.some((other) => other.toLowerCase() === name.toLowerCase()));
}
