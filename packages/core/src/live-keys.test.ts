import { describe, expect, it } from 'vitest';
import { ENDINGS } from './account-report.ts';
import { liveKeysOf } from './live-keys.ts';
import { aFailure, AS_OF, keyId } from './testing/account.ts';
import { aLook, lookedAt } from './testing/later-audit.ts';
import { aReportedKey, anAudit, factsOf, factsWithout } from './testing/report.ts';

const ADA = { accessKeyId: keyId(), userName: 'ada' };
const idsOf = (facts: Parameters<typeof liveKeysOf>[0]) => liveKeysOf(facts).map(({ accessKeyId }) => accessKeyId);

describe('live keys', () => {
  it.each(ENDINGS)('by the run alone, of an active key that ended as %s', (ending) => {
    const gone = ['deleted', 'deactivated', 'already-gone', 'already-inactive'].includes(ending);
    expect(idsOf(factsOf({ keys: [aReportedKey({ ending })] }))).toEqual(gone ? [] : [keyId()]);
    expect(idsOf(factsOf({ keys: [aReportedKey({ ending, status: 'Inactive' })] }))).toEqual([]);
  });

  it('are those that we saw alive in the run, be they deleted by the agent’s word or unknown to it', () => {
    const audit = anAudit({ overdue: [ADA, { ...ADA, accessKeyId: keyId(2) }] });
    const { createdAt } = aReportedKey();
    expect(liveKeysOf(factsOf({ audit }))).toMatchObject([
      { ...ADA, createdAt },
      { accessKeyId: keyId(2), createdAt: null },
    ]);
  });

  it('are those of the look since the run, where one was taken', () => {
    const live = [{ ...ADA, createdAt: AS_OF }];
    expect(liveKeysOf(lookedAt(factsOf(), aLook({ live })))).toEqual(live);
    const kept = factsOf({ keys: [aReportedKey({ ending: 'kept' })] });
    expect(idsOf(lookedAt(kept, { state: 'unavailable', failure: aFailure() }))).toEqual([keyId()]);
  });

  it('are none that anybody knows of where there was no run', () => {
    expect(idsOf(factsWithout({ state: 'none-due' }))).toEqual([]);
    expect(idsOf(factsOf({ keys: [], audit: { state: 'unavailable', failure: aFailure() } }))).toEqual([]);
  });
});
