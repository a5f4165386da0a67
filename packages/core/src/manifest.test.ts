import { describe, expect, it } from 'vitest';
import {
  accountListSchema,
  manifestSchema,
  runTermsSchema,
  sweptAccounts,
  termsOf,
  type Manifest,
} from './manifest.ts';
import { readRecord } from './read-record.ts';
import { AS_OF } from './testing/account.ts';
import { anApproval } from './testing/approval.ts';
import { ORGANIZATION, RUN } from './testing/plan.ts';
import { anAccount } from './testing/report.ts';
import { orderedRules } from './testing/rules.ts';

function manifestOf(accounts: Manifest['accounts']): Manifest {
  return {
    ...{
      schema: 'keysweep/manifest/1',
      organizationId: ORGANIZATION,
      runId: RUN,
      policy: 'weekly',
      asOf: AS_OF,
      configHash: 'c1',
    },
    ...{ rules: orderedRules(), maximumRevocationsOrganization: 2000, approves: null, accounts },
  };
}

describe('sweptAccounts', () => {
  const swept = anAccount();
  const ofAnother = anAccount({
    accountId: '111122223334',
    fate: { kind: 'sweep', policy: 'careful', assignedBy: '/' },
  });
  const excluded = anAccount({ accountId: '111122223335', fate: { kind: 'excluded', because: 'excludeAccounts' } });
  const suspended = anAccount({ accountId: '111122223336', fate: { kind: 'suspended', state: 'SUSPENDED' } });
  const manifest = manifestOf([swept, ofAnother, excluded, suspended]);

  it('takes exactly the accounts whose policy is the policy of the run', () => {
    expect(sweptAccounts(manifest)).toEqual([swept]);
  });

  it('reads a manifest that names every account with its fate', () => {
    expect(readRecord(manifestSchema, manifest)).toEqual({ state: 'known', value: manifest });
  });
});

it('has terms that say all of it but the accounts, and can be read by themselves', () => {
  const terms = termsOf(manifestOf([anAccount()]));
  expect(terms).not.toHaveProperty('accounts');
  expect(terms).toMatchObject({ schema: 'keysweep/run/1', policy: 'weekly', runId: RUN, rules: orderedRules() });
  expect(readRecord(runTermsSchema, terms)).toEqual({ state: 'known', value: terms });
});

it('has terms that say which held run it lets go on; those of a time before there were approvals say none', () => {
  const { approves, ...old } = manifestOf([anAccount()]);
  expect(approves).toBeNull();
  expect(readRecord(manifestSchema, old)).toMatchObject({ state: 'known', value: { approves: null } });
  const terms = termsOf({ ...manifestOf([anAccount()]), approves: anApproval() });
  expect(readRecord(runTermsSchema, terms)).toMatchObject({ state: 'known', value: { approves: anApproval() } });
});

it.each([
  ['known', ['111122223333', '111122223334']],
  ['known', []],
  ['unknown', ['11112222333']],
  ['unknown', [111122223333]],
  ['unknown', { 0: '111122223333' }],
])('a list of accounts is %s: %j', (state, accounts) => {
  expect(readRecord(accountListSchema, accounts).state).toBe(state);
});
