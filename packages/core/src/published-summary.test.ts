import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { keySchemaJson, summarySchemaJson } from './published-summary.ts';
import { aFailure, keyId } from './testing/account.ts';
import { aCensus, aLaterVerdict, aLook, lookedAt, TUESDAY } from './testing/later-audit.ts';
import { entry, listing, summarising } from './testing/organization.ts';
import { factsOf, factsWithout } from './testing/report.ts';

const KEY = { accessKeyId: keyId(9), userName: 'ada', createdAt: TUESDAY };
const verdict = aLaterVerdict({ notYetDue: [KEY], leftScope: [{ ...KEY, accessKeyId: keyId(8) }] });
const census = aCensus({ rootKeys: null, uncounted: [{ concerns: 'root keys', failure: aFailure() }] });
const accounts = [
  entry(1, factsOf()),
  entry(2, factsOf({ complete: false, refusal: { rule: 'blast-radius', planned: 7, limit: 5 } })),
  entry(3, { ...lookedAt(factsOf(), aLook({ verdict, live: [KEY] })), census }),
  entry(4, factsWithout({ state: 'held', days: 1, why: 'paused', planned: 3 })),
];
const previous = summarising(accounts.slice(1));
const compared = summarising(accounts, { comparison: { state: 'compared', summary: previous } });
const first = summarising(accounts);
const PUBLISHED = [
  ['summary.schema.json', summarySchemaJson, [compared, first]],
  ['key.schema.json', keySchemaJson, listing(accounts)],
] as const;

describe.each(PUBLISHED)('the published %s', (file, schemaJson, records) => {
  const accepts = new Ajv({ allErrors: true, strict: true }).compile(JSON.parse(schemaJson()) as object);

  it('is fresh (else: pnpm generate)', async () => {
    const stored = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
    expect(JSON.parse(stored)).toEqual(JSON.parse(schemaJson()));
  });

  it('accepts what is written, and what a later version adds to it', () => {
    for (const record of records) {
      accepts(JSON.parse(JSON.stringify({ ...record, addedLater: 1 })));
      expect(accepts.errors).toBeNull();
    }
  });

  it('refuses what lacks a part, or has one of another kind', () => {
    const [record] = records;
    for (const field of Object.keys(record ?? {})) {
      const { [field]: _left, ...rest } = { ...record } as Record<string, unknown>;
      expect([field, accepts(rest), accepts({ ...rest, [field]: { no: 'such' } })]).toEqual([field, false, false]);
    }
  });
});
