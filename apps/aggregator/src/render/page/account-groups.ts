import type { Tone } from '../words/index.ts';
import { bytesOf, type PageBudget } from './page-budget.ts';
import type { AccountNames } from './parts.tsx';

/** An account, with what is said of it beside its name. */
export interface ListedAccount {
  readonly accountId: string;
  /** Empty where nobody knows it. */
  readonly name: string;
  readonly note?: string;
}

/** Accounts of which the same is said: `total` of them, of which `accounts` are the first. */
export interface AccountCause {
  readonly message: string;
  readonly accounts: readonly ListedAccount[];
  readonly total: number;
}

/** Causes of one kind. */
export interface AccountGroup {
  /** Our own word for it, in the markup. */
  readonly kind: string;
  readonly label: string;
  readonly tone: Tone;
  /** How much there is of it: `3 accounts`. */
  readonly amount: string;
  readonly causes: readonly AccountCause[];
  /** What is to be done about it, if anything. */
  readonly todo?: string;
}

/** As many accounts of one cause are listed; the rest are only in the file. */
const MOST_LISTED = 60;

/** A cause with all of its accounts, named where the summary knows them. */
export function causeOf(
  message: string,
  accounts: readonly Omit<ListedAccount, 'name'>[],
  names: AccountNames,
): AccountCause {
  const listed = accounts.map((each): ListedAccount => ({ ...each, name: names.get(each.accountId) ?? '' }));
  return { message, accounts: listed, total: listed.length };
}

/** The groups with as many of their causes and accounts as `most` bytes have room for, in the order given. */
export function fitGroups(groups: readonly AccountGroup[], budget: PageBudget, most: number): readonly AccountGroup[] {
  const lines = groups.flatMap(({ causes }) => causes.flatMap(linesOf));
  const fitting = new Map<AccountCause, ListedAccount[]>();
  for (const { cause, account } of budget.take(lines, lineBytes, most)) {
    const accounts = fitting.get(cause) ?? [];
    fitting.set(cause, accounts);
    if (account !== null) accounts.push(account);
  }
  return groups.map((group) => ({
    ...group,
    causes: group.causes.flatMap((cause) => {
      const accounts = fitting.get(cause);
      return accounts === undefined ? [] : [{ ...cause, accounts }];
    }),
  }));
}

/** A cause by itself, then each of its accounts. */
interface Line {
  readonly cause: AccountCause;
  readonly account: ListedAccount | null;
}

function linesOf(cause: AccountCause): Line[] {
  const listed = cause.accounts.slice(0, MOST_LISTED);
  return [{ cause, account: null }, ...listed.map((account): Line => ({ cause, account }))];
}

function lineBytes({ cause, account }: Line): number {
  if (account === null) return 600 + bytesOf(cause.message);
  return 90 + account.accountId.length + bytesOf(account.name, account.note ?? '');
}
