import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';

const WORLD = {
  accounts: [
    { name: 'one', users: [{ name: 'ann', keys: ['Active'] as const }] },
    { name: 'two', users: [{ name: 'bob', keys: ['Active'] as const }] },
    { name: 'closed-to-us', auditable: false, users: [{ name: 'eve' }] },
  ],
};

/** What `AuditAccess` promises where trust is judged; for backends that judge it. */
export function describeAuditTrustContract(backend: Backend): void {
  contractTest(backend, 'an account whose role does not trust us is unknown', {
    world: WORLD,
    holds: async (made) => {
      const opened = await made.auditAccess().open(made.accountId('closed-to-us'), 'contract');
      expect(opened).toMatchObject({
        state: 'unknown',
        failure: { kind: 'access-denied', operation: 'sts:AssumeRole' },
      });
    },
  });

  contractTest(backend, 'an account that does not exist is unknown', {
    world: WORLD,
    holds: async (made) => {
      expect(await made.auditAccess().open('999999999999', 'contract')).toMatchObject({ state: 'unknown' });
    },
  });
}

/** What `AuditAccess` promises: eyes in one account at a time, or a reading that says why not. */
export function describeAuditAccessContract(backend: Backend): void {
  describe('AuditAccess', () => {
    contractTest(backend, "an opened account shows its own users and no other account's", {
      world: WORLD,
      holds: async (made) => {
        const access = made.auditAccess();
        for (const [account, user] of [
          ['one', 'ann'],
          ['two', 'bob'],
        ] as const) {
          const opened = await access.open(made.accountId(account), 'contract');
          if (opened.state !== 'known') expect.unreachable(JSON.stringify(opened));
          const { items } = await opened.value.authorizationDetails();
          expect(items.flatMap((item) => (item.kind === 'user' ? [item.user.userName] : []))).toEqual([user]);
        }
      },
    });

    contractTest(backend, 'a session name is made fit for STS', {
      world: WORLD,
      holds: async (made) => {
        const opened = await made.auditAccess().open(made.accountId('one'), `weekly/2026 11 20 ${'ü'.repeat(80)}`);
        expect(opened).toMatchObject({ state: 'known' });
      },
    });
  });
}
