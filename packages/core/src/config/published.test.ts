import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEFAULTS } from './defaults.ts';
import { configPage, configSchemaJson } from './published.ts';

const schemaFile = new URL('../../keysweep.schema.json', import.meta.url);
const exampleFile = new URL('../../../../examples/keysweep.yaml', import.meta.url);
const pageFile = new URL('../../../../docs/configuration.md', import.meta.url);

describe('what is generated from the schema', () => {
  it('is fresh (else: pnpm generate)', async () => {
    // Prettier lays out what is committed; only the layout may differ.
    const layoutless = (text: string) =>
      text
        .replaceAll(/-{3,}/g, '---')
        .replaceAll(/ {2,}/g, ' ')
        .replaceAll(/\n{2,}/g, '\n\n')
        .trim();
    expect(JSON.parse(await readFile(schemaFile, 'utf8'))).toEqual(JSON.parse(configSchemaJson()));
    expect(layoutless(await readFile(pageFile, 'utf8'))).toBe(layoutless(configPage()));
  });

  it('tells editors what is required, what is not, and what an absent setting means', () => {
    const schema = JSON.parse(configSchemaJson()) as Record<string, unknown>;
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      required: ['version', 'region', 'policies', 'assignments'],
      additionalProperties: false,
      properties: {
        managementAccount: { default: 'none' },
        policies: { additionalProperties: { properties: { schedule: { default: DEFAULTS.policy.schedule } } } },
      },
    });
  });

  it('documents every setting', () => {
    for (const line of configPage()
      .split('\n')
      .filter((text) => text.startsWith('| `'))) {
      expect(line).toMatch(/^\| `\w+` \| .+ \| .* \| [A-Z].+\. \|$/);
    }
  });
});

describe('the published JSON Schema', () => {
  const accepts = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(
    JSON.parse(configSchemaJson()) as object,
  );
  const example = async () => parse(await readFile(exampleFile, 'utf8')) as Record<string, unknown>;

  it('accepts the example', async () => {
    accepts(await example());
    expect(accepts.errors).toBeNull();
  });

  it.each<[string, Record<string, unknown>, { instancePath: string; keyword: string }]>([
    ['without a Region', { region: undefined }, { instancePath: '', keyword: 'required' }],
    ['of a later version', { version: 2 }, { instancePath: '/version', keyword: 'const' }],
    ['with a misspelt setting', { polices: {} }, { instancePath: '', keyword: 'additionalProperties' }],
    ['with a list of policies', { policies: [] }, { instancePath: '/policies', keyword: 'type' }],
    ['with a policy named none', { policies: { none: {} } }, { instancePath: '/policies', keyword: 'pattern' }],
    [
      'that sweeps no group',
      { policies: { a: { groups: [] } } },
      { instancePath: '/policies/a/groups', keyword: 'minItems' },
    ],
    [
      'with an unknown action',
      { ceilings: { action: 'purge' } },
      { instancePath: '/ceilings/action', keyword: 'enum' },
    ],
    [
      'with half a revocation',
      { ceilings: { revocations: 1.5 } },
      { instancePath: '/ceilings/revocations', keyword: 'type' },
    ],
    [
      'that keeps nothing',
      { central: { retainEvidenceDays: 0 } },
      { instancePath: '/central/retainEvidenceDays', keyword: 'minimum' },
    ],
    [
      'with a number for an account',
      { excludeAccounts: [12] },
      { instancePath: '/excludeAccounts/0', keyword: 'type' },
    ],
    [
      'with an exemption nobody can explain',
      { policies: { a: { exempt: { users: [{ name: 'u' }] } } } },
      { instancePath: '/policies/a/exempt/users/0', keyword: 'required' },
    ],
    [
      'with an exempt group without a name',
      { policies: { a: { exempt: { groups: [{ optional: true }] } } } },
      { instancePath: '/policies/a/exempt/groups/0', keyword: 'anyOf' },
    ],
  ])('refuses one %s', async (_name, overrides, error) => {
    const document: unknown = JSON.parse(JSON.stringify({ ...(await example()), ...overrides }));
    expect(accepts(document)).toBe(false);
    expect(accepts.errors).toContainEqual(expect.objectContaining(error));
  });
});
