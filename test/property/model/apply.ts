import { canListKeys, inGroups, isSubject, type JudgedKey, type Look } from './due-keys.ts';
import type { Account } from './organization.ts';
import type { Plan, Run } from './run.ts';

/** How a change ended. `gone`: somebody was first; `kept`: it no longer holds; `left`: another try may still do it. */
export interface Done {
  readonly change: JudgedKey;
  readonly end: 'revoked' | 'gone' | 'kept' | 'left';
}

/** In whose account, for which run, and whether it was asked to before. */
export interface Applying {
  readonly run: Run;
  readonly account: Account;
  readonly again: boolean;
}

/** What the agent does with the changes of a plan: what still holds, and nothing else. */
export function applyAll(changes: readonly JudgedKey[], applying: Applying): Done[] {
  return changes.map((change) => ({ change, end: applyOne(change, applying) }));
}

function applyOne(change: JudgedKey, { run, account, again }: Applying): Done['end'] {
  const { person, key, verdict } = change;
  const there = person.keys.includes(key);
  const looksFirst = again || change.onlyIfInactive;
  const sees = looksFirst && canListKeys(person, account);
  const absent = again && verdict === 'delete' ? 'revoked' : 'gone';
  if (!isSubject(person, run.rules, run.due)) return sees && !there ? absent : 'kept';
  if (looksFirst && !sees) return 'left';
  if (sees && !there) return absent;
  if (sees && change.onlyIfInactive && key.status === 'Active') return 'kept';
  if (sees && verdict === 'deactivate' && key.status === 'Inactive') return 'revoked';
  if (account.condition === 'writes-denied') return settleDenied(change);
  if (!there) return absent;
  if (verdict === 'delete') person.keys = person.keys.filter((each) => each !== key);
  else key.status = 'Inactive';
  return 'revoked';
}

/** A write that was refused is settled by what is there: the key may have gone without us. */
function settleDenied({ person, key, verdict }: JudgedKey): Done['end'] {
  const there = person.keys.includes(key);
  if (verdict === 'delete') return there ? 'left' : 'gone';
  return there && key.status === 'Inactive' ? 'revoked' : 'left';
}

/** What became of an order whose answer was lost, as far as our own look can tell: nothing where it saw not everything. */
export function settleBySight(changes: readonly JudgedKey[], own: Look, { run }: Applying): Done[] {
  if (own.unknown) return [];
  return changes
    .filter(({ person }) => inGroups(person, run.rules))
    .filter(({ person, key, verdict }) => {
      return verdict === 'delete' ? !person.keys.includes(key) : person.keys.includes(key) && key.status === 'Inactive';
    })
    .map((change) => ({ change, end: 'revoked' }));
}

/** A run that could read everything forgets the keys it did not see; the days of a key begin when it is seen inactive. */
export function keepLedger(
  account: Account,
  { plan, done, now }: { plan: Plan; done: readonly Done[]; now: number },
): void {
  const seen = new Set(plan.keys.map(({ key }) => key.id));
  const next = new Map([...account.ledger].filter(([id]) => plan.unknown || seen.has(id)));
  for (const { key, status } of plan.keys)
    if (status === 'Active') next.delete(key.id);
    else if (!next.has(key.id)) next.set(key.id, now);
  for (const { change, end } of done)
    if (end === 'revoked' && change.verdict === 'deactivate') next.set(change.key.id, next.get(change.key.id) ?? now);
    else if (end !== 'left') next.delete(change.key.id);
  account.ledger = next;
}
