import { evidenceKeys, runIdOf } from '@keysweep/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setStage, type Stage } from '../stage.ts';
import { deleteEverything, DEV, PROD, smallOrganization } from './small-organization.ts';

let stage: Stage;
const due = new Date('2026-11-20T23:55:00Z');
const run = { policy: 'weekly', runId: runIdOf(due) };

beforeEach(async () => {
  stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
});
afterEach(() => stage.organization.close());

const planKey = evidenceKeys.account(run, 'plans', PROD);
const reportKey = evidenceKeys.account(run, 'reports', PROD);

/** Writes where nobody may: the rules of the bucket hold for every request. */
function store(key: string, body: string): void {
  stage.organization.putObject({ bucket: stage.bucket, key, body: Buffer.from(body) });
}

const stateOfProd = async () => (await stage.summary()).accounts.find(({ accountId }) => accountId === PROD);

/** Ways in which a stored record may not be what it should. */
const TAMPERED: [string, (honest: string) => string][] = [
  ['cut off', (honest) => honest.slice(0, 100)],
  ['of another account', (honest) => honest.replaceAll(PROD, DEV)],
  ['of another policy', (honest) => honest.replaceAll('"weekly"', '"other"')],
  ['of a schema of tomorrow', (honest) => honest.replace(/"keysweep\/(\w+)\/1"/, '"keysweep/$1/2"')],
  ['far too big', (honest) => honest + ' '.repeat(33 * 1024 * 1024)],
  ['no JSON at all', () => '<html>'],
];

describe.each(TAMPERED)('a stored plan that is %s', (_, tamper) => {
  it('holds the run: nothing is revoked on its word, and the gate names it', async () => {
    const paused = '{"state":"paused","reason":"to look first","by":"kim"}';
    stage.organization.putParameter({ accountId: '111111111111', name: '/keysweep/state', value: paused });
    await stage.sweep({ due });
    const honest = await stage.newCentre().evidence.get(planKey);
    const later = new Date(due.getTime() + 1000);
    store(
      evidenceKeys.account({ ...run, runId: runIdOf(later) }, 'plans', PROD),
      tamper(
        honest.state === 'known'
          ? honest.value.body.replaceAll(run.runId, runIdOf(later)).replaceAll(due.toISOString(), later.toISOString())
          : '',
      ),
    );
    stage.organization.putParameter({ accountId: '111111111111', name: '/keysweep/state', value: 'enabled' });

    const ended = await stage.sweep({ due: later });

    expect(ended).toMatchObject({ state: 'held', reasons: [expect.stringContaining(PROD)] });
    expect(stage.keysOf(PROD, 'alice')).toHaveLength(2);
    expect(stage.organization.journal.count({ operation: 'iam:DeleteAccessKey' })).toBe(0);
  });
});

describe.each(TAMPERED)('a stored report that is %s', (_, tamper) => {
  it('is refused and shown, and none of its keys is counted', async () => {
    await stage.sweep({ due });
    const honest = await stage.newCentre().evidence.get(reportKey);
    store(reportKey, tamper(honest.state === 'known' ? honest.value.body : ''));

    const summary = await stage.summary();

    expect(await stateOfProd()).toMatchObject({
      state: 'incomplete',
      covered: false,
      why: expect.stringContaining('its report could not be read'),
    });
    expect((await stage.keys()).some(({ accountId }) => accountId === PROD)).toBe(false);
    expect(summary.verdict).toBe('coverage-incomplete');
  });
});
