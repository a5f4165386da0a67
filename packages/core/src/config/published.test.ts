import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from './defaults.ts';
import { configPage, configSchemaJson } from './published.ts';

const schemaFile = new URL('../../keysweep.schema.json', import.meta.url);
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
