import { KeysweepError, nameKey, suggest, type Summary } from '@keysweep/core';

/** Which key is asked for, and where: `accountId` null is anywhere. */
export interface KeyQuery {
  readonly accountId: string | null;
  readonly matches: (key: { readonly accessKeyId: string; readonly userName: string }) => boolean;
  /** What every line that speaks of it has in it, case aside, or null. */
  readonly needle: string | null;
}

const WHOLE = /^[A-Z0-9]{16,128}$/;
const MASKED = /^\*+([A-Z0-9]{4,16})$/;

/**
 * Reads what was asked for: the id of a key, whole or but its end (`****ABCD`), or a user; `@` and an account, by id or by name,
 * limit it. Throws `usage`.
 */
export function readQuery(words: string, { accounts }: Pick<Summary, 'accounts'>): KeyQuery {
  const at = words.lastIndexOf('@');
  const [what, where] = at < 0 ? [words, null] : [words.slice(0, at), words.slice(at + 1)];
  const accountId = where === null ? null : accountOf(where, accounts);
  if (WHOLE.test(what)) return { accountId, needle: what, matches: ({ accessKeyId }) => accessKeyId === what };
  const [, end] = MASKED.exec(what) ?? [];
  if (end !== undefined) return { accountId, needle: end, matches: ({ accessKeyId }) => accessKeyId.endsWith(end) };
  if (accountId !== null && what !== '')
    return { accountId, needle: null, matches: ({ userName }) => nameKey(userName) === nameKey(what) };
  throw new KeysweepError('usage', `${words} is neither a key nor a user of an account`, {
    hint: "give the id of an access key, or its last four characters as '****ABCD', or USER@ACCOUNT",
  });
}

function accountOf(where: string, accounts: Summary['accounts']): string {
  const named = accounts.filter(({ accountId, name }) => accountId === where || name === where);
  const [only] = named;
  if (only !== undefined && named.length === 1) return only.accountId;
  if (named.length > 1)
    throw new KeysweepError('usage', `${named.length} accounts are called ${where}`, {
      hint: `name one by its id: ${named.map(({ accountId }) => accountId).join(', ')}`,
    });
  throw new KeysweepError('usage', `there is no account ${where} in the newest summary`, {
    hint: suggest(
      where,
      accounts.flatMap(({ accountId, name }) => [accountId, name]),
    ),
  });
}
