import type { CensusReader, IamReader } from '@keysweep/core';
import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';
import type { DescribedUser, World } from './world.ts';

const world = (rootAccessKeys: number, ...users: DescribedUser[]) => ({
  accounts: [{ name: 'one', rootAccessKeys, users }],
});

async function eyesIn(made: World): Promise<IamReader & CensusReader> {
  const opened = await made.auditAccess().open(made.accountId('one'), 'contract');
  return opened.state === 'known' ? opened.value : expect.unreachable(JSON.stringify(opened));
}

/** What `CensusReader` promises of the root user, and what the credential report says of MFA. */
export function describeCensusReaderContract(backend: Backend): void {
  describe('CensusReader', () => {
    describeRootKeys(backend);

    contractTest(backend, 'the credential report says who has an MFA device', {
      world: world(0, { name: 'ann', mfa: true }, { name: 'bob', password: true }),
      holds: async (made) => {
        const report = await (await eyesIn(made)).credentialReport();
        if (report.state !== 'known') expect.unreachable(`the report is ${report.state}`);
        expect(report.value.rows.map(({ userName, mfaActive }) => [userName, mfaActive])).toEqual([
          ['ann', true],
          ['bob', false],
        ]);
      },
    });
  });
}

function describeRootKeys(backend: Backend): void {
  contractTest(backend, 'a root user without access keys has none, whatever keys others have', {
    world: world(0, { name: 'ann', keys: ['Active'] }),
    holds: async (made) => {
      expect(await (await eyesIn(made)).rootAccessKeys()).toEqual({ state: 'known', value: 0 });
    },
  });

  contractTest(backend, 'an access key of the root user is counted', {
    world: world(1),
    holds: async (made) => {
      expect(await (await eyesIn(made)).rootAccessKeys()).toEqual({ state: 'known', value: 1 });
    },
  });

  contractTest(backend, 'a summary that may not be read leaves the keys of the root user unknown', {
    world: world(1),
    holds: async (made) => {
      const reader = await eyesIn(made);
      made.addFault({ operation: 'iam:GetAccountSummary', kind: 'AccessDenied' });
      expect(await reader.rootAccessKeys()).toMatchObject({
        state: 'unknown',
        failure: { kind: 'access-denied', operation: 'iam:GetAccountSummary' },
      });
    },
  });
}

/** What `CensusReader` promises of service-specific credentials; for backends that know any. */
export function describeServiceSpecificCredentialsContract(backend: Backend): void {
  const serviceName = 'codecommit.amazonaws.com';

  contractTest(backend, 'service-specific credentials are those of all users, with their status', {
    world: world(
      0,
      { name: 'ann', credentials: ['Active', 'Inactive'] },
      { name: 'bob' },
      { name: 'cat', credentials: ['Active'] },
    ),
    holds: async (made) => {
      const { items, end } = await (await eyesIn(made)).serviceSpecificCredentials();
      expect(end).toEqual({ state: 'complete' });
      expect(items.map(({ userName, status }) => `${userName} ${status}`).sort()).toEqual([
        'ann Active',
        'ann Inactive',
        'cat Active',
      ]);
      expect(new Set(items.map((each) => each.serviceName))).toEqual(new Set([serviceName]));
    },
  });

  for (const size of backend.pageSizes) {
    contractTest(backend, `pages of ${String(size)}: service-specific credentials are all there, once`, {
      world: world(
        0,
        ...Array.from({ length: 5 }, (_, index): DescribedUser => ({
          name: `user-${String(index)}`,
          credentials: ['Active', 'Active'],
        })),
      ),
      holds: async (made) => {
        const reader = await eyesIn(made);
        made.setPageSize(size);
        const { items, end } = await reader.serviceSpecificCredentials();
        expect(end).toEqual({ state: 'complete' });
        expect(items).toHaveLength(10);
        expect(new Set(items.map(({ userName }) => userName)).size).toBe(5);
        expect(made.requests('iam:ListServiceSpecificCredentials')).toBe(Math.ceil(10 / size));
      },
    });
  }

  contractTest(backend, 'service-specific credentials that may not be listed end unknown', {
    world: world(0, { name: 'ann', credentials: ['Active'] }),
    holds: async (made) => {
      const reader = await eyesIn(made);
      made.addFault({ operation: 'iam:ListServiceSpecificCredentials', kind: 'AccessDenied' });
      expect(await reader.serviceSpecificCredentials()).toMatchObject({
        items: [],
        end: { state: 'unknown', failure: { kind: 'access-denied', operation: 'iam:ListServiceSpecificCredentials' } },
      });
    },
  });
}
