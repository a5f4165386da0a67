import { publishSummary } from '@keysweep/aggregator';
import {
  accountPlanSchema,
  applyAnswerSchema,
  readRecord,
  type AccountPlan,
  type AgentAnswer,
  type ApplyAnswer,
} from '@keysweep/core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseCsv } from '../../apps/aggregator/src/render/testing/parse-csv.ts';
import { visible } from '../../apps/aggregator/src/render/words/index.ts';
import { composeMessage } from '../../apps/aggregator/src/tell/message.ts';
import { renderSummaryText } from '../../apps/cli/src/summary-text/index.ts';
import { iamId, iamName, LONGEST_TEXT } from '../../packages/core/src/shape.ts';
import { readPublished, type PublishedFiles } from '../published-files.ts';
import { setStage } from '../stage.ts';
import { fill } from './fill.ts';
import { HOSTILE_WORDS, inFull, outcomesInFull, saying } from './hostile-lies.ts';
import { withLiar, type Lie } from './liar.ts';
import { deleteEverything, PROD, smallOrganization } from './small-organization.ts';
import { withoutAccount } from './without-account.ts';

const due = new Date('2026-11-20T23:55:00Z');
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/;

beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: due }));
afterAll(() => void vi.useRealTimers());

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

/** What is published after a sweep in which the agent of Prod put these lies into its answers. */
async function publishedAfter(...lies: readonly Lie[]): Promise<PublishedFiles> {
  const stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
  close = () => stage.organization.close();
  await stage.sweep({ due, centre: withLiar(stage.newCentre(), ...lies) });
  const order = { id: 'lies', audit: { state: 'absent' }, hashed: stage.hashed } as const;
  const { latest } = await publishSummary(order, stage.newCentre());
  return readPublished(stage.newCentre().evidence, latest.summary);
}

/** Of those who tell the truth, and of a liar who writes what harms nobody: made once, and held against all others. */
let honest: Promise<PublishedFiles> | undefined;
let plain: Promise<PublishedFiles> | undefined;

const unicodeEscape = (character: string) => `\\u00${character.codePointAt(0)?.toString(16)}`;
const skeletonOf = (html: string) =>
  [...html.matchAll(/<(?:"[^"]*"|[^">])*>/g)].map(([tag]) => /^<\/?[a-z0-9!]+/i.exec(tag)?.[0]);

describe('free text of an agent', () => {
  it('is put everywhere where an agent has the word', async () => {
    const places = new Set<string>();
    await publishedAfter(...saying('plain', (place) => places.add(place)));
    expect([...places].toSorted()).toEqual(
      [
        ...['bundleHash', 'templateVersion', 'caller'].map((name) => `provenance.${name}`),
        ...['reason', 'owner', 'until'].map((name) => `users.*.exemption.${name}`),
        'users.*.lapsedExemption',
        ...['status', 'lastUsed.service', 'lastUsed.region'].map((name) => `keys.*.${name}`),
        'unknowns.*.concerns',
        ...['operation', 'code', 'message'].map((name) => `unknowns.*.failure.${name}`),
        'outcomes.*.reason',
        ...['operation', 'code', 'message'].map((name) => `outcomes.*.failure.${name}`),
      ].toSorted(),
    );
  });

  it.each(HOSTILE_WORDS.map((words) => [JSON.stringify(words.slice(0, 40)), words] as const))(
    'is shown as what it is, and changes nothing else: %s',
    async (_, words) => {
      honest ??= publishedAfter();
      plain ??= publishedAfter(...saying('plain'));
      const { summary, page, accountsCsv, keysCsv, keys } = await publishedAfter(...saying(words));

      expect(summary.accounts.find(({ accountId }) => accountId === PROD)).toMatchObject({
        state: 'unknown',
        why: `not read: ${words} (${words})`.slice(0, LONGEST_TEXT),
        keys: { deleted: 3, exempt: 2, kept: 1 },
      });
      expect(withoutAccount(PROD, summary)).toEqual(withoutAccount(PROD, (await honest).summary));
      expect(skeletonOf(page)).toEqual(skeletonOf((await plain).page));
      expect(page).not.toMatch(UNSEEN);
      expect(page).toContain(JSON.stringify(visible(words)).slice(1, -1).replaceAll(/[<>&]/g, unicodeEscape));
      const [accountRows, keyRows] = [parseCsv(accountsCsv), parseCsv(keysCsv)];
      expect([accountRows.length, keyRows.length]).toEqual([summary.accounts.length, keys.length]);
      for (const row of [...accountRows, ...keyRows])
        for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      expect(renderSummaryText(summary, { width: 80, colour: false })).not.toMatch(UNSEEN);
      const { body } = composeMessage({ summary, run: null, folder: 'f', bucket: 'b' });
      expect(body).not.toMatch(UNSEEN);
      expect(body.split('\n').length).toBeLessThanOrEqual(20);
    },
  );
});

describe('a name or an id of an agent', () => {
  const spoilt = ['<b>', '=1+1 ', '@SUM(A1)', 'a\nb', 'a\u001Bb', 'a\u202Eb', '', 'x'.repeat(129)];
  const answered = new Map<string, unknown>();
  const listen: Lie = (answer: AgentAnswer, { kind }) => {
    if (answer.state === 'answered') answered.set(kind, answer.body);
    return answer;
  };
  const spoil = (
    shape: typeof iamName,
    answer: unknown,
    schema: typeof accountPlanSchema | typeof applyAnswerSchema,
  ) => {
    const places = new Set<string>();
    fill(schema, answer, { shape, value: (place) => places.add(place) });
    for (const target of places)
      for (const name of spoilt) {
        const value = (place: string, was: unknown) => (place === target ? name : was);
        expect(readRecord(schema, fill(schema, answer, { shape, value })), `${target}: ${name}`).toMatchObject({
          state: 'unknown',
          failure: { message: expect.stringContaining(`malformed at ${target}: `) },
        });
      }
    return places.size;
  };

  it('that could be none has the whole answer refused, wherever it stands', async () => {
    await publishedAfter(listen);
    const plan = inFull(answered.get('plan') as AccountPlan);
    const outcomes = outcomesInFull(answered.get('apply') as ApplyAnswer);
    expect(spoil(iamName, plan, accountPlanSchema)).toBeGreaterThan(10);
    expect(spoil(iamId, plan, accountPlanSchema)).toBeGreaterThan(10);
    expect(spoil(iamName, outcomes, applyAnswerSchema)).toBe(3);
    expect(spoil(iamId, outcomes, applyAnswerSchema)).toBe(3);
  });
});
