import { compareSummaries, type AccountReport, type AccountSummary, type Census, type Ending } from '@keysweep/core';
import { endings } from './keys.ts';
import { make, type Made } from './summary-of.ts';
import { AT, sweptAccount, type Account } from './swept-account.ts';

const DIVISIONS = ['Payments', 'Logistics', 'Research', 'Retail', 'Insurance', 'Media', 'Energy', 'Health'] as const;
const STAGES = ['Prod', 'Staging', 'Dev', 'Sandbox'] as const;
const SYSTEMS = ['ledger', 'checkout', 'fraud', 'search', 'catalogue', 'billing', 'telemetry', 'archive'] as const;
/** Accounts of one organizational unit. */
const UNIT = 40;

/**
 * A made-up summary of many accounts: most of them as they should be, some broken in each of the ways that occur. A week before,
 * those that are broken now were fine.
 */
export function makeLarge(accounts: number, usersEach = 5): Made {
  const made = make({ accounts: Array.from({ length: accounts }, (_, index) => accountAt(index, usersEach)) });
  const { summary } = made;
  const before = {
    coverage: { ...summary.coverage, percent: 100 },
    standings: { ...summary.standings, overdue: 0 },
    accounts: summary.accounts.flatMap(weekBefore),
  };
  const changes = compareSummaries(before, summary, new Map([['weekly', ['Developers']]]));
  const comparison = { state: 'compared', summaryId: '20261113T235500Z-weekly', at: '2026-11-14T00:38:41Z' } as const;
  return { ...made, summary: { ...summary, comparison, changes } };
}

function weekBefore(account: AccountSummary, index: number): AccountSummary[] {
  const departed = { ...account, accountId: `9${account.accountId.slice(1)}`, name: `sold ${account.name}` };
  const before = { ...account, state: 'compliant', covered: true, live: 2, groups: ['Developers'] } as const;
  const now = [account.state === 'observed' ? account : { ...before, groups: [...before.groups] }];
  if (index % 90 === 7) return [];
  return index % 90 === 8 ? [...now, departed] : now;
}

/** One of the many accounts. */
export function accountAt(index: number, users: number): Account {
  const name = `${SYSTEMS[(index * 5 + Math.floor(index / UNIT)) % SYSTEMS.length]}-${String(index).padStart(5, '0')}`;
  const unit = Math.floor(index / UNIT);
  const path = `/Workloads/${DIVISIONS[unit % DIVISIONS.length]}/${STAGES[Math.floor(unit / DIVISIONS.length) % STAGES.length]}${unit >= 32 ? ` ${Math.floor(unit / 32)}` : ''}`;
  const fate = fateAt(index);
  const { account, facts } = sweptAccount(name, 100_000 + index, path, { ...FATES[fate](index, users), users });
  return { account, facts: { ...facts, census: censusAt(index, fate) } };
}

function censusAt(index: number, fate: keyof typeof FATES): Census | null {
  if (fate === 'unreachable' || fate === 'noAgent') return null;
  const [some, none] = [
    { users: 1 + (index % 4), keys: 1 + (index % 6) },
    { users: 0, keys: 0 },
  ];
  const unread = {
    concerns: 'service-specific credentials',
    failure: failed('iam:ListServiceSpecificCredentials', 'AccessDenied', 'explicit deny in a policy'),
  };
  return {
    ...{ reportAt: AT, rootKeys: fate === 'overdue' ? 1 : 0 },
    ...{ outOfScope: index % 3 === 0 ? some : none, withoutMfa: index % 11 === 0 ? some : none },
    serviceSpecificCredentials:
      fate === 'unread' ? null : { users: index % 40 === 0 ? 1 : 0, credentials: index % 40 === 0 ? 2 : 0 },
    uncounted: fate === 'unread' ? [unread] : [],
  };
}

type Fate = (index: number, users: number) => Parameters<typeof sweptAccount>[3];

/** One account in fifteen is not as it should be. */
function fateAt(index: number): keyof typeof FATES {
  const turn = (index * 7919 + 5) % 300;
  if (turn < 4) return 'unreachable';
  if (turn < 7) return 'noAgent';
  if (turn < 11) return 'unread';
  if (turn < 16) return 'unfinished';
  if (turn < 20) return 'overdue';
  return turn < 40 ? 'observed' : 'fine';
}

const failed = (operation: string, code: string, message: string) =>
  ({ kind: code === 'AccessDenied' ? 'access-denied' : 'not-found', operation, code, message }) as const;

const FATES = {
  fine: (index, users) => ({
    keys: named(index, { deleted: users - (index % 7 === 0 ? 1 : 0), exempt: index % 7 === 0 ? 1 : 0 }),
    exemptions: index % 7 === 0 ? [exemption(index)] : [],
  }),
  observed: (index, users) => ({ policy: 'watch', action: 'observe', keys: named(index, { observed: users }) }),
  overdue: (index, users) => ({ keys: named(index, { deleted: users - 1, refused: 1 }), overdue: 1 + (index % 2) }),
  unfinished: (index, users) => ({
    complete: false,
    keys: named(index, { deleted: users - 2, failed: 1, 'not-attempted': 1 }),
  }),
  unread: (index, users) => ({
    keys: named(index, { unknown: users }),
    unknowns: [
      {
        concerns: 'groups and tags of users',
        failure: failed('iam:GetAccountAuthorizationDetails', 'AccessDenied', 'explicit deny in a policy'),
      },
    ],
  }),
  noAgent: () => ({
    keys: [],
    groups: [],
    agent: {
      state: 'no-agent',
      failure: failed('lambda:Invoke', 'ResourceNotFoundException', 'Function not found: keysweep-revoker'),
    },
  }),
  unreachable: () => ({
    keys: [],
    groups: [],
    agent: {
      state: 'unreachable',
      failure: failed('sts:AssumeRole', 'AccessDenied', 'not authorized to assume keysweep-audit'),
    },
  }),
} satisfies Record<string, Fate>;

const GIVEN = ['amara', 'bruno', 'chen', 'dana', 'elif', 'farah', 'goran', 'hanna', 'ines', 'jun', 'kofi', 'lena'];
const FAMILY = ['okafor', 'costa', 'li', 'meyer', 'yilmaz', 'nasser', 'petrov', 'berg', 'duarte', 'sato', 'mensah'];

function named(index: number, counts: Partial<Record<Ending, number>>): AccountReport['keys'] {
  return endings(counts, index + 50).map((key, place) => ({ ...key, userName: userAt(index, place) }));
}

function userAt(index: number, place: number): string {
  return `${GIVEN[(index + place) % GIVEN.length]}.${FAMILY[(index * 3 + place) % FAMILY.length]}${index % 90}`;
}

function exemption(index: number): AccountReport['exemptions'][number] {
  const lapsed = index % 35 === 0;
  return {
    userName: userAt(index, 4),
    by: lapsed ? 'tag-until' : 'tag',
    reason: 'rotated by hand every quarter',
    owner: `team-${index % 40}`,
    until: lapsed ? AT.slice(0, 10) : null,
    lapsed,
  };
}
