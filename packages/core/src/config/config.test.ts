import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { canonicalConfig, configDocument } from './config-document.ts';
import { parseConfig, type Config } from './config.ts';

const minimal = {
  version: 1,
  region: 'us-east-1',
  policies: { weekly: { groups: ['Developers'] } },
  assignments: { '/': 'weekly' },
};

/** The minimal document with some settings replaced. */
function document(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { ...minimal, ...overrides };
}

/** The minimal document with other settings of its one policy. */
function withPolicy(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return document({ policies: { weekly: { groups: ['Developers'], ...settings } } });
}

function configOf(value: unknown): Config {
  const parsed = parseConfig(value);
  expect(parsed).toMatchObject({ ok: true });
  return (parsed as Extract<typeof parsed, { ok: true }>).config;
}

/** Problems as one line each: place, part of it, words, hint. */
function problemsOf(value: unknown): string[] {
  const parsed = parseConfig(value);
  if (parsed.ok) return [];
  return parsed.problems.map(({ path, at, problem, hint }) => `${path.join('.')} [${at}] ${problem} (${hint})`);
}

describe('a configuration', () => {
  it('needs little: the defaults observe, lock nobody out and leave the management account alone', () => {
    expect(configOf(minimal)).toEqual({
      version: 1,
      region: 'us-east-1',
      central: { delegatedAdministrator: null, retainEvidenceDays: 400, objectLock: false, encryptionKey: null },
      policies: {
        weekly: {
          name: 'weekly',
          schedule: 'cron(55 23 ? * FRI *)',
          rules: {
            groups: ['Developers'],
            action: 'observe',
            deleteAfterInactiveDays: 0,
            minimumKeyAgeDays: 0,
            exempt: { groups: [], users: [] },
            requireConsoleAccess: true,
            maximumRevocations: 100,
            timezone: 'UTC',
          },
        },
      },
      maximumRevocationsOrganization: 2000,
      ceilings: { action: 'delete', revocations: 200 },
      assignments: [{ target: '/', policy: 'weekly' }],
      excludeAccounts: [],
      managementAccount: null,
      deployTo: ['/'],
      summary: { schedule: 'cron(0 6 * * ? *)', timezone: 'UTC', notify: [] },
    });
  });

  it('takes every setting', () => {
    const central = {
      delegatedAdministrator: '222233334444',
      retainEvidenceDays: 90,
      objectLock: true,
      encryptionKey: 'arn:aws:kms:eu-west-2:222233334444:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    };
    const summary = {
      schedule: 'cron(0 7 ? * MON-FRI *)',
      timezone: 'Europe/London',
      notify: ['security@example.com'],
    };
    const ceilings = { action: 'deactivate', revocations: 40 };
    const exempt = {
      groups: ['Robots', { name: 'Auditors', optional: true }, { name: 'Ops' }],
      users: [
        { name: 'breakglass', reason: 'sealed envelope', owner: 'security' },
        { name: 'bob', reason: 'leaver' },
      ],
    };
    const config = configOf({
      ...withPolicy({ exempt, action: 'deactivate', maximumRevocations: 40, timezone: 'Asia/Tokyo' }),
      central,
      summary,
      ceilings,
      maximumRevocationsOrganization: 5,
      excludeAccounts: ['012345678901'],
      managementAccount: 'weekly',
      deployTo: ['/Workloads', 'ou-ab12-cd34ef56'],
    });
    expect(config).toMatchObject({ central, summary, ceilings, managementAccount: 'weekly' });
    expect(config.policies['weekly']?.rules.exempt).toEqual({
      groups: [
        { name: 'Robots', optional: false },
        { name: 'Auditors', optional: true },
        { name: 'Ops', optional: false },
      ],
      users: [
        { name: 'breakglass', reason: 'sealed envelope', owner: 'security' },
        { name: 'bob', reason: 'leaver', owner: null },
      ],
    });
  });

  it('takes a comma in a group name as part of the name', () => {
    expect(configOf(withPolicy({ groups: ['Dev,Ops', 'a=b+c@d.e-f_g'] })).policies['weekly']?.rules.groups).toEqual([
      'Dev,Ops',
      'a=b+c@d.e-f_g',
    ]);
  });

  it('reads its own document back, and hashes alike what means the same', () => {
    const config = configOf({
      ...withPolicy({ exempt: { users: [{ name: 'a', reason: 'b' }] } }),
      managementAccount: 'weekly',
    });
    const shuffled = Object.fromEntries(Object.entries(configDocument(config)).toReversed());
    expect(configOf(JSON.parse(canonicalConfig(config)))).toEqual(config);
    expect(canonicalConfig(configOf(shuffled))).toBe(canonicalConfig(config));
    expect(canonicalConfig(configOf(minimal))).not.toBe(canonicalConfig(config));
  });

  it('reads its own document back when an assignment or an owner is spelled out', () => {
    const users = [{ name: 'a', reason: 'b', owner: 'c' }];
    const config = configOf({
      ...withPolicy({ exempt: { users, groups: ['Robots', { name: 'Ops', optional: true }] } }),
      assignments: { '/': 'weekly', '/Old': 'none' },
    });
    expect(configOf(configDocument(config))).toEqual(config);
  });

  it('warns of a policy that holds nowhere, unless another extends it', () => {
    const policies = { weekly: { extends: 'base' }, base: { groups: ['A'] }, spare: { extends: 'base' } };
    expect(parseConfig(document({ policies }))).toMatchObject({
      ok: true,
      warnings: [
        { path: ['policies', 'spare'], at: 'key', problem: '"spare" is assigned to nothing, so it sweeps nothing' },
      ],
    });
  });
});

describe('extends', () => {
  it('merges maps, replaces lists, and follows more than one step', () => {
    const policies = {
      strict: { extends: 'careful', exempt: { users: [] }, maximumRevocations: 10 },
      careful: { extends: 'weekly', groups: ['Admins'], exempt: { users: [{ name: 'u', reason: 'r' }] } },
      weekly: { groups: ['Developers'], action: 'delete', exempt: { groups: ['Robots'] } },
    };
    expect(configOf(document({ policies })).policies['strict']?.rules).toMatchObject({
      groups: ['Admins'],
      action: 'delete',
      maximumRevocations: 10,
      exempt: { groups: [{ name: 'Robots', optional: false }], users: [] },
    });
  });

  it('lets an inherited delay mean nothing under an action that deletes nothing', () => {
    const policies = {
      weekly: { groups: ['A'], action: 'delete', deleteAfterInactiveDays: 30 },
      careful: { extends: 'weekly', action: 'deactivate' },
      again: { extends: 'careful', action: 'delete' },
    };
    const config = configOf(document({ policies }));
    expect(config.policies['careful']?.rules.deleteAfterInactiveDays).toBe(0);
    expect(config.policies['again']?.rules.deleteAfterInactiveDays).toBe(30);
  });
});

describe('a document with problems', () => {
  const weekly = { weekly: { groups: ['A'] } };
  it.each<[string, unknown, string[]]>([
    ['nothing at all', null, [' [value] must be a map, not nothing (see the reference of the configuration)']],
    ['a list', [], [' [value] must be a map, not a list (see the reference of the configuration)']],
    [
      'a missing setting',
      { version: 1, policies: weekly, assignments: { '/': 'weekly' } },
      [
        'region [parent] "region" is missing (The Region of the central stack and of every member stack. IAM itself is global.)',
      ],
    ],
    [
      'a version in quotes',
      document({ version: '1' }),
      ['version [value] must be 1, not "1" (write 1 without quotes)'],
    ],
    ['a version of the future', document({ version: 2 }), ['version [value] must be 1, not 2 (did you mean "1"?)']],
    [
      'no version',
      { ...document(), version: undefined },
      ['version [parent] "version" is missing (The version of this format.)'],
    ],
    [
      'a misspelt setting',
      document({ polices: {} }),
      ['polices [key] unknown setting "polices" (did you mean "policies"?)'],
    ],
    [
      'an unknown setting',
      document({ ceilings: { colour: 1 } }),
      ['ceilings.colour [key] unknown setting "colour" (there are: action, revocations)'],
    ],
    [
      'a misspelt setting of a policy',
      withPolicy({ minimumKeyAgeDay: 1 }),
      ['policies.weekly.minimumKeyAgeDay [key] unknown setting "minimumKeyAgeDay" (did you mean "minimumKeyAgeDays"?)'],
    ],
    [
      'unknown settings, all of them',
      document({ polices: {}, ceilings: { colour: 1, actoin: 'delete' }, sumary: {} }),
      [
        'ceilings.colour [key] unknown setting "colour" (there are: action, revocations)',
        'ceilings.actoin [key] unknown setting "actoin" (did you mean "action"?)',
        'polices [key] unknown setting "polices" (did you mean "policies"?)',
        'sumary [key] unknown setting "sumary" (did you mean "summary"?)',
      ],
    ],
    [
      'lists instead of maps, wherever a map may be empty',
      document({ policies: { weekly: [] }, central: [], assignments: [] }),
      [
        'central [value] must be a map, not a list (The central stack.)',
        expect.stringMatching(/^policies\.weekly \[value\] must be a map, not a list/),
        expect.stringMatching(/^assignments \[value\] must be a map, not a list/),
      ],
    ],
    [
      'an exempt group that is a list',
      withPolicy({ exempt: { groups: [[]] } }),
      [expect.stringMatching(/^policies\.weekly\.exempt\.groups\.0 \[value\] must be a map, not a list/)],
    ],
    [
      'a number that is neither whole nor in range, once',
      withPolicy({ minimumKeyAgeDays: -1.5 }),
      [expect.stringMatching(/^policies\.weekly\.minimumKeyAgeDays \[value\] must be a whole number, not -1\.5/)],
    ],
    [
      'a place without a name',
      document({ assignments: { '/': 'weekly', '': 'weekly' } }),
      [
        expect.stringMatching(/^assignments\. \[key\] must have at least 1 characters, not 0/),
        expect.stringMatching(/^assignments\. \[key\] "" is neither a path/),
      ],
    ],
    [
      'a region',
      document({ region: 'London' }),
      ['region [value] "London" is not an AWS Region (a Region code such as us-east-1 or eu-west-2)'],
    ],
    [
      'a policy name',
      document({ policies: { Weekly: { groups: ['A'] } }, assignments: { '/': 'none' } }),
      [
        'policies.Weekly [key] "Weekly" cannot be the name of a policy (a lower-case letter, then up to 20 lower-case letters, digits or hyphens; "none" and "constructor" are taken)',
      ],
    ],
    [
      'a setting that is a list instead of a map',
      document({ policies: [] }),
      [
        'policies [value] must be a map, not a list (The policies, by name: a lower-case letter, then up to 20 lower-case letters, digits or hyphens.)',
      ],
    ],
    [
      'an empty list of groups',
      withPolicy({ groups: [] }),
      [
        'policies.weekly.groups [value] must have at least 1 entries, not 0 (The IAM groups whose members are swept. Compared without regard to case, as IAM does. Required, here or in the policy that is extended.)',
      ],
    ],
    [
      'no groups',
      document({ policies: { weekly: {} } }),
      [
        'policies.weekly.groups [parent] "weekly" has no groups (name the IAM groups whose members it sweeps, or extend a policy that does)',
      ],
    ],
    [
      'a group name with a blank',
      withPolicy({ groups: ['Power Users'] }),
      [
        'policies.weekly.groups.0 [value] "Power Users" cannot be the name of an IAM group (up to 128 letters, digits and _ + = , . @ - without spaces; a path such as /team/ is not part of the name)',
      ],
    ],
    [
      'a group twice, in another case',
      withPolicy({ groups: ['Developers', 'developers', 'Developers'] }),
      [
        'policies.weekly.groups.1 [value] group "developers" is "Developers" again (leave one of them)',
        'policies.weekly.groups.2 [value] group "Developers" stands here twice (leave one of them)',
      ],
    ],
    [
      'a group both swept and exempt',
      withPolicy({ exempt: { groups: [{ name: 'DEVELOPERS', optional: true }] } }),
      [
        'policies.weekly.groups.0 [value] group "Developers" is both swept and exempt in "weekly" (take it out of one of the two lists)',
      ],
    ],
    [
      'exempt groups and users named twice',
      withPolicy({
        exempt: {
          groups: ['X', { name: 'x' }],
          users: [
            { name: 'u', reason: 'r' },
            { name: 'U', reason: 'r' },
          ],
        },
      }),
      [
        'policies.weekly.exempt.groups.1 [value] group "x" is "X" again (leave one of them)',
        'policies.weekly.exempt.users.1 [value] user "U" is "u" again (leave one of them)',
      ],
    ],
    [
      'an exempt group that is neither text nor map',
      withPolicy({ exempt: { groups: [7, { nam: 'A' }, null] } }),
      [
        expect.stringMatching(/^policies\.weekly\.exempt\.groups\.0 \[value\] must be text, not the number 7/),
        'policies.weekly.exempt.groups.1.name [parent] "name" is missing (The IAM group.)',
        'policies.weekly.exempt.groups.1.nam [key] unknown setting "nam" (did you mean "name"?)',
        expect.stringMatching(/^policies\.weekly\.exempt\.groups\.2 \[value\] must be text, not nothing/),
      ],
    ],
    [
      'an exempt user without a reason',
      withPolicy({ exempt: { users: [{ name: 'two words' }] } }),
      [
        'policies.weekly.exempt.users.0.name [value] "two words" cannot be the name of an IAM user (up to 64 letters, digits and _ + = , . @ - without spaces; a path such as /team/ is not part of the name)',
        'policies.weekly.exempt.users.0.reason [parent] "reason" is missing (Why; it stands in every report.)',
      ],
    ],
    [
      'an action nobody has heard of',
      withPolicy({ action: 'deleet' }),
      ['policies.weekly.action [value] must be observe or deactivate or delete, not "deleet" (did you mean "delete"?)'],
    ],
    [
      'numbers out of range',
      withPolicy({ minimumKeyAgeDays: -1, maximumRevocations: 10_001, deleteAfterInactiveDays: 1.5 }),
      [
        'policies.weekly.deleteAfterInactiveDays [value] must be a whole number, not 1.5 (With `delete`: 0 deletes at once; N deactivates now and deletes once a key has been inactive for N days, counted from when the run that deactivated it was due.)',
        'policies.weekly.minimumKeyAgeDays [value] must be at least 0, not -1 (Keys younger than this many days of 24 hours are kept.)',
        'policies.weekly.maximumRevocations [value] must be at most 10000, not 10001 (Revocations per account and run. An account that needs more is refused as a whole.)',
      ],
    ],
    [
      'a delay without deletion',
      withPolicy({ deleteAfterInactiveDays: 5 }),
      [
        'policies.weekly.deleteAfterInactiveDays [value] "weekly" deletes nothing (its action is observe), so no key waits for deletion (write action: delete, or leave this out)',
      ],
    ],
    [
      'a schedule and a time zone',
      withPolicy({ schedule: '55 23 * * 5', timezone: 'Europe/Londn' }),
      [
        'policies.weekly.schedule [value] "55 23 * * 5" lacks its cron(…) (for example cron(55 23 ? * FRI *): minutes, hours, day-of-month, month, day-of-week, year)',
        'policies.weekly.timezone [value] "Europe/Londn" is not a time zone (an IANA name such as Europe/London, or UTC)',
      ],
    ],
    [
      'account ids',
      document({ excludeAccounts: [12345678901, '1234', '111122223333', '111122223333', 7, 1.5, true] }),
      [
        'excludeAccounts.0 [value] is a number, which loses a leading zero: an account id is text (write it in quotes: "012345678901")',
        'excludeAccounts.1 [value] "1234" is not an AWS account id (an account id is 12 digits, in quotes: "111122223333")',
        'excludeAccounts.4 [value] must be text, not the number 7 (Accounts that are left alone whatever their OU says, and reported as excluded.)',
        'excludeAccounts.5 [value] must be text, not the number 1.5 (Accounts that are left alone whatever their OU says, and reported as excluded.)',
        'excludeAccounts.6 [value] must be text, not true (Accounts that are left alone whatever their OU says, and reported as excluded.)',
        'excludeAccounts.3 [value] account "111122223333" stands here twice (leave one of them)',
      ],
    ],
    [
      'the summary',
      document({
        summary: { schedule: 'rate(1 day)', notify: ['security at example', 'a@example.com', 'A@example.com'] },
      }),
      [
        'summary.notify.0 [value] "security at example" is not an e-mail address (one address per line of the list, such as security@example.com)',
        'summary.notify.2 [value] address "A@example.com" is "a@example.com" again (leave one of them)',
        'summary.schedule [value] "rate(1 day)" is a rate; a sweep has a time of day (write when it is due, for example cron(55 23 ? * FRI *): minutes, hours, day-of-month, month, day-of-week, year)',
      ],
    ],
    [
      'no assignment of the root',
      document({ assignments: {} }),
      [
        'assignments./ [parent] "/" is not assigned, so some accounts would have no policy (add "/": and a policy, or none; OUs below it may differ)',
      ],
    ],
    [
      'places that cannot be',
      document({
        assignments: {
          '/': 'weekly',
          'Workloads/Prod': 'weekly',
          '/A//B': 'none',
          '/A': 'none',
          '/A/': 'none',
          'r-ab12': 'none',
        },
      }),
      [
        'assignments.Workloads/Prod [key] "Workloads/Prod" is neither a path of OU names nor the id of an OU (a path starts at the root: "/Workloads/Prod")',
        'assignments./A//B [key] "/A//B" has an empty name (one slash between two names)',
        'assignments./A/ [key] "/A/" is the same place as "/A" (leave one of them)',
        'assignments.r-ab12 [key] "r-ab12" is the same place as "/" (leave one of them)',
      ],
    ],
    [
      'policies that are not there',
      document({ assignments: { '/': 'weekley' }, managementAccount: 'monthly' }),
      [
        'assignments./ [value] "weekley" is no policy (did you mean "weekly"?)',
        'managementAccount [value] "monthly" is no policy (there are: weekly, none)',
      ],
    ],
    [
      'deployTo twice',
      document({ deployTo: ['/', '/'] }),
      ['deployTo.1 [value] "/" is the same place as "/" (leave one of them)'],
    ],
    [
      'deployTo with more than StackSets should be given',
      document({ deployTo: Array.from({ length: 51 }, (_, index) => `/OU${index}`) }),
      [expect.stringMatching(/^deployTo \[value\] must have at most 50 entries, not 51/)],
    ],
    [
      'text that is too long',
      withPolicy({ schedule: 'x'.repeat(257) }),
      [expect.stringMatching(/^policies\.weekly\.schedule \[value\] must have at most 256 characters, not 257/)],
    ],
    [
      'extends in a circle, and beside it',
      document({
        policies: { ...weekly, a: { extends: 'b' }, b: { extends: 'a' }, c: { extends: 'a' }, d: { extends: 'd' } },
      }),
      [
        'policies.a.extends [value] "a" extends itself: a → b → a (take one of these out)',
        'policies.b.extends [value] "b" extends itself: b → a → b (take one of these out)',
        'policies.d.extends [value] "d" extends itself: d → d (take one of these out)',
      ],
    ],
    [
      'extends of something unknown, once for the policy that says so',
      document({ policies: { weekly: { extends: 'bse' }, base: { groups: ['A'] }, more: { extends: 'weekly' } } }),
      ['policies.weekly.extends [value] "weekly" extends "bse", which is no policy (did you mean "base"?)'],
    ],
    [
      'a policy over the ceilings, where it was written',
      document({
        policies: { weekly: { groups: ['A'], action: 'delete', maximumRevocations: 60 }, more: { extends: 'weekly' } },
        ceilings: { action: 'deactivate', revocations: 50 },
      }),
      [
        'policies.weekly.action [value] action delete is over the ceiling, which is deactivate (lower it, or raise ceilings.action)',
        'policies.weekly.maximumRevocations [value] maximumRevocations 60 is over the ceiling, which is 50 (lower it, or raise ceilings.revocations)',
      ],
    ],
    [
      'a policy that is over a ceiling by default',
      document({ ceilings: { revocations: 99 } }),
      [
        'policies.weekly [key] maximumRevocations 100 is over the ceiling, which is 99 (lower it, or raise ceilings.revocations)',
      ],
    ],
  ])('%s', (_name, value, expected) => {
    expect(problemsOf(value)).toEqual(expected);
  });

  it('reports the faults of every part at once, and none that only follows from another', () => {
    const value = {
      version: 1,
      region: 'us-east-1',
      policies: { weekly: { groups: 'Developers', schedule: 'daily' }, careful: { extends: 'weekly', action: 5 } },
      assignments: { '/': 'careful', '/Prod': 'carefull' },
      summary: { notify: 'me' },
    };
    expect(problemsOf(value).map((line) => line.split(' (')[0])).toEqual([
      'policies.weekly.groups [value] must be a list, not "Developers"',
      'policies.careful.action [value] must be observe or deactivate or delete, not 5',
      'summary.notify [value] must be a list, not "me"',
      'assignments./Prod [value] "carefull" is no policy',
      'policies.weekly.schedule [value] "daily" is not a schedule',
    ]);
  });

  it('refuses keys that would reach into every object', () => {
    const value: unknown = JSON.parse(
      '{"version":1,"region":"us-east-1","policies":{"__proto__":{"groups":["A"]}},"assignments":{"/":"none"}}',
    );
    expect(problemsOf(value)).toEqual([
      'policies.__proto__ [key] "__proto__" cannot be a name here (choose another name)',
    ]);
    expect(
      problemsOf(document({ policies: { constructor: { groups: ['A'] } }, assignments: { '/': 'constructor' } }))[0],
    ).toMatch(/^policies\.constructor \[key\] "constructor" cannot be the name of a policy/);
    expect(
      problemsOf(document({ policies: { prototype: { groups: ['A'] } }, assignments: { '/': 'prototype' } })),
    ).toEqual(['policies.prototype [key] "prototype" cannot be a name here (choose another name)']);
  });

  it('survives a value that contains itself', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(problemsOf(document({ excludeAccounts: loop }))[0]).toMatch(
      /^excludeAccounts\.0 \[value\] must be text, not a list/,
    );
  });

  it('asks no part of a document for its text: toString may be part of it', () => {
    const parsed = parseConfig({ ...document({ version: { toString: {} } }) });
    expect(parsed).toMatchObject({ ok: false, problems: [{ path: ['version'], problem: 'must be 1, not a map' }] });
  });

  it('never throws, whatever it is given, and is never content with less than a configuration', () => {
    const part = fc.oneof({ depthSize: 'small' }, fc.jsonValue(), fc.anything());
    const keys = fc.constantFrom(
      'version',
      'region',
      'policies',
      'assignments',
      'deployTo',
      'excludeAccounts',
      'summary',
      'ceilings',
    );
    const documents = fc.dictionary(keys, part).map(document);
    fc.assert(
      fc.property(fc.oneof(fc.anything(), documents), (value) => {
        const parsed = parseConfig(value);
        const again = parsed.ok ? parseConfig(configDocument(parsed.config)) : parsed;
        expect(again).toMatchObject(
          parsed.ok ? { ok: true, config: parsed.config } : { problems: [...parsed.problems] },
        );
        expect(parsed.ok || parsed.problems.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
