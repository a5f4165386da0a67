import { maskAccessKeyId, RULES, type AccountSummary, type SummarisedKey, type Summary } from '@keysweep/core';
import { csvHead, csvRows, type CsvColumn } from './csv-table.ts';
import { ENDING_ORDER, visible } from './words/index.ts';

/** `accounts.csv`: one row for every account, and one column for every way a key can end. */
export function renderAccountsCsv(summary: Summary): string {
  const columns: readonly CsvColumn<AccountSummary>[] = [
    ['account_id', (account) => account.accountId],
    ['account_name', (account) => visible(account.name)],
    ['organizational_unit', (account) => visible(account.organizationalUnitPath)],
    ['policy', (account) => account.policy ?? ''],
    ['assigned_by', (account) => visible(account.assignedBy ?? '')],
    ['state', (account) => account.state],
    ['why', (account) => visible(account.why)],
    ['in_scope', (account) => String(account.inScope)],
    ['covered', (account) => String(account.covered)],
    ['users', (account) => account.users],
    ...ENDING_ORDER.map((ending): CsvColumn<AccountSummary> => [
      `keys_${ending.replace('-', '_')}`,
      (account) => account.keys[ending],
    ]),
    ['overdue', (account) => account.overdue],
    ['exemptions', (account) => account.exemptions],
  ];
  return writeCsv(columns, summary.accounts);
}

/** `keys.csv`: one row for every key seen in scope. Key ids are masked, as wherever a person reads them. */
export function renderKeysCsv(summary: Summary): string {
  const names = new Map(summary.accounts.map(({ accountId, name }) => [accountId, name]));
  const columns: readonly CsvColumn<SummarisedKey>[] = [
    ['account_id', (key) => key.accountId],
    ['account_name', (key) => visible(names.get(key.accountId) ?? '')],
    ['user', (key) => visible(key.userName)],
    ['access_key', (key) => maskAccessKeyId(key.accessKeyId)],
    ['created_at', (key) => key.createdAt ?? ''],
    ['last_used', (key) => (key.lastUsed.state === 'used' ? key.lastUsed.at : key.lastUsed.state)],
    ['last_used_service', (key) => (key.lastUsed.state === 'used' ? visible(key.lastUsed.service ?? '') : '')],
    ['last_used_region', (key) => (key.lastUsed.state === 'used' ? visible(key.lastUsed.region ?? '') : '')],
    ['ending', (key) => key.ending],
    ['verified', (key) => (key.verified === null ? '' : String(key.verified))],
    ['rule', (key) => key.rule],
    ['why', (key) => RULES[key.rule]],
    ['reason', (key) => visible(key.reason ?? '')],
  ];
  return writeCsv(columns, summary.keyRecords);
}

function writeCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  return csvHead(columns) + csvRows(columns, rows);
}
