import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig, type Config } from './config/config.ts';
import type { OrganizationSnapshot } from './organization.ts';
import { pinTargets, resolveAssignments } from './resolve.ts';

const MANAGEMENT = '100000000000';
const ou = (n: number) => `ou-ab12-${String(n).padStart(8, '0')}`;
const accountId = (n: number) => String(200_000_000_000 + n);

/** Workloads (1) with Prod (2) and Dev (3), Sandbox (4), Suspended (5); one account in each, two in Prod. */
const example: OrganizationSnapshot = {
  id: 'o-0123456789',
  managementAccountId: MANAGEMENT,
  rootId: 'r-ab12',
  organizationalUnits: [
    { id: ou(2), name: 'Prod', parentId: ou(1) },
    { id: ou(1), name: 'Workloads', parentId: 'r-ab12' },
    { id: ou(3), name: 'Dev', parentId: ou(1) },
    { id: ou(4), name: 'Sandbox', parentId: 'r-ab12' },
    { id: ou(5), name: 'Suspended', parentId: 'r-ab12' },
  ],
  accounts: [
    { id: MANAGEMENT, name: 'management', email: 'm@example.com', state: 'ACTIVE', parentId: 'r-ab12' },
    ...[1, 2, 2, 3, 4, 5].map((unit, n) => ({
      id: accountId(n),
      name: `a${n}`,
      email: 'a@example.com',
      state: 'ACTIVE',
      parentId: ou(unit),
    })),
    { id: accountId(6), name: 'closed', email: 'c@example.com', state: 'PENDING_CLOSURE', parentId: ou(2) },
    { id: accountId(7), name: 'odd', email: 'o@example.com', state: 'HIBERNATING', parentId: ou(5) },
  ],
};

function configOf(overrides: Readonly<Record<string, unknown>>): Config {
  const policies = { weekly: { groups: ['A'] }, careful: { extends: 'weekly' } };
  const parsed = parseConfig({
    version: 1,
    region: 'us-east-1',
    policies,
    assignments: { '/': 'weekly' },
    ...overrides,
  });
  expect(parsed).toMatchObject({ ok: true });
  return (parsed as Extract<typeof parsed, { ok: true }>).config;
}

function fatesOf(config: Config, snapshot: OrganizationSnapshot = example): Record<string, unknown> {
  const { accounts } = resolveAssignments(config, snapshot);
  return Object.fromEntries(accounts.map(({ account, fate }) => [account.name, fate]));
}

/** Problems or warnings as one line each. */
function lines(problems: readonly { path: readonly unknown[]; problem: string; hint: string }[]): string[] {
  return problems.map(({ path, problem, hint }) => `${path.join('.')} ${problem} (${hint})`);
}

describe('the policy of an account', () => {
  it('is that of the nearest OU upward; state, exclusion and the management account come first', () => {
    const config = configOf({
      assignments: { '/': 'weekly', '/Workloads/Prod/': 'careful', [ou(5)]: 'none' },
      excludeAccounts: [accountId(2), accountId(6)],
      managementAccount: 'careful',
    });
    expect(fatesOf(config)).toEqual({
      management: { kind: 'sweep', policy: 'careful', assignedBy: 'managementAccount' },
      a0: { kind: 'sweep', policy: 'weekly', assignedBy: '/' },
      a1: { kind: 'sweep', policy: 'careful', assignedBy: '/Workloads/Prod' },
      a2: { kind: 'excluded', because: 'listed in excludeAccounts' },
      a3: { kind: 'sweep', policy: 'weekly', assignedBy: '/' },
      a4: { kind: 'sweep', policy: 'weekly', assignedBy: '/' },
      a5: { kind: 'excluded', because: '/Suspended is assigned none' },
      closed: { kind: 'suspended', state: 'PENDING_CLOSURE' },
      odd: { kind: 'suspended', state: 'HIBERNATING' },
    });
    expect(resolveAssignments(config, example)).toMatchObject({ problems: [], warnings: [] });
    expect(resolveAssignments(config, example).accounts[2]?.organizationalUnitPath).toBe('/Workloads/Prod');
  });

  it('is none for the management account unless it is given one', () => {
    expect(fatesOf(configOf({}))['management']).toEqual({
      kind: 'excluded',
      because: 'managementAccount is assigned none',
    });
  });

  it('survives the renaming of an OU once the places are pinned to their ids', () => {
    const config = configOf({
      assignments: { '/': 'weekly', '/Suspended': 'none' },
      deployTo: ['/Workloads', '/Sandbox'],
    });
    const renamed = {
      ...example,
      organizationalUnits: example.organizationalUnits.map((unit) =>
        unit.name === 'Suspended' ? { ...unit, name: 'Parked' } : unit,
      ),
    };
    const pinned = pinTargets(config, example);
    expect(pinned.deployTo).toEqual([ou(1), ou(4)]);
    expect(fatesOf(pinned, renamed)['a5']).toEqual({ kind: 'excluded', because: '/Parked is assigned none' });
    expect(() => pinTargets(config, renamed)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  });
});

describe('where configuration and organization disagree', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'an OU that is not there',
      { assignments: { '/': 'weekly', '/Workloads/Prd': 'careful' } },
      [
        'assignments./Workloads/Prd there is no OU /Workloads/Prd in the organization (did you mean "/Workloads/Prod"?)',
      ],
    ],
    [
      'an OU assigned by path and by id',
      { assignments: { '/': 'weekly', '/Workloads/Prod': 'careful', [ou(2)]: 'none' } },
      [`assignments.${ou(2)} "${ou(2)}" is the same OU as "/Workloads/Prod" (leave one of them)`],
    ],
    [
      'an excluded account that is not there',
      { excludeAccounts: ['999999999999'] },
      [
        'excludeAccounts.0 account 999999999999 is not in the organization (correct it, or take it out if the account has left)',
      ],
    ],
    [
      'deployTo that is not there, and what it leaves out',
      { deployTo: ['/Sandboxes', '/Workloads'], assignments: { '/': 'weekly', '/Suspended': 'none' } },
      [
        'deployTo.0 there is no OU /Sandboxes in the organization (did you mean "/Sandbox"?)',
        'deployTo leaves out /Sandbox, where an account is to be swept (add "/Sandbox" or an OU above it, or assign it none)',
      ],
    ],
    [
      'deployTo that names an OU twice, and leaves some out',
      { deployTo: ['/Sandbox', ou(4), '/Suspended'] },
      [
        `deployTo.1 "${ou(4)}" is the same OU as "/Sandbox" (leave one of them)`,
        'deployTo leaves out /Workloads, where an account is to be swept (add "/Workloads" or an OU above it, or assign it none)',
        'deployTo leaves out /Workloads/Prod, where 2 accounts are to be swept (add "/Workloads/Prod" or an OU above it, or assign it none)',
        'deployTo leaves out /Workloads/Dev, where an account is to be swept (add "/Workloads/Dev" or an OU above it, or assign it none)',
      ],
    ],
  ])('%s', (_name, overrides, expected) => {
    expect(lines(resolveAssignments(configOf(overrides), example).problems)).toEqual(expected);
  });

  it('warns of a policy that is assigned and sweeps nobody, and not of one that is only extended', () => {
    const empty = { ...example, accounts: example.accounts.filter(({ parentId }) => parentId !== ou(4)) };
    const config = configOf({ assignments: { '/': 'weekly', '/Sandbox': 'careful' } });
    expect(lines(resolveAssignments(config, empty).warnings)).toEqual([
      'policies.careful no account is swept under "careful" (where it is assigned there is no active account that is neither excluded nor in a nearer OU)',
    ]);
    expect(resolveAssignments(configOf({}), empty).warnings).toEqual([]);
  });

  it('warns of an assigned OU without accounts that deployTo leaves out, unless it is assigned none or is not there', () => {
    const assignments = { '/': 'none', '/Workloads': 'weekly', [ou(9)]: 'weekly', '/Sandbox': 'careful' };
    const empty = { ...example, accounts: example.accounts.filter(({ parentId }) => parentId !== ou(4)) };
    const { warnings } = resolveAssignments(configOf({ assignments, deployTo: ['/Workloads'] }), empty);
    expect(lines(warnings.slice(0, 1))).toEqual([
      'deployTo leaves out /Sandbox, which is assigned careful: an account that joins there will have no agent (add "/Sandbox" or an OU above it)',
    ]);
    expect(warnings.map(({ path }) => path[0])).toEqual(['deployTo', 'policies']);
  });

  it('sweeps nothing above which nothing is assigned, though validation refuses that earlier', () => {
    const config = { ...configOf({}), assignments: [{ target: '/Workloads', policy: 'weekly' }] };
    expect(fatesOf(config)['a4']).toEqual({ kind: 'excluded', because: 'no OU above it is assigned' });
  });
});

describe('an OU that had another path at the last synth', () => {
  const earlier = new Map([
    ['/Workloads/Production', ou(2)],
    ['/Sandbox', ou(7)],
    ['/Workloads', ou(4)],
    ['/Workloads/Dev', ou(3)],
    ['/Attic', ou(8)],
  ]);

  it('is named with its new path and its id where it is not found', () => {
    const config = configOf({
      assignments: { '/': 'weekly', '/Workloads/Production/': 'careful', '/Attic': 'none' },
      deployTo: ['/', '/Workloads/Production'],
    });
    const renamed = `there is no OU /Workloads/Production in the organization any more: ${ou(2)} is /Workloads/Prod now (write "/Workloads/Prod", or "${ou(2)}", which survives renaming and moving)`;
    expect(lines(resolveAssignments(config, example, earlier).problems)).toEqual([
      `assignments./Attic there is no OU /Attic in the organization any more: ${ou(8)} is gone (take it out, or name the OU that took its place)`,
      `assignments./Workloads/Production/ ${renamed}`,
      `deployTo.1 ${renamed}`,
    ]);
  });

  it('is warned of where another OU has its path now', () => {
    const config = configOf({
      assignments: { '/': 'weekly', '/Sandbox': 'weekly', '/Workloads/Dev': 'weekly', [ou(1)]: 'weekly' },
      deployTo: ['/', '/Workloads/'],
    });
    const { accounts, problems, warnings } = resolveAssignments(config, example, earlier);
    expect(problems).toEqual([]);
    expect(accounts).toEqual(resolveAssignments(config, example).accounts);
    expect(lines(warnings)).toEqual([
      `assignments./Sandbox /Sandbox is another OU than at the last synth: it is ${ou(4)}, and was ${ou(7)}, which is gone (make sure that it is meant)`,
      `deployTo.1 /Workloads is another OU than at the last synth: it is ${ou(1)}, and was ${ou(4)}, which is /Sandbox now (if the old one is meant, write "/Sandbox" or "${ou(4)}")`,
    ]);
  });
});

/** Any tree of up to 300 OUs, five deep, with accounts anywhere, and any assignment of its OUs. */
const world = fc
  .record({
    parents: fc.array(fc.nat(), { maxLength: 300 }),
    homes: fc.array(fc.nat(), { maxLength: 200 }),
    policies: fc.array(fc.constantFrom('weekly', 'careful', 'none', null), { minLength: 301, maxLength: 301 }),
  })
  .map(({ parents, homes, policies }) => {
    const depth = [0];
    const ids = ['r-ab12'];
    const names: string[][] = [[]];
    const organizationalUnits = parents.map((seed, n) => {
      const open = ids.flatMap((_id, index) => ((depth[index] as number) < 5 ? [index] : []));
      const parent = open[seed % open.length] as number;
      depth.push((depth[parent] as number) + 1);
      ids.push(ou(n));
      names.push([...(names[parent] as string[]), `n/${n}`]);
      return { id: ou(n), name: `n/${n}`, parentId: ids[parent] as string };
    });
    const home = (seed: number) => ids[seed % ids.length] as string;
    const accounts = [0, ...homes].map((seed, n) => ({
      id: n === 0 ? MANAGEMENT : accountId(n),
      name: `a${n}`,
      email: 'a@example.com',
      state: seed % 7 === 3 ? 'SUSPENDED' : 'ACTIVE',
      parentId: home(seed),
    }));
    const assignments = Object.fromEntries([
      ['/', 'weekly'],
      ...ids.slice(1).flatMap((id, n) => {
        const path = (names[n + 1] as string[]).map((name) => `/${name.replace('/', '\\/')}`).join('');
        const policy = policies[n + 1];
        return policy === null || policy === undefined ? [] : [[n % 2 === 0 ? id : path, policy]];
      }),
    ]) as Record<string, string>;
    const snapshot: OrganizationSnapshot = { ...example, organizationalUnits, accounts };
    return { snapshot, assignments, byId: new Map(ids.slice(1).map((id, n) => [id, policies[n + 1] ?? null])) };
  });

describe('in any organization', () => {
  it('gives every account one fate, that of the nearest assigned OU', () => {
    fc.assert(
      fc.property(world, ({ snapshot, assignments, byId }) => {
        const { accounts, problems } = resolveAssignments(configOf({ assignments }), snapshot);
        expect(problems).toEqual([]);
        expect(accounts.map(({ account }) => account)).toEqual(snapshot.accounts);
        const parentOf = new Map(snapshot.organizationalUnits.map((unit) => [unit.id, unit.parentId]));
        for (const { account, fate } of accounts.slice(1)) {
          let at: string | undefined = account.parentId;
          while (at !== undefined && (byId.get(at) ?? null) === null) at = parentOf.get(at);
          const policy = at === undefined ? 'weekly' : byId.get(at);
          const active = policy === 'none' ? { kind: 'excluded' } : { kind: 'sweep', policy };
          expect(fate).toMatchObject(account.state === 'ACTIVE' ? active : { kind: 'suspended' });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same fates when the places are pinned, in any order of OUs', () => {
    fc.assert(
      fc.property(world, ({ snapshot, assignments }) => {
        const config = configOf({ assignments });
        const reversed = { ...snapshot, organizationalUnits: snapshot.organizationalUnits.toReversed() };
        const before = resolveAssignments(config, snapshot);
        expect(resolveAssignments(pinTargets(config, snapshot), reversed)).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });

  it('of 50,000 accounts answers in well under a second', () => {
    const accounts = Array.from({ length: 50_000 }, (_, n) => ({
      id: n === 0 ? MANAGEMENT : accountId(n),
      name: `a${n}`,
      email: 'a@example.com',
      state: 'ACTIVE',
      parentId: ou((n % 5) + 1),
    }));
    const started = performance.now();
    expect(resolveAssignments(configOf({}), { ...example, accounts }).accounts).toHaveLength(50_000);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
