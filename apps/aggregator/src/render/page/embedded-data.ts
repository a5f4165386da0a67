import { RULES, type AccountSummary, type Summary, type SummarisedKey } from '@keysweep/core';
import {
  coverageLabel,
  ENDING_LABELS,
  ENDING_ORDER,
  formatAge,
  formatDay,
  formatUse,
  STATE_LABELS,
  STATE_ORDER,
  VERIFIED_LABELS,
  visible,
} from '../words/index.ts';
import type { PageBudget } from './page-budget.ts';

/** What the page's script makes rows of, and how much of the summary it holds. */
export interface EmbeddedData {
  /** JSON in which no `<`, `>` or `&` is left, so that nothing in it can end the element it stands in. */
  readonly json: string;
  readonly accounts: number;
  readonly keys: number;
}

/** One account may not crowd out the others: of more keys than this the page holds the first. */
const MOST_KEYS_OF_ACCOUNT = 500;

/**
 * Accounts and keys for the script, as many as still fit, in the order given. Rows are arrays; a text that stands in
 * many of them stands once, in a pool, and rows hold its place. Texts are as a reader may be shown them.
 */
export function embedData(summary: Summary, accounts: readonly AccountSummary[], budget: PageBudget): EmbeddedData {
  const texts = new Pool();
  const dates = new Pool();
  const fates = new Pool();
  const rows = encode(accounts, (account) => accountRow(account, texts), { budget, pools: [texts] });
  const groups = groupKeys(summary.keyRecords, accounts.slice(0, rows.length));
  const keyRow = (key: SummarisedKey) => rowOfKey(key, summary.at, { dates, fates });
  const keyRows = encode(groups, ({ place, keys }) => [place, ...keys.map(keyRow)], { budget, pools: [dates, fates] });
  const head = {
    states: STATE_ORDER.map((state) => [state, STATE_LABELS[state].label, STATE_LABELS[state].tone]),
    endings: ENDING_ORDER.map((ending) => [ending, ENDING_LABELS[ending].label, ENDING_LABELS[ending].tone]),
  };
  const pools = [texts, dates, fates].map((pool) => `[${pool.entries.join(',')}]`).join(',');
  return {
    json: `{"head":${escapeJson(head)},"pools":[${pools}],"accounts":[${rows.join(',\n')}],"keys":[${keyRows.join(',\n')}]}`,
    accounts: rows.length,
    keys: groups.slice(0, keyRows.length).reduce((sum, { keys }) => sum + keys.length, 0),
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

/** Dates are `[sorts as, day, what follows it]`, fates `[ending, second look, rule, reason]`. */
function rowOfKey(
  { accessKeyId, userName, createdAt, lastUsed, ending, rule, reason, verified }: SummarisedKey,
  at: string,
  { dates, fates }: { readonly dates: Pool; readonly fates: Pool },
) {
  const created =
    createdAt === null
      ? ['', 'not known', '']
      : [createdAt.slice(0, 10), formatDay(createdAt), `${formatAge(createdAt, at)} old`];
  const used =
    lastUsed.state === 'used'
      ? [lastUsed.at.slice(0, 10), formatDay(lastUsed.at), formatUse(lastUsed)]
      : ['', lastUsed.state === 'never' ? 'never' : 'not known', ''];
  const fate = [
    ENDING_ORDER.indexOf(ending),
    VERIFIED_LABELS[`${verified}`],
    RULES[rule].replace(/^\w+: /, ''),
    visible(reason ?? ''),
  ];
  return [visible(userName), accessKeyId.slice(-4), dates.placeOf(created), dates.placeOf(used), fates.placeOf(fate)];
}

interface KeyGroup {
  readonly place: number;
  readonly keys: readonly SummarisedKey[];
}

/** The keys of each embedded account, with its place in the list. */
function groupKeys(keyRecords: Summary['keyRecords'], accounts: readonly AccountSummary[]): readonly KeyGroup[] {
  const byAccount = new Map(
    accounts.map(({ accountId }, place) => [accountId, { place, keys: [] as SummarisedKey[] }]),
  );
  for (const key of keyRecords) {
    const group = byAccount.get(key.accountId);
    if (group !== undefined && group.keys.length < MOST_KEYS_OF_ACCOUNT) group.keys.push(key);
  }
  return [...byAccount.values()].filter(({ keys }) => keys.length > 0);
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
    const json = escapeJson(value);
    const known = this.#places.get(json);
    if (known !== undefined) return known;
    const place = this.entries.push(json) - 1;
    this.#places.set(json, place);
    this.bytes += Buffer.byteLength(json) + 1;
    return place;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };

function escapeJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&]/g, (character) => ESCAPES[character] as string);
}
