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
    ['not_yet_due', (account) => account.notYetDue],
    ['live', (account) => account.live],
    ['oldest_live_at', (account) => account.oldestLiveAt ?? ''],
    ['refused_planned', ({ refusal }) => refusal?.planned ?? ''],
    ['refused_limit', ({ refusal }) => refusal?.limit ?? ''],
    ['held', (account) => account.heldRevocations ?? ''],
    ['root_keys', ({ census }) => census?.rootKeys ?? ''],
    ['out_of_scope_users', ({ census }) => census?.outOfScope?.users ?? ''],
    ['out_of_scope_keys', ({ census }) => census?.outOfScope?.keys ?? ''],
    ['without_mfa_users', ({ census }) => census?.withoutMfa?.users ?? ''],
    ['without_mfa_keys', ({ census }) => census?.withoutMfa?.keys ?? ''],
    ['service_specific_users', ({ census }) => census?.serviceSpecificCredentials?.users ?? ''],
    ['service_specific_credentials', ({ census }) => census?.serviceSpecificCredentials?.credentials ?? ''],
  ];
  return csvHead(columns) + csvRows(columns, summary.accounts);
}

const KEY_COLUMNS: readonly CsvColumn<SummarisedKey & { readonly accountName: string }>[] = [
  ['account_id', (key) => key.accountId],
  ['account_name', (key) => visible(key.accountName)],
  ['user', (key) => visible(key.userName)],
  ['access_key', (key) => maskAccessKeyId(key.accessKeyId)],
  ['created_at', (key) => key.createdAt ?? ''],
  ['last_used', (key) => (key.lastUsed.state === 'used' ? key.lastUsed.at : key.lastUsed.state)],
  ['last_used_service', (key) => (key.lastUsed.state === 'used' ? visible(key.lastUsed.service ?? '') : '')],
  ['last_used_region', (key) => (key.lastUsed.state === 'used' ? visible(key.lastUsed.region ?? '') : '')],
  ['ending', (key) => key.ending ?? ''],
  ['verified', (key) => (key.verified === null ? '' : String(key.verified))],
  ['rule', (key) => key.rule ?? ''],
  ['why', (key) => (key.rule === null ? '' : RULES[key.rule])],
  ['reason', (key) => visible(key.reason ?? '')],
  ['standing', (key) => key.standing],
  ['due_at', (key) => key.dueAt ?? ''],
  ['run', (key) => (key.run === null ? '' : `${key.run.policy}/${key.run.runId}`)],
];

/** The first line of `keys.csv`. */
export function renderKeysCsvHead(): string {
  return csvHead(KEY_COLUMNS);
}

/** Lines of `keys.csv`: one row for every key of one account. Key ids are masked, as wherever a person reads them. */
export function renderKeysCsvRows(keys: readonly SummarisedKey[], { name }: Pick<AccountSummary, 'name'>): string {
  return csvRows(
    KEY_COLUMNS,
    keys.map((key) => ({ ...key, accountName: name })),
  );
}
