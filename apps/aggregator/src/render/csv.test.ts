import { describe, expect, it } from 'vitest';
import { renderAccountsCsv, renderKeysCsvHead } from './csv.ts';
import { HOSTILE_NAMES } from './testing/hostile-names.ts';
import { parseCsv } from './testing/parse-csv.ts';
import { keysCsvOf, keysOf, make, makeNaming } from './testing/summary-of.ts';
import { visible } from './words/index.ts';

describe('accounts.csv and keys.csv', () => {
  const made = make();
  const { summary } = made;

  it('have a row for every account and every key, in the summary’s order', () => {
    expect(parseCsv(renderAccountsCsv(summary)).map((row) => row['account_id'])).toEqual(
      summary.accounts.map(({ accountId }) => accountId),
    );
    const rows = parseCsv(keysCsvOf(made));
    expect(rows.map((row) => [row['account_id'], row['user'], row['ending'], row['standing']])).toEqual(
      keysOf(made).map(({ accountId, userName, ending, standing }) => [accountId, userName, ending ?? '', standing]),
    );
    const names = new Map(summary.accounts.map(({ accountId, name }) => [accountId, name]));
    expect(rows.map((row) => row['account_name'])).toEqual(rows.map((row) => names.get(row['account_id'] as string)));
  });

  it('keep their columns where they are: people build on them', () => {
    expect(renderAccountsCsv(summary).split('\n')[0]).toBe(
      'account_id,account_name,organizational_unit,policy,assigned_by,state,why,in_scope,covered,users,keys_deleted,keys_deactivated,' +
        'keys_already_gone,keys_already_inactive,keys_kept,keys_exempt,keys_observed,keys_unknown,keys_refused,keys_failed,keys_not_attempted,overdue,exemptions,' +
        'not_yet_due,live,oldest_live_at,refused_planned,refused_limit,held,root_keys,out_of_scope_users,out_of_scope_keys,' +
        'without_mfa_users,without_mfa_keys,service_specific_users,service_specific_credentials',
    );
    expect(renderKeysCsvHead()).toBe(
      'account_id,account_name,user,access_key,created_at,last_used,last_used_service,last_used_region,ending,verified,rule,why,reason,standing,due_at,run\n',
    );
  });

  it('say where a key stands and which run judged it, and what only a look between runs knows', () => {
    const rows = parseCsv(keysCsvOf(made)).filter((row) => row['ending'] === '');
    expect(rows).toMatchObject([
      { user: 'goran', rule: '', why: '', standing: 'not-yet-due', due_at: '2026-11-27T23:55:00Z', run: '' },
      { user: 'hanna.berg', standing: 'left-scope', due_at: '', run: '' },
    ]);
    expect(parseCsv(keysCsvOf(made))[0]?.['run']).toMatch(/^[a-z]+\/20261120T235500Z$/);
    const looked = parseCsv(renderAccountsCsv(summary)).find((row) => row['root_keys'] !== '');
    expect(looked).toMatchObject({
      ...{ not_yet_due: '1', live: '1', oldest_live_at: '2026-11-21T00:10:00Z', root_keys: '1' },
      ...{ out_of_scope_users: '2', out_of_scope_keys: '3', service_specific_credentials: '' },
    });
  });

  it('never hold a whole key id', () => {
    expect(keysCsvOf(made)).not.toMatch(/AKIA/);
    expect(parseCsv(keysCsvOf(made)).map((row) => row['access_key'])).toEqual(
      keysOf(made).map(({ accessKeyId }) => `****${accessKeyId.slice(-4)}`),
    );
  });

  it.each(HOSTILE_NAMES)('give a name back as text, not as a formula: %j', (name) => {
    const named = makeNaming(name);
    const cells = [
      ...parseCsv(renderAccountsCsv(named.summary)).map((row) => row['account_name']),
      ...parseCsv(keysCsvOf(named)).map((row) => row['user']),
    ];
    const shown = visible(name);
    const guarded = /^[=+\-@\t\r]/.test(shown) ? `'${shown}` : shown;
    expect(new Set(cells)).toEqual(new Set([guarded]));
    expect(cells).toHaveLength(named.summary.accounts.length + keysOf(named).length);
  });
});
