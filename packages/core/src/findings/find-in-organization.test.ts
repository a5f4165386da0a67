import { describe, expect, it } from 'vitest';
import type { Summary } from '../summary.ts';
import { entry, summarising } from '../testing/organization.ts';
import { RUN } from '../testing/plan.ts';
import { factsOf, factsWithout } from '../testing/report.ts';

const found = ({ attention }: Summary, code: string) => attention.filter((finding) => finding.code === code);
const run = (overrides: Partial<Summary['runs'][number]> = {}): Summary['runs'][number] => ({
  ...{ policy: 'weekly', runId: RUN, state: 'held', reasons: ['too many', 'paused'], revocationsPlanned: 12 },
  approves: null,
  ...overrides,
});
const held = (planned: number | null) => factsWithout({ state: 'held', days: 1, why: 'paused', planned });

describe('a held run', () => {
  const careful = { kind: 'sweep', policy: 'careful', assignedBy: '/' } as const;
  const accounts = [
    entry(1, held(5)),
    entry(2, held(7)),
    entry(3, held(0)),
    entry(4, held(null)),
    entry(5, { ...held(9), fate: careful }),
  ];

  it('is a finding that says how much waits, and where', () => {
    expect(
      found(summarising(accounts, { runs: [run(), run({ policy: 'other', state: 'finished' })] }), 'held'),
    ).toEqual([
      {
        ...{ severity: 'look', code: 'held', accountId: null },
        message: `the run ${RUN} of weekly is held: 12 planned revocations in 2 accounts wait; too many; paused`,
        todo: 'see its plans: approve exactly them, or mend the cause before the next run is due',
      },
    ]);
  });

  it('shows in its accounts', () => {
    expect(summarising(accounts).accounts.map(({ heldRevocations }) => heldRevocations)).toEqual([5, 7, 0, null, 9]);
    expect(found(summarising(accounts), 'held')).toEqual([]);
  });

  it('fits into a record, however many reasons there are', () => {
    const [finding] = found(
      summarising([], { runs: [run({ reasons: ['x'.repeat(1000), 'y'.repeat(1000)] })] }),
      'held',
    );
    expect(finding?.message).toHaveLength(1024);
  });
});

describe('held against the previous summary', () => {
  const previous = summarising([entry(1, factsOf()), entry(2, factsOf())]);
  const gone = factsOf({ groups: [{ name: 'Developers', role: 'included', state: 'missing', members: 0 }] });

  it('a configured group that an account has no more is a finding', () => {
    const summary = summarising([entry(1, gone), entry(2, factsOf())], {
      comparison: { state: 'compared', summary: previous },
    });
    expect(summary.changes?.vanishedGroups).toEqual([{ accountId: '000000000001', group: 'Developers' }]);
    expect(found(summary, 'group-vanished')).toMatchObject([
      {
        ...{ severity: 'look', accountId: '000000000001' },
        message: 'the account had the configured group Developers and has it no more',
      },
    ]);
  });

  it('a summary that could not be read is a finding: what changed is not known', () => {
    const summary = summarising([entry(1, gone)], { comparison: { state: 'unread', why: 'SlowDown' } });
    expect(found(summary, 'not-compared')).toMatchObject([{ severity: 'look', message: 'SlowDown' }]);
    expect(found(summarising([entry(1, gone)]), 'not-compared')).toEqual([]);
  });
});
