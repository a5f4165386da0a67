import { publishSummary, runAudit } from '@keysweep/aggregator';
import { ACCOUNT_STATES, ENDINGS, evidenceKeys, runIdOf, type AccountReport } from '@keysweep/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  fromAccountsCsv,
  fromEmbeddedData,
  fromHtmlCharts,
  fromHtmlRows,
  fromJson,
  fromKeyLines,
  fromKeysCsv,
  fromText,
} from '../browser/numbers.ts';
import { readPublished, type PublishedFiles } from '../published-files.ts';
import { setStage, type Stage } from '../stage.ts';
import { deleteEverything, DEV, PROD, smallOrganization } from './small-organization.ts';
import { sweepTroubled, TROUBLED, TROUBLED_CONFIG, troubledOrganization } from './troubled-organization.ts';
import { TOTALS } from './troubles.ts';

const DISAGREEMENTS = [
  'reported-gone-but-exists',
  'reported-inactive-but-active',
  'missing-from-plan',
  'decided-otherwise',
];

describe('an organization of sixty accounts in which everything goes wrong', () => {
  const due = new Date(Date.now() - 60_000);
  let stage: Stage;
  let files: PublishedFiles;
  beforeAll(async () => {
    stage = await setStage({ organization: troubledOrganization(), config: TROUBLED_CONFIG });
    await sweepTroubled(stage, due);
    const order = { id: 'troubled', audit: { state: 'absent' }, hashed: stage.hashed } as const;
    const { latest } = await publishSummary(order, stage.newCentre());
    files = await readPublished(stage.newCentre().evidence, latest.summary);
  }, 60_000);
  afterAll(() => stage.organization.close());

  const reportOf = async (accountId: string, unit: string): Promise<AccountReport | null> => {
    const run = { policy: unit.toLowerCase(), runId: runIdOf(due) };
    const stored = await stage.newCentre().evidence.get(evidenceKeys.account(run, 'reports', accountId));
    return stored.state === 'known' ? (JSON.parse(stored.value.body) as AccountReport) : null;
  };

  it('has every state, every ending and every disagreement', () => {
    const troubles = TROUBLED.map(({ trouble }) => trouble);
    expect(new Set(troubles.map(({ state }) => state))).toEqual(new Set(ACCOUNT_STATES.map(({ state }) => state)));
    expect(new Set(troubles.flatMap(({ endings }) => Object.values(endings)))).toEqual(new Set(ENDINGS));
    expect(new Set(troubles.flatMap(({ disagreement }) => disagreement ?? []))).toEqual(new Set(DISAGREEMENTS));
  });

  it('is told account by account as it was written down', () => {
    expect(Object.fromEntries(files.summary.accounts.map(({ name, state }) => [name, state]))).toEqual({
      Management: 'excluded',
      ...Object.fromEntries(TROUBLED.map(({ name, trouble }) => [name, trouble.state])),
    });
  });

  it('is told key by key, in the reports and in keys.jsonl', async () => {
    for (const { accountId, name, trouble } of TROUBLED) {
      const report = await reportOf(accountId, trouble.unit);
      const told = (report?.keys ?? []).map(({ userName, ending }) => [userName, ending]);
      expect([name, Object.fromEntries(told)]).toEqual([name, trouble.endings]);
      const lines = files.keys.filter((key) => key.accountId === accountId && key.ending !== null);
      expect([name, lines.map(({ userName, ending }) => [userName, ending]).toSorted()]).toEqual([
        name,
        told.toSorted(),
      ]);
      const verdict = report?.audit.state === 'taken' ? report.audit.verdict : null;
      expect([name, (verdict?.disagreements ?? []).map(({ kind }) => kind)]).toEqual([
        name,
        trouble.disagreement === undefined ? [] : [trouble.disagreement],
      ]);
    }
  });

  it('is the same number for number in every file, and in the terminal', () => {
    const { summary, page, accountsCsv, keysCsv, keys } = files;
    expect(fromJson(summary)).toEqual(TOTALS);
    expect(fromAccountsCsv(accountsCsv)).toEqual(TOTALS);
    expect(fromKeysCsv(keysCsv)).toEqual(TOTALS.keys);
    expect(fromKeyLines(keys)).toEqual(TOTALS.keys);
    expect(fromHtmlCharts(page)).toEqual(TOTALS);
    expect(fromHtmlRows(page)).toEqual(TOTALS);
    expect(fromEmbeddedData(page)).toEqual(TOTALS);
    for (const width of [40, 80, 120]) expect(fromText(summary, width)).toEqual(TOTALS);
    expect(summary.verdict).toBe('coverage-incomplete');
  });
});

describe('on a Tuesday', () => {
  afterAll(() => void vi.useRealTimers());

  it('Monday’s fresh keys make nothing red: the audit says when they are due', async () => {
    const [friday, monday, tuesday] = ['2026-11-20T23:55:00Z', '2026-11-23T10:00:00Z', '2026-11-24T06:00:00Z'] as const;
    // Credentials last for twelve hours, so it is Tuesday all the time: what counts is when the run was due and the keys were made.
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(tuesday) });
    const stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    await stage.sweep({ due: new Date(friday) });
    const fresh = ['alice', 'dave'].map((userName) => {
      const accountId = userName === 'dave' ? DEV : PROD;
      return stage.organization.createAccessKey({ accountId, userName }, { createdAt: new Date(monday) }).accessKeyId;
    });

    const { summary, published } = await runAudit(new Date(tuesday), {
      hashed: stage.hashed,
      centre: stage.newCentre(),
      outlets: null,
    });

    expect(summary).toMatchObject({ verdict: 'compliant', states: { compliant: 2 } });
    const nextFriday = '2026-11-27T23:55:00.000Z';
    expect(summary.accounts.filter(({ inScope }) => inScope)).toMatchObject([
      { overdue: 0, notYetDue: 1, nextDue: nextFriday, why: expect.stringContaining(`1 newer key due ${nextFriday}`) },
      // One of hers is three days old: of Saturday, and so came after the run as well.
      { overdue: 0, notYetDue: 2, nextDue: nextFriday },
    ]);
    const { keys } = await readPublished(stage.newCentre().evidence, published.summary);
    expect(
      keys.filter(({ standing }) => standing === 'not-yet-due').map(({ accessKeyId, dueAt }) => [accessKeyId, dueAt]),
    ).toEqual(expect.arrayContaining(fresh.map((accessKeyId) => [accessKeyId, nextFriday])));
    expect(keys.filter(({ standing }) => standing === 'overdue')).toEqual([]);
    await stage.organization.close();
  });
});
