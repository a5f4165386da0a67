import { describe, expect, it } from 'vitest';
import { renderAccountsCsv, renderKeysCsv } from './csv.ts';
import { HOSTILE_NAMES } from './testing/hostile-names.ts';
import { parseCsv } from './testing/parse-csv.ts';
import { summaryNaming, summaryOf } from './testing/summary-of.ts';
import { visible } from './words/index.ts';

describe('accounts.csv and keys.csv', () => {
  const summary = summaryOf();

  it('have a row for every account and every key, in the summary’s order', () => {
    expect(parseCsv(renderAccountsCsv(summary)).map((row) => row['account_id'])).toEqual(
      summary.accounts.map(({ accountId }) => accountId),
    );
    expect(parseCsv(renderKeysCsv(summary)).map((row) => [row['account_id'], row['user'], row['ending']])).toEqual(
      summary.keyRecords.map(({ accountId, userName, ending }) => [accountId, userName, ending]),
    );
  });

  it('keep their columns where they are: people build on them', () => {
    expect(renderAccountsCsv(summary).split('\n')[0]).toBe(
      'account_id,account_name,organizational_unit,policy,assigned_by,state,why,in_scope,covered,users,keys_deleted,keys_deactivated,' +
        'keys_already_gone,keys_already_inactive,keys_kept,keys_exempt,keys_observed,keys_unknown,keys_refused,keys_failed,keys_not_attempted,overdue,exemptions',
    );
    expect(renderKeysCsv(summary).split('\n')[0]).toBe(
      'account_id,account_name,user,access_key,created_at,last_used,last_used_service,last_used_region,ending,verified,rule,why,reason',
    );
  });

  it('never hold a whole key id', () => {
    expect(renderKeysCsv(summary)).not.toMatch(/AKIA/);
    expect(parseCsv(renderKeysCsv(summary)).map((row) => row['access_key'])).toEqual(
      summary.keyRecords.map(({ accessKeyId }) => `****${accessKeyId.slice(-4)}`),
    );
  });

  it.each(HOSTILE_NAMES)('give a name back as text, not as a formula: %j', (name) => {
    const summary = summaryNaming(name);
    const cells = [
      ...parseCsv(renderAccountsCsv(summary)).map((row) => row['account_name']),
      ...parseCsv(renderKeysCsv(summary)).map((row) => row['user']),
    ];
    const shown = visible(name);
    const guarded = /^[=+\-@\t\r]/.test(shown) ? `'${shown}` : shown;
    expect(new Set(cells)).toEqual(new Set([guarded]));
    expect(cells).toHaveLength(summary.accounts.length + summary.keyRecords.length);
  });
});
