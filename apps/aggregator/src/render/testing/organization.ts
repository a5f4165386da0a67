import type { AccountReport, Census, ManifestAccount } from '@keysweep/core';
import { endings } from './keys.ts';
import { accountOf, lookedAtSince, sweptAccount, type Account } from './swept-account.ts';

const FAILURE = {
  kind: 'access-denied',
  operation: 'sts:AssumeRole',
  code: 'AccessDenied',
  message: 'not authorized to assume keysweep-audit',
} as const;

/** An organization in which everything that can happen has happened once. */
export function eventfulOrganization(): Account[] {
  return [...sweptAccounts(), ...brokenAccounts(), ...otherAccounts()];
}

function sweptAccounts(): Account[] {
  return [
    sweptAccount('Identity', 1, '/Core', {
      keys: endings({ deleted: 2, exempt: 1 }, 1),
      exemptions: [exemption('breakglass', 'sealed envelope in the safe')],
    }),
    sweptAccount('Log archive', 2, '/Core', { keys: [] }),
    sweptAccount('Payments', 3, '/Workloads/Prod', {
      policy: 'careful',
      keys: endings({ deactivated: 4, 'already-inactive': 1 }, 3),
      exemptions: [{ ...exemption('invoice-export', ''), by: 'tag-until', owner: 'finance', until: '2026-11-30' }],
    }),
    sweptAccount('Search', 4, '/Workloads/Prod', { policy: 'careful', keys: endings({ deactivated: 2, kept: 2 }, 4) }),
    counted(
      sweptAccount('Sandbox Lisbon', 5, '/Workloads/Dev', { keys: endings({ deleted: 7, 'already-gone': 1 }, 5) }),
      { outOfScope: { users: 5, keys: 7 }, serviceSpecificCredentials: { users: 1, credentials: 2 } },
    ),
    lookedAtSince(
      sweptAccount('Sandbox Kraków', 6, '/Workloads/Dev', {
        keys: endings({ deleted: 5, exempt: 1, kept: 1 }, 6),
        exemptions: [{ ...exemption('chen.li', ''), by: 'tag-until', until: '2026-11-01', lapsed: true }],
      }),
    ),
    sweptAccount('Data lake', 7, '/Workloads/Dev', { keys: endings({ deleted: 3, refused: 1 }, 7), overdue: 2 }),
    sweptAccount('Acquired GmbH', 8, '/Mergers', {
      policy: 'watch',
      action: 'observe',
      keys: endings({ observed: 6 }, 8),
    }),
  ];
}

function brokenAccounts(): Account[] {
  const lost: AccountReport['unknowns'] = [
    { concerns: 'groups and tags of users', failure: { ...FAILURE, operation: 'iam:GetAccountAuthorizationDetails' } },
  ];
  return [
    sweptAccount('Legacy batch', 20, '/Mergers', {
      keys: [],
      groups: [],
      agent: {
        state: 'unreachable',
        failure: {
          ...FAILURE,
          code: 'Lambda.AccessDenied',
          message: 'the function’s policy does not let the centre in',
        },
      },
    }),
    sweptAccount('Newly vended', 21, '/Workloads/Dev', {
      keys: [],
      groups: [],
      agent: {
        state: 'no-agent',
        failure: {
          ...FAILURE,
          kind: 'not-found',
          operation: 'lambda:Invoke',
          code: 'ResourceNotFoundException',
          message: 'Function not found: keysweep-revoker',
        },
      },
    }),
    sweptAccount('Video encoding', 22, '/Workloads/Prod', {
      complete: false,
      keys: endings({ deleted: 4, failed: 1, 'not-attempted': 3 }, 22),
    }),
    sweptAccount('Billing', 23, '/Core', { keys: endings({ unknown: 2, deleted: 1 }, 23), unknowns: lost }),
  ];
}

function otherAccounts(): Account[] {
  const research = { kind: 'sweep', policy: 'research', assignedBy: '/Research' } as const;
  return [
    {
      account: accountOf('Genomics', 30, '/Research', research),
      facts: {
        fate: research,
        deployment: 'current',
        run: { state: 'held', days: 8, why: '412 revocations planned, at most 300 allowed', planned: 412 },
      },
    },
    {
      account: accountOf('Quantum', 31, '/Research', research),
      facts: { fate: research, deployment: 'current', run: { state: 'none-due' } },
    },
    idle('Old website', 32, '/Suspended', { kind: 'suspended', state: 'SUSPENDED' }),
    idle('Vendor-managed', 33, '/Partners', { kind: 'excluded', because: 'excludeAccounts names it' }),
  ];
}

/** The same account, with what no policy covers in it counted. */
function counted({ account, facts }: Account, census: Partial<Census>): Account {
  const none = { users: 0, keys: 0 };
  const whole: Census = {
    ...{ reportAt: null, rootKeys: 0, outOfScope: none, withoutMfa: none },
    ...{ serviceSpecificCredentials: { users: 0, credentials: 0 }, uncounted: [] },
  };
  return { account, facts: { ...facts, census: { ...whole, ...census } } };
}

/**
 * The same organization a week before: one account less and one more, one under another policy, one left out, some that were
 * fine and some that were not, and a group that was still there.
 */
export function organizationBefore(): Account[] {
  const otherwise: readonly Account[] = [
    sweptAccount('Log archive', 2, '/Core', { keys: endings({ deleted: 1 }, 2) }),
    sweptAccount('Payments', 3, '/Workloads/Prod', { keys: endings({ deleted: 4 }, 3) }),
    sweptAccount('Search', 4, '/Workloads/Prod', {
      policy: 'careful',
      complete: false,
      keys: endings({ deactivated: 2, 'not-attempted': 2 }, 4),
    }),
    sweptAccount('Data lake', 7, '/Workloads/Dev', { keys: endings({ deleted: 4 }, 7) }),
    sweptAccount('Legacy batch', 20, '/Mergers', { keys: endings({ deleted: 2 }, 20), overdue: 1 }),
    idle('Quantum', 31, '/Research', { kind: 'excluded', because: 'excludeAccounts names it' }),
    sweptAccount('Web shop', 34, '/Workloads/Prod', { keys: endings({ deleted: 1 }, 34) }),
  ];
  const numbers = new Set(otherwise.map(({ account }) => account.accountId));
  const asNow = eventfulOrganization().filter(
    ({ account }) => !numbers.has(account.accountId) && account.name !== 'Newly vended',
  );
  return [...asNow, ...otherwise];
}

function idle(name: string, number: number, path: string, fate: ManifestAccount['fate']): Account {
  return {
    account: accountOf(name, number, path, fate),
    facts: { fate, deployment: 'current', run: { state: 'none-due' } },
  };
}

function exemption(userName: string, reason: string): AccountReport['exemptions'][number] {
  return { userName, by: 'tag', reason, owner: reason === '' ? null : 'security', until: null, lapsed: false };
}
