import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from './defaults.ts';
import { configPage, configSchemaJson } from './published.ts';

const schemaFile = new URL('../../keysweep.schema.json', import.meta.url);
const pageFile = new URL('../../../../docs/configuration.md', import.meta.url);

describe('what is generated from the schema', () => {
  it.each([
    [schemaFile, configSchemaJson()],
    [pageFile, configPage()],
  ])('is fresh (else: pnpm generate): %s', async (file, text) => {
    const formatted = await format(text, { ...(await resolveConfig(file)), filepath: file.pathname });
    expect(await readFile(file, 'utf8')).toBe(formatted);
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
    for (const line of configPage().split('\n').filter((text) => /^\| `/.test(text))) {
      expect(line).toMatch(/^\| `\w+` \| .+ \| .* \| [A-Z].+\. \|$/);
    }
  });
});
