import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { keySchemaJson, summarySchemaJson } from './published-summary.ts';
import { entry, listing, summarising } from './testing/organization.ts';
import { factsOf } from './testing/report.ts';

const accounts = [entry(1, factsOf()), entry(2, factsOf({ complete: false }))];
const PUBLISHED = [
  ['summary.schema.json', summarySchemaJson, summarising(accounts)],
  ['key.schema.json', keySchemaJson, listing(accounts)[0]],
] as const;

describe.each(PUBLISHED)('the published %s', (file, schemaJson, record) => {
  const accepts = new Ajv({ allErrors: true, strict: true }).compile(JSON.parse(schemaJson()) as object);

  it('is fresh (else: pnpm generate)', async () => {
    const stored = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
    expect(JSON.parse(stored)).toEqual(JSON.parse(schemaJson()));
  });

  it('accepts what is written, and what a later version adds to it', () => {
    accepts({ ...record, addedLater: 1 });
    expect(accepts.errors).toBeNull();
  });

  it('refuses what lacks a part, or has one of another kind', () => {
    for (const field of Object.keys(record ?? {})) {
      const { [field]: _left, ...rest } = { ...record } as Record<string, unknown>;
      expect([field, accepts(rest), accepts({ ...rest, [field]: { no: 'such' } })]).toEqual([field, false, false]);
    }
  });
});
