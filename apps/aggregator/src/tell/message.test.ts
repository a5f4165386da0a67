import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES } from '../render/testing/hostile-names.ts';
import { calmSummary, summaryNaming, summaryOf } from '../render/testing/summary-of.ts';
import { RUN } from '../render/testing/swept-account.ts';
import { composeMessage, type Told } from './message.ts';
import { isWorthAMessage } from './whether-to-tell.ts';

const FOLDER = `summaries/${RUN}-weekly`;
const compose = (told: Partial<Told> = {}) =>
  composeMessage({ summary: summaryOf(), run: null, folder: FOLDER, bucket: 'keysweep-1-eu', ...told });
const run = (state: NonNullable<Told['run']>['state'], policy = 'weekly') => ({ policy, runId: RUN, state });

describe('a message', () => {
  it('is short where all is well', () => {
    expect(compose({ summary: calmSummary(), run: run('finished') })).toEqual({
      subject: 'keysweep: compliant, coverage 100 %, 9 keys revoked',
      body: `COMPLIANT
All 3 accounts in scope were swept and checked.
9 keys deleted.
Coverage: 100 %, 3 of 3 accounts in scope.
The run of weekly, due 20 Nov 2026, 23:55 UTC, finished.

Read it: s3://keysweep-1-eu/${FOLDER}/summary.html
`,
    });
  });

  it('says first what is wrong, and then the first things to act on, with the account’s name', () => {
    const { subject, body } = compose();
    expect(subject).toBe('keysweep: coverage incomplete, coverage 71.4 %, 28 keys revoked');
    expect(body).toMatch(/^COVERAGE INCOMPLETE\n/);
    expect(body).toMatch(/\d+ things for somebody to act on(; the first 5)?:\n- /);
    expect(body).toMatch(/\n- Newly vended \(111122223021\): ResourceNotFoundException|\n- [^(]+ \(\d{12}\): /);
  });

  it.each<[NonNullable<Told['run']>['state'], string]>([
    ['finished', 'finished.'],
    ['failed', 'did not get through.'],
    [null, 'ended, and how could not be recorded.'],
  ])('tells how its run ended: %s', (state, said) => {
    expect(compose({ run: run(state) }).body).toContain(`The run of weekly, due 20 Nov 2026, 23:55 UTC, ${said}`);
  });

  it('tells why a run was held', () => {
    const held = { ...run('held', 'research'), runId: '20261113T220000Z' };
    expect(compose({ run: held }).body).toContain(
      'was held: nothing more was revoked (412 revocations planned, at most 300 allowed).',
    );
  });

  it.each(HOSTILE_NAMES)('shows a stranger’s text as it is, in as many lines: %j', (name) => {
    const { subject, body } = compose({ summary: summaryNaming(name) });
    expect(body.split('\n')).toHaveLength(compose().body.split('\n').length);
    expect(`${subject}${body.replaceAll('\n', '')}`).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  it('masks key ids, whoever wrote them', () => {
    const { body } = compose({ summary: summaryNaming('The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found') });
    expect(body).toContain('****MPLE');
    expect(body).not.toContain('AKIAIOSFODNN7EXAMPLE');
  });

  it('fits: a subject that SNS takes, and a screen of lines', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 1024 }),
        fc.constantFrom('held', 'failed', null),
        (text, state) => {
          const { subject, body } = compose({ summary: summaryNaming(text), run: run(state) });
          expect(subject).toMatch(/^[!-~][ -~]{0,98}$/);
          const lines = body.trimEnd().split('\n');
          expect(lines.length).toBeLessThanOrEqual(20);
          expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(240);
        },
      ),
    );
  });
});

describe('people are told', () => {
  const calm = calmSummary();
  const withFinding = (severity: 'act' | 'look') => ({
    ...calm,
    attention: [{ severity, code: 'x', accountId: null, message: '', todo: '' }],
  });

  it.each([
    ['of every run', calm, true, true],
    ['not of a summary between runs that is fine', calm, false, false],
    ['not of one with something to look at', withFinding('look'), false, false],
    ['of one with something to act on', withFinding('act'), false, true],
    ['of one that is not compliant', { ...calm, verdict: 'non-compliant' as const }, false, true],
    ['of one that does not cover all', { ...calm, verdict: 'coverage-incomplete' as const }, false, true],
  ])('%s', (_, summary, closesRun, told) => {
    expect(isWorthAMessage(summary, closesRun)).toBe(told);
  });
});
