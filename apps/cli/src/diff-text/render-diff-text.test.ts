import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { DeploymentDiff } from '@keysweep/core';
import { displayWidth } from '../summary-text/wrap.ts';
import { renderDiffText } from './render-diff-text.ts';

const golden = (name: string): string => fileURLToPath(new URL(`${name}.golden.txt`, import.meta.url));
const PATHS = new Map([
  ['ou-ab12-00000003', '/Workloads/Prod'],
  ['ou-ab12-00000006', '/Sandbox'],
]);
const names = { central: 'keysweep-central', management: 'keysweep-management' };
const nameOf = (id: string) => PATHS.get(id);

const same = { change: 'unchanged', resources: [], settings: [] } as const;
const NOTHING: DeploymentDiff = {
  schema: 'keysweep/diff/1',
  changed: false,
  stacks: [
    { stack: 'keysweep-central', ...same, resources: [], settings: [] },
    { stack: 'keysweep-rollout', ...same, resources: [], settings: [] },
  ],
  aggregator: { code: 'unchanged', configuration: [], functions: [] },
  rollOut: {
    needed: false,
    memberTemplate: { ...same, resources: [], settings: [] },
    parameters: [],
    targets: { added: [], removed: [] },
    accounts: { updated: 0, created: 0, deleted: 0 },
  },
  schedules: [],
  assignments: { organizationalUnits: [], accounts: [] },
};

const account = (name: string, policy: string | null, rule: string, path = '/Workloads/Prod') => ({
  name,
  path,
  policy,
  rule,
});

/** One of everything, with names that try to move the cursor, colour the rest, or turn the line around. */
const EVERYTHING: DeploymentDiff = {
  ...NOTHING,
  changed: true,
  stacks: [
    {
      stack: 'keysweep-central',
      change: 'changed',
      resources: [
        { logicalId: 'Gate', type: 'AWS::Lambda::Function', change: 'removed', properties: [] },
        {
          logicalId: 'EvidenceBucket',
          type: 'AWS::S3::Bucket',
          change: 'changed',
          properties: [
            { path: ['DeletionPolicy'], change: 'added', after: 'Retain' },
            {
              path: ['Properties', 'LifecycleConfiguration', 'Rules', 0, 'ExpirationInDays'],
              change: 'changed',
              before: 400,
              after: 90,
            },
            { path: ['Properties', 'Tags'], change: 'removed', before: [{ Key: 'a', Value: '' }] },
          ],
        },
        { logicalId: 'Topic', type: 'AWS::SNS::Topic', change: 'added', properties: [] },
      ],
      settings: [{ path: ['Description'], change: 'changed', before: '', after: 'keysweep, central account' }],
    },
    {
      stack: 'keysweep-rollout',
      change: 'changed',
      resources: [
        {
          logicalId: 'Members',
          type: 'AWS::CloudFormation::StackSet',
          change: 'changed',
          properties: [
            {
              path: ['Properties', 'TemplateBody'],
              change: 'changed',
              before: { characters: 46_664 },
              after: { characters: 46_670 },
            },
          ],
        },
      ],
      settings: [],
    },
    {
      stack: 'keysweep-management',
      change: 'added',
      resources: [{ logicalId: 'Revoker', type: 'AWS::Lambda::Function', change: 'added', properties: [] }],
      settings: [],
    },
    { stack: 'keysweep-standalone', change: 'removed', resources: [], settings: [] },
  ],
  aggregator: {
    code: 'changed',
    configuration: [
      { path: ['policies', 'weekly', 'groups', 1], change: 'removed', before: 'Administrators' },
      { path: ['assignments', 'ou-ab12-00000003'], change: 'changed', before: 'weekly', after: 'careful' },
      {
        path: ['policies', 'weekly', 'exempt', 'users', 0],
        change: 'added',
        after: { name: 'x\u001b[2J', reason: 'y' },
      },
    ],
    functions: ['keysweep-gate', 'keysweep-sweep'],
  },
  rollOut: {
    needed: true,
    memberTemplate: {
      change: 'changed',
      resources: [
        {
          logicalId: 'Revoker',
          type: 'AWS::Lambda::Function',
          change: 'changed',
          properties: [
            {
              path: ['Properties', 'Code', 'ZipFile'],
              change: 'changed',
              before: { characters: 34_560 },
              after: { characters: 34_566 },
            },
          ],
        },
      ],
      settings: [],
    },
    parameters: [{ path: ['CeilingRevocations'], change: 'changed', before: '200', after: '400' }],
    targets: {
      added: [{ organizationalUnitId: 'ou-ab12-00000006', region: 'us-east-1' }],
      removed: [{ organizationalUnitId: 'ou-ab12-99999999', region: 'us-east-1' }],
    },
    accounts: { updated: 1212, created: 2, deleted: 1 },
  },
  schedules: [
    {
      name: 'sweep-weekly',
      change: 'changed',
      before: { expression: 'cron(55 23 ? * FRI *)', timezone: 'Europe/London', state: 'ENABLED' },
      after: { expression: 'cron(0 22 ? * FRI *)', timezone: 'Europe/London', state: 'DISABLED' },
    },
    {
      name: 'sweep-strict',
      change: 'added',
      before: null,
      after: { expression: 'cron(0 1 * * ? *)', timezone: 'UTC', state: 'ENABLED' },
    },
  ],
  assignments: {
    organizationalUnits: [
      {
        id: 'ou-ab12-00000003',
        change: 'changed',
        before: { path: '/Workloads/Prod', policy: 'weekly', rule: '/' },
        after: { path: '/Workloads/Prod', policy: 'careful', rule: '/Workloads/Prod' },
      },
      {
        id: 'ou-ab12-00000004',
        change: 'changed',
        before: { path: '/Old', policy: 'weekly', rule: '/' },
        after: { path: '/Neu\u202E', policy: 'weekly', rule: '/' },
      },
      {
        id: 'ou-ab12-00000005',
        change: 'added',
        before: null,
        after: { path: '/Parked', policy: null, rule: '/ is assigned none' },
      },
    ],
    accounts: [
      {
        id: '144455556666',
        change: 'changed',
        before: account('Ledger Prod', 'weekly', '/'),
        after: account('Ledger Prod', 'careful', '/Workloads/Prod'),
      },
      {
        id: '155566667777',
        change: 'changed',
        before: account('日本', 'weekly', '/'),
        after: account('日本\u001b]0;owned\u0007', 'careful', '/Workloads/Prod'),
      },
      {
        id: '166677778888',
        change: 'changed',
        before: account('Moved', 'weekly', '/', '/Old'),
        after: account('Renamed', 'weekly', '/New', '/New'),
      },
      {
        id: '177788889999',
        change: 'added',
        before: null,
        after: account('Joiner', null, 'listed in excludeAccounts'),
      },
      { id: '188899990000', change: 'removed', before: account('Leaver', 'weekly', '/'), after: null },
    ],
  },
};

describe('a difference as text', () => {
  it.each([40, 80, 120])('is laid out in %i columns', async (width) => {
    const text = renderDiffText(EVERYTHING, { width, colour: false, names, nameOf });
    await expect(text).toMatchFileSnapshot(golden(`everything-${width}`));
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    // No name reaches the terminal as a control character, nor turns a line around.
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('says that nothing changes, and that no roll-out is needed', async () => {
    const text = renderDiffText(NOTHING, { width: 80, colour: false, names, nameOf });
    await expect(text).toMatchFileSnapshot(golden('nothing-80'));
  });

  it('is the same with colours, which mark what comes, goes and changes', () => {
    const options = { width: 80, names, nameOf };
    const coloured = renderDiffText(EVERYTHING, { ...options, colour: true });
    expect(coloured).toContain('\u001b[32m+\u001b[39m');
    expect(coloured).toContain('\u001b[31m-\u001b[39m');
    expect(coloured).toContain('\u001b[33m~\u001b[39m');
    expect(stripVTControlCharacters(coloured)).toBe(renderDiffText(EVERYTHING, { ...options, colour: false }));
  });

  it('tells the management account’s stack with the member template, which it is', () => {
    const management = { ...EVERYTHING.stacks[0]!, stack: 'keysweep-management' };
    const text = renderDiffText({ ...EVERYTHING, stacks: [management] }, { width: 80, colour: false, names, nameOf });
    expect(text).toContain('~ keysweep-management  changes\n        as the member template below\n\nMember accounts');
  });

  it('names the first accounts of a large group and counts the others', () => {
    const accounts = Array.from({ length: 300 }, (_, each) => ({
      id: String(100_000_000_000 + each),
      change: 'changed' as const,
      before: account(`a${each}`, 'weekly', '/'),
      after: account(`a${each}`, 'careful', '/Workloads/Prod'),
    }));
    const diff = { ...NOTHING, changed: true, assignments: { organizationalUnits: [], accounts } };
    const text = renderDiffText(diff, { width: 120, colour: false, names, nameOf });
    expect(text).toContain('~ 300 accounts weekly → careful (/Workloads/Prod)');
    expect(text.replaceAll(/\s+/g, ' ')).toContain('a11 100000000011, and 288 more');
    expect(text).toContain('no roll-out needed; 300 accounts under another policy; no OU under another policy.');
  });

  it.each([
    [{ updated: 0, created: 0, deleted: 0 }, 'a roll-out to no account'],
    [{ updated: 1, created: 0, deleted: 0 }, 'a roll-out to 1 account'],
    [{ updated: 0, created: 3, deleted: 3 }, 'a first stack in 3 accounts, the stack taken out of 3 accounts'],
  ])('%j is %s', (accounts, said) => {
    const diff = { ...NOTHING, changed: true, rollOut: { ...NOTHING.rollOut, needed: true, accounts } };
    const text = renderDiffText(diff, { width: 120, colour: false, names, nameOf });
    expect(text).toContain(`Calls for ${said}:`);
  });

  it.each([
    ['unchanged', [], ''],
    ['changed', [], 'code of the aggregator, in 1 function; its configuration stays'],
    [
      'unchanged',
      [{ path: ['region'], change: 'added' as const, after: 'x' }],
      'configuration of the aggregator, in 1 function; its code stays',
    ],
  ] as const)('tells of the aggregator’s code %s, configuration %j: %s', (code, configuration, said) => {
    const functions = said === '' ? [] : ['keysweep-gate'];
    const diff: DeploymentDiff = {
      ...NOTHING,
      changed: true,
      stacks: [{ stack: 'keysweep-central', change: 'changed', resources: [], settings: [] }],
      aggregator: {
        code,
        configuration: [...configuration].map((each) => ({ ...each, path: [...each.path] })),
        functions,
      },
    };
    const text = renderDiffText(diff, { width: 120, colour: false, names, nameOf });
    if (said === '') expect(text).not.toContain('aggregator');
    else expect(text).toContain(said);
  });
});
