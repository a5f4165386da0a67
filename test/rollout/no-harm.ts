import { revokes, type AccountPlan } from '@keysweep/core';
import type { JournalEntry, LocalOrganization } from '@keysweep/local-organization';

/** Outcomes of calls that were done, whether or not the caller heard of it. */
const DONE = new Set(['ok', 'drop-answer']);

/**
 * What a run must never do, whatever fails on the way, as far as the journal shows it; empty if it did none of it. `plans` are
 * the stored ones by account: what is in none of them may not even be tried.
 */
export function harmsOf(
  { journal }: Pick<LocalOrganization, 'journal'>,
  plans: ReadonlyMap<string, AccountPlan>,
): string[] {
  const writes = [...journal.entries('iam:DeleteAccessKey'), ...journal.entries('iam:UpdateAccessKey')];
  return [
    ...writes.filter((write) => !isPlanned(write, plans)).map((write) => `${tell(write)} is in no stored plan`),
    ...[...byKey(writes).values()].flatMap(afterItsEnd),
    ...writtenTwice(journal.entries('s3:PutObject')),
  ];
}

function isPlanned({ accountId, input }: JournalEntry, plans: ReadonlyMap<string, AccountPlan>): boolean {
  const keys = plans.get(accountId ?? '')?.keys ?? [];
  return keys.some(
    ({ accessKeyId, userName, decision }) =>
      accessKeyId === input['AccessKeyId'] && userName === input['UserName'] && revokes(decision),
  );
}

function byKey(writes: readonly JournalEntry[]): Map<string, JournalEntry[]> {
  const keys = new Map<string, JournalEntry[]>();
  for (const write of writes) {
    const id = String(write.input['AccessKeyId']);
    keys.set(id, [...(keys.get(id) ?? []), write]);
  }
  return keys;
}

/** What was done to a key after it was deleted: a second deletion too. */
function afterItsEnd(writes: readonly JournalEntry[]): string[] {
  const done = writes.filter(({ outcome }) => DONE.has(outcome)).toSorted((a, b) => a.sequence - b.sequence);
  const end = done.findIndex(({ operation }) => operation === 'DeleteAccessKey');
  return end === -1 ? [] : done.slice(end + 1).map((write) => `${tell(write)} came after its deletion`);
}

/** Records of a run that were written a second time. */
function writtenTwice(puts: readonly JournalEntry[]): string[] {
  const written = puts.filter(({ outcome }) => DONE.has(outcome)).map(({ input }) => String(input['Key']));
  const records = written.filter((key) => key.startsWith('runs/'));
  return records.filter((key, index) => records.indexOf(key) < index).map((key) => `${key} was written twice`);
}

function tell({ operation, accountId, input }: JournalEntry): string {
  return `${operation} of ${String(input['AccessKeyId'])} in ${accountId}`;
}
