import { parseConfig, resolveAssignments, type OrganizationSnapshot } from '@keysweep/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readYaml } from '../../apps/cli/src/config-file/yaml-source.ts';
import { configText } from '../../apps/cli/src/init/config-text.ts';

const ODD = [
  ': ',
  ' #',
  '#',
  "'",
  '"',
  '\\',
  '/',
  '- ',
  '? ',
  '{a: b}',
  '[x]',
  '&a',
  '*a',
  '!t',
  '|',
  '>',
  '%',
  '@',
  '`',
  '\t',
  '\u0085',
  '\u2028',
  '\u202E',
  '\u200B',
  '\u0000',
  '😀',
  'null',
  'true',
  '1',
  '~',
  'é',
  ' ',
];
/** Names of OUs, and of groups that no rule of IAM keeps in check. */
const name = fc.oneof(
  fc.array(fc.constantFrom(...ODD, 'a', 'B'), { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
);

function organizationOf(names: readonly string[]): OrganizationSnapshot {
  const idOf = (index: number): string => `ou-ab12-${String(index).padStart(8, '0')}`;
  return {
    id: 'o-example1234',
    managementAccountId: '111111111111',
    rootId: 'r-ab12',
    // Half of them below one another.
    organizationalUnits: names.map((each, index) => ({
      id: idOf(index),
      name: each,
      parentId: index % 2 === 0 ? 'r-ab12' : idOf(index - 1),
    })),
    accounts: [
      { id: '111111111111', name: 'Management', email: 'a@example.com', state: 'ACTIVE', parentId: 'r-ab12' },
      ...names.map((each, index) => ({
        id: String(200_000_000_000 + index),
        name: each,
        email: `m${index}@example.com`,
        state: index % 3 === 0 ? 'SUSPENDED' : 'ACTIVE',
        parentId: idOf(index),
      })),
    ],
  };
}

/** Takes a configuration as `validate --organization` does; what is wrong with it. */
function problemsOf(text: string, organization: OrganizationSnapshot): string[] {
  const { findings, value } = readYaml(text);
  if (findings.length > 0) return findings.map(({ problem }) => problem);
  const parsed = parseConfig(value);
  if (!parsed.ok) return parsed.problems.map(({ problem }) => problem);
  return resolveAssignments(parsed.config, organization).problems.map(({ problem }) => problem);
}

test('whatever OUs and groups are called, the file is valid, and so is every remark that becomes a setting', () => {
  const people = { accounts: 1, members: 1, withPassword: 1, unknown: 0 };
  const groupName = fc.stringMatching(/^[\w+=,.@-]{1,40}$/);
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { minLength: 1, maxLength: 8 }),
      fc.uniqueArray(groupName, { minLength: 1, maxLength: 5, selector: (each) => each.toLowerCase() }),
      (names, groups) => {
        const organization = organizationOf(names);
        const text = configText({
          organization,
          region: 'us-east-1',
          schemaPath: './keysweep.schema.json',
          groups: {
            groups: groups.map((each) => ({ ...people, name: each })),
            looked: 1,
            unread: [
              {
                accountId: '200000000000',
                name: names[0] ?? '',
                failure: { kind: 'network', operation: 'sts:AssumeRole', code: names[0] ?? '', message: '' },
              },
            ],
          },
        });
        expect(problemsOf(text, organization)).toEqual([]);
        const assigned = text.replaceAll(/^ {2}# (["/].*)$/gm, '  $1');
        expect(assigned.split('\n').filter((line) => /^ {2}["/]/.test(line))).toHaveLength(names.length + 1);
        expect(problemsOf(assigned, organization)).toEqual([]);
        expect((readYaml(text).value as { policies: { weekly: { groups: string[] } } }).policies.weekly.groups).toEqual(
          groups,
        );
      },
    ),
    { numRuns: 300 },
  );
});
