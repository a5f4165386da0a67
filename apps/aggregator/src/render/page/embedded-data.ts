import type { AccountSummary } from '@keysweep/core';
import {
  coverageLabel,
  ENDING_LABELS,
  ENDING_ORDER,
  formatAge,
  formatDay,
  STANDING_LABELS,
  STANDING_ORDER,
  STATE_LABELS,
  STATE_ORDER,
  UNJUDGED,
  visible,
} from '../words/index.ts';
import { escapeJson } from './escape-json.ts';
import type { KeyRow } from './key-row.ts';
import type { PageBudget } from './page-budget.ts';
import type { KeyShelf, PageKeys } from './page-keys.ts';

/** What the page's script makes rows of, and how much of the summary it holds. */
export interface EmbeddedData {
  /** JSON in which no `<`, `>` or `&` is left, so that nothing in it can end the element it stands in. */
  readonly json: string;
  readonly accounts: number;
  readonly keys: number;
}

/** What the data is made of. */
export interface Embedded {
  /** Those first that must be there. */
  readonly accounts: readonly AccountSummary[];
  readonly keys: PageKeys;
  /** When the summary was made, ISO 8601: ages are as of then. */
  readonly at: string;
}

/**
 * Accounts and keys for the script, as many as still fit, in the order given. Rows are arrays; a text that stands in
 * many of them stands once, in a pool, and rows hold its place. Texts are as a reader may be shown them.
 */
export function embedData({ accounts, keys, at }: Embedded, budget: PageBudget): EmbeddedData {
  const texts = new Pool();
  const dates = new Pool();
  const fates = new Pool();
  const rows = encode(accounts, (account) => accountRow(account, texts), { budget, pools: [texts] });
  const groups = groupKeys(keys, accounts.slice(0, rows.length));
  const keyRow = (key: KeyRow) => placeKey(key, at, { dates, fates });
  const keyRows = encode(groups, ({ place, shelf }) => [place, ...shelf.rows().map(keyRow)], {
    budget,
    pools: [dates, fates],
  });
  const pools = [texts, dates, fates].map((pool) => `[${pool.entries.join(',')}]`).join(',');
  return {
    json: `{"head":${escapeJson(HEAD)},"pools":[${pools}],"accounts":[${rows.join(',\n')}],"keys":[${keyRows.join(',\n')}]}`,
    accounts: rows.length,
    keys: groups.slice(0, keyRows.length).reduce((sum, { shelf }) => sum + shelf.count, 0),
  };
}

function accountRow(account: AccountSummary, texts: Pool) {
  const { accountId, name, organizationalUnitPath, policy, assignedBy, state, why, users, keys } = account;
  return [
    accountId,
    visible(name),
    texts.placeOf(visible(organizationalUnitPath)),
    STATE_ORDER.indexOf(state),
    texts.placeOf(visible(why)),
    texts.placeOf(coverageLabel(account)),
    texts.placeOf(policy ?? ''),
    texts.placeOf(visible(assignedBy ?? '')),
    users,
    ENDING_ORDER.flatMap((ending, place) => (keys[ending] > 0 ? [place, keys[ending]] : [])),
    account.overdue,
    account.exemptions,
  ];
}

/** What the rows call things by number. */
const HEAD = {
  states: STATE_ORDER.map((state) => [state, STATE_LABELS[state].label, STATE_LABELS[state].tone]),
  endings: [
    ...ENDING_ORDER.map((ending) => [ending, ENDING_LABELS[ending].label, ENDING_LABELS[ending].tone]),
    [UNJUDGED.value, UNJUDGED.label, UNJUDGED.tone],
  ],
  standings: STANDING_ORDER.map((each) => [each, STANDING_LABELS[each].label, STANDING_LABELS[each].tone]),
};

/** Dates are `[sorts as, day, what follows it]`. */
function placeKey(
  { name, createdAt, used, fate }: KeyRow,
  at: string,
  { dates, fates }: { readonly dates: Pool; readonly fates: Pool },
) {
  const created =
    createdAt === null
      ? ['', 'not known', '']
      : [createdAt.slice(0, 10), formatDay(createdAt), `${formatAge(createdAt, at)} old`];
  return [name, dates.placeOf(created), dates.placeOfJson(used), fates.placeOfJson(fate)];
}

interface KeyGroup {
  readonly place: number;
  readonly shelf: KeyShelf;
}

/** The keys of each embedded account that has some, with its place in the list. */
function groupKeys(pageKeys: PageKeys, accounts: readonly AccountSummary[]): readonly KeyGroup[] {
  const shelves = pageKeys.byAccount();
  return accounts.flatMap(({ accountId }, place) => {
    const shelf = shelves.get(accountId);
    return shelf === undefined ? [] : [{ place, shelf }];
  });
}

function encode<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => unknown,
  { budget, pools }: { readonly budget: PageBudget; readonly pools: readonly Pool[] },
): readonly string[] {
  const encoded: string[] = [];
  const poolBytes = () => pools.reduce((sum, { bytes }) => sum + bytes, 0);
  const fitting = budget.take(rows, (row) => {
    const before = poolBytes();
    const json = escapeJson(valueOf(row));
    encoded.push(json);
    return Buffer.byteLength(json) + 2 + poolBytes() - before;
  });
  return encoded.slice(0, fitting.length);
}

/** Values that each stand once. */
class Pool {
  readonly entries: string[] = [];
  readonly #places = new Map<string, number>();
  bytes = 0;

  placeOf(value: unknown): number {
    return this.placeOfJson(escapeJson(value));
  }

  /** The same of a value that is escaped JSON already. */
  placeOfJson(json: string): number {
    const known = this.#places.get(json);
    if (known !== undefined) return known;
    const place = this.entries.push(json) - 1;
    this.#places.set(json, place);
    this.bytes += Buffer.byteLength(json) + 1;
    return place;
  }
}
