import { csvHead, csvRows, visible, type CsvColumn } from '@keysweep/aggregator';
import { maskAccessKeyId, RULES, type Failure, type PlannedAccount, type PlannedKey } from '@keysweep/core';
import type { PlanPrinter } from './print-json.ts';

/** A key of an account; or, without one, a read that failed there. */
interface Row {
  readonly account: PlannedAccount;
  readonly key: PlannedKey | null;
  readonly why: string;
}

const used = ({ key }: Row) => (key?.lastUsed.state === 'used' ? key.lastUsed : null);

const COLUMNS: readonly CsvColumn<Row>[] = [
  ['account_id', ({ account }) => account.accountId],
  ['account_name', ({ account }) => visible(account.name)],
  ['organizational_unit', ({ account }) => visible(account.organizationalUnitPath)],
  ['policy', ({ account }) => account.policy],
  ['agent', ({ account }) => account.agent],
  ['user', ({ key }) => key?.userName ?? ''],
  ['access_key', ({ key }) => (key === null ? '' : maskAccessKeyId(key.accessKeyId))],
  ['status', ({ key }) => visible(key?.status ?? '')],
  ['created_at', ({ key }) => key?.createdAt ?? ''],
  ['last_used', (row) => used(row)?.at ?? row.key?.lastUsed.state ?? ''],
  ['last_used_service', (row) => visible(used(row)?.service ?? '')],
  ['last_used_region', (row) => visible(used(row)?.region ?? '')],
  ['decision', ({ key }) => key?.decision ?? 'unread'],
  ['account_refused', ({ account: { look } }) => String(look.state === 'taken' && look.refusal !== null)],
  ['rule', ({ key }) => key?.rule ?? ''],
  ['why', ({ why }) => visible(why)],
];

/** One row for every key, its id masked, and one for every read that failed: a key that nobody could see is no empty line. */
export function csvPrinter(write: (text: string) => void): PlanPrinter {
  return {
    begin: () => write(csvHead(COLUMNS)),
    account: (account) => {
      const rows = rowsOf(account);
      if (rows.length > 0) write(csvRows(COLUMNS, rows));
    },
    end: () => undefined,
  };
}

function rowsOf(account: PlannedAccount): Row[] {
  const { look } = account;
  if (look.state === 'unavailable')
    return [{ account, key: null, why: `could not be looked into: ${failureText(look.failure)}` }];
  return [
    ...look.keys.map((key) => ({ account, key, why: RULES[key.rule] })),
    ...look.unknowns.map(({ concerns, failure }) => ({
      account,
      key: null,
      why: `${concerns}: ${failureText(failure)}`,
    })),
  ];
}

function failureText({ operation, code, message }: Failure): string {
  return `${operation}: ${code}: ${message}`;
}
