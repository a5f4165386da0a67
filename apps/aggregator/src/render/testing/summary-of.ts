import {
  summarise,
  type AccountFacts,
  type AccountReport,
  type Ending,
  type ManifestAccount,
  type Rule,
  type SummariseInput,
  type Summary,
} from '@keysweep/core';

const ORGANIZATION = 'o-exampleorg1';
const RUN = '20261120T235500Z';
const AT = '2026-11-21T00:41:07Z';
const FAILURE = {
  kind: 'access-denied',
  operation: 'sts:AssumeRole',
  code: 'AccessDenied',
  message: 'not authorized to assume keysweep-audit',
} as const;

type Account = SummariseInput['accounts'][number];
type Key = AccountReport['keys'][number];

const RULE_OF: Readonly<Record<Ending, Rule>> = {
  kept: 'no-console-access',
  exempt: 'exempt-tag',
  unknown: 'tags-unread',
  observed: 'observe-only',
  deleted: 'policy-deletes',
  deactivated: 'policy-deactivates',
  'already-gone': 'policy-deletes',
  'already-inactive': 'policy-deactivates',
  refused: 'policy-deletes',
  failed: 'policy-deletes',
  'not-attempted': 'policy-deletes',
};
const REASONS: Partial<Record<Ending, string>> = {
  refused: 'the user left the group since the plan',
  failed: 'iam:DeleteAccessKey: ServiceFailure',
};
const USERS = [
  'amara.okafor',
  'bruno.costa',
  'chen.li',
  'dana+oncall',
  'elif@example.com',
  'farah.n',
  'goran',
  'hanna.berg',
] as const;

/** A summary with every state, ending and severity in it, by way of core, so that it always adds up. */
export function summaryOf(overrides: Partial<SummariseInput> = {}): Summary {
  return summarise({ ...inputOf(), ...overrides });
}

/** A summary of a Monday when all is well. */
export function calmSummary(): Summary {
  const accounts = ['Payments', 'Search', 'Sandbox'].map((name, index) =>
    sweptAccount(name, 300 + index, '/Workloads', { keys: endings({ deleted: 3, kept: 0, exempt: 1 }, 300 + index) }),
  );
  return summaryOf({
    accounts,
    runs: [{ policy: 'weekly', runId: RUN, state: 'finished', reasons: [], revocationsPlanned: 9 }],
  });
}

/** A summary in which a text stands wherever a stranger may have written one. */
export function summaryNaming(text: string): Summary {
  const summary = summaryOf();
  return {
    ...summary,
    runs: summary.runs.map((run) => ({ ...run, reasons: [text] })),
    attention: summary.attention.map((finding) => ({ ...finding, message: text })),
    organizationalUnits: summary.organizationalUnits.map((unit) => ({ ...unit, path: text })),
    accounts: summary.accounts.map((account) => ({
      ...account,
      name: text,
      why: text,
      organizationalUnitPath: text,
      assignedBy: text,
    })),
    exemptions: summary.exemptions.map((exemption) => ({
      ...exemption,
      userName: text,
      reason: text,
      owner: text,
      until: text,
    })),
    keyRecords: summary.keyRecords.map((key) => ({
      ...key,
      userName: text,
      reason: text,
      lastUsed: { state: 'used', at: AT, service: text, region: text },
    })),
  };
}

function inputOf(): SummariseInput {
  return {
    at: AT,
    organizationId: ORGANIZATION,
    configHash: 'sha256:4f2d9a61c07be35a8814d6f0e9b3a2d75c6188e04b7f93aa1e5d20c4b98f7713',
    runs: [
      { policy: 'careful', runId: RUN, state: 'finished', reasons: [], revocationsPlanned: 5 },
      {
        policy: 'research',
        runId: '20261113T220000Z',
        state: 'held',
        reasons: ['412 revocations planned, at most 300 allowed'],
        revocationsPlanned: 412,
      },
      { policy: 'weekly', runId: RUN, state: 'finished', reasons: [], revocationsPlanned: 31 },
    ],
    accounts: [...sweptAccounts(), ...brokenAccounts(), ...otherAccounts()],
  };
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
    }),
    sweptAccount('Search', 4, '/Workloads/Prod', { policy: 'careful', keys: endings({ deactivated: 2, kept: 2 }, 4) }),
    sweptAccount('Sandbox Lisbon', 5, '/Workloads/Dev', { keys: endings({ deleted: 7, 'already-gone': 1 }, 5) }),
    sweptAccount('Sandbox Kraków', 6, '/Workloads/Dev', {
      keys: endings({ deleted: 5, exempt: 1, kept: 1 }, 6),
      exemptions: [{ ...exemption('chen.li', ''), by: 'tag-until', until: '2026-11-01', lapsed: true }],
    }),
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
      facts: { fate: research, run: { state: 'held', days: 8, why: '412 revocations planned, at most 300 allowed' } },
    },
    { account: accountOf('Quantum', 31, '/Research', research), facts: { fate: research, run: { state: 'none-due' } } },
    idle('Old website', 32, '/Suspended', { kind: 'suspended', state: 'SUSPENDED' }),
    idle('Vendor-managed', 33, '/Partners', { kind: 'excluded', because: 'excludeAccounts names it' }),
  ];
}

function idle(name: string, number: number, path: string, fate: ManifestAccount['fate']): Account {
  return { account: accountOf(name, number, path, fate), facts: { fate, run: { state: 'none-due' } } };
}

interface Swept extends Partial<Omit<AccountReport, 'keys' | 'audit'>> {
  readonly keys: AccountReport['keys'];
  readonly overdue?: number;
}

/** An account with a report of its own making. */
export function sweptAccount(name: string, number: number, path: string, { overdue = 0, ...given }: Swept): Account {
  const policy = given.policy ?? 'weekly';
  const fate = { kind: 'sweep', policy, assignedBy: path.startsWith('/Workloads') ? '/Workloads' : '/' } as const;
  const account = accountOf(name, number, path, fate);
  const left = given.keys.slice(0, overdue).map(({ accessKeyId, userName }) => ({ accessKeyId, userName }));
  const report: AccountReport = {
    schema: 'keysweep/report/1',
    organizationId: ORGANIZATION,
    accountId: account.accountId,
    runId: RUN,
    policy,
    action: 'delete',
    configHash: '4f2d9a61',
    asOf: AT,
    writtenAt: AT,
    agent: { state: 'answered', failure: null },
    complete: true,
    users: new Set(given.keys.map(({ userName }) => userName)).size,
    groups: [
      {
        name: 'Developers',
        role: 'included',
        state: given.keys.length === 0 ? 'missing' : 'read',
        members: given.keys.length,
      },
    ],
    exemptions: [],
    unknowns: [],
    refusal: null,
    audit: { state: 'taken', at: AT, unknowns: [], verdict: { overdue: left, leftInactive: [], disagreements: [] } },
    provenance: null,
    ...given,
  };
  const facts: AccountFacts = { fate, run: { state: 'reported', report } };
  return { account, facts };
}

function accountOf(name: string, number: number, path: string, fate: ManifestAccount['fate']): ManifestAccount {
  return { accountId: String(111_122_223_000 + number), name, organizationalUnitPath: path, fate };
}

function exemption(userName: string, reason: string): AccountReport['exemptions'][number] {
  return { userName, by: 'tag', reason, owner: reason === '' ? null : 'security', until: null, lapsed: false };
}

/** Keys by how they end, with made-up ids that are nobody's. */
export function endings(counts: Partial<Record<Ending, number>>, seed: number): AccountReport['keys'] {
  const list = Object.entries(counts).flatMap(([ending, count]) =>
    Array.from({ length: count }, () => ending as Ending),
  );
  return list.map((ending, index) => keyOf(ending, seed, index));
}

function keyOf(ending: Ending, seed: number, index: number): Key {
  const userName = ending === 'exempt' && seed === 1 ? 'breakglass' : (USERS[(seed + index) % USERS.length] as string);
  const gone = ending === 'deleted' || ending === 'deactivated';
  const createdAt = new Date(
    Date.UTC(2019 + ((seed + index * 2) % 8), (seed * 5 + index) % 10, 1 + ((seed + index * 7) % 27), 9, 14, index),
  ).toISOString();
  return {
    accessKeyId: `AKIAEXAMPLE${String(seed * 1000 + index).padStart(9, '0')}`,
    userName,
    userId: `AIDAEXAMPLE${String(seed * 1000 + index).padStart(9, '0')}`,
    status: 'Active',
    createdAt: index === 6 ? null : createdAt,
    lastUsed:
      index % 3 === 0
        ? { state: 'never' }
        : { state: 'used', at: '2026-11-18T07:30:00Z', service: 's3', region: 'eu-west-1' },
    decision: 'delete',
    rule: RULE_OF[ending],
    ending,
    verified: gone ? true : ending === 'failed' ? false : null,
    reason: REASONS[ending] ?? null,
  };
}
