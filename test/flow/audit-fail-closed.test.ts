import { conclude, runAudit } from '@keysweep/aggregator';
import { evidenceKeys, type AccountSummary, type Summary } from '@keysweep/core';
import type { FaultKind } from '@keysweep/local-organization';
import { afterEach, describe, expect, it } from 'vitest';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { EVERY_FAULT } from './every-fault.ts';
import { deactivateFirst, DEV, PROD, smallOrganization } from './small-organization.ts';

const HOUR = 3_600_000;
const DAVE = { accountId: DEV, userName: 'dave' };

let stage: Stage;
afterEach(() => stage.organization.close());

const audit = async (at = new Date()): Promise<Summary> =>
  (await runAudit(at, { hashed: stage.hashed, centre: stage.newCentre(), outlets: null })).summary;
const inAccount = ({ accounts }: Summary, id: string): AccountSummary | undefined =>
  accounts.find(({ accountId }) => accountId === id);

interface Read {
  readonly operation: string;
  /** The account that rests on it; default Dev. */
  readonly concerns?: string;
  readonly accountId?: string;
  readonly matches?: (input: Record<string, unknown>) => boolean;
}

const underKey = (part: string) => (input: Record<string, unknown>) =>
  JSON.stringify(input['Key'] ?? '').includes(part);
const s3 = (operation: 's3:GetObject' | 's3:PutObject', part: string): Read => ({
  operation,
  accountId: MANAGEMENT,
  matches: underKey(part),
});
const dave = (input: Record<string, unknown>) => input['UserName'] === 'dave';

/** Every read of an audit, and what else its word rests on. */
const READS: Record<string, Read> = {
  'the audit role': { operation: 'sts:AssumeRole' },
  'users, groups and tags': { operation: 'iam:GetAccountAuthorizationDetails', accountId: DEV },
  'a group': { operation: 'iam:GetGroup', accountId: DEV },
  'the credential report': { operation: 'iam:GetCredentialReport', accountId: DEV },
  'the keys of a user who has left the group': { operation: 'iam:ListAccessKeys', accountId: DEV, matches: dave },
  'the ledger': { ...s3('s3:GetObject', 'ledger/'), concerns: PROD },
  'the history of the policy': s3('s3:GetObject', 'history/'),
  'the record of the run': s3('s3:GetObject', `/audits/account=${DEV}`),
  'the terms of the run': s3('s3:GetObject', '/run.json'),
  'which audit was the last': s3('s3:GetObject', 'latest.json'),
  'the terms of the audit': s3('s3:GetObject', '/audit.json'),
  'the writing of the terms': s3('s3:PutObject', '/audit.json'),
  'the writing of the list of accounts': s3('s3:PutObject', '/accounts-1.json'),
  'the writing of the result': s3('s3:PutObject', `/audits/account=${DEV}`),
  'the organization': { operation: 'organizations:ListAccounts' },
};

function fail({ operation, accountId, matches }: Read, kind: FaultKind): { remove(): void } {
  return stage.organization.faults.add({
    ...{ operation, kind, calls: 'all' },
    ...(accountId === undefined ? {} : { accountId }),
    ...(matches === undefined ? {} : { matches: (input: unknown) => matches(input as Record<string, unknown>) }),
  });
}

/** A run after which all is well, and a user who has left the group since: his key is inactive, and may not be active. */
async function sweepWell(): Promise<void> {
  stage = await setStage({ organization: smallOrganization(), config: deactivateFirst });
  await stage.sweep({ due: new Date(Date.now() - HOUR) });
  stage.organization.removeUserFromGroup(DAVE, 'Developers');
}

it('an audit that can read everything covers both accounts', async () => {
  await sweepWell();
  expect((await audit()).coverage).toMatchObject({ inScope: 2, covered: 2 });
});

describe.each(Object.entries(READS))('when %s cannot be had', (_name, read) => {
  it.each(EVERY_FAULT)('(%s) the account is not covered, whatever its run has said', async (kind) => {
    await sweepWell();
    const fault = fail(read, kind);
    const at = new Date();
    await audit(at).catch((error: unknown) => expect(error).toHaveProperty('code'));
    fault.remove();
    const { summary } = await conclude(null, at, {
      hashed: stage.hashed,
      centre: stage.newCentre(),
      outlets: null,
      audited: true,
    });
    expect(inAccount(summary, read.concerns ?? DEV)?.covered).toBe(false);
  });
});

describe('when an audit cannot be read as it is summarised', () => {
  it.each(
    ['/audit.json', `/audits/account=${DEV}`].flatMap((part) => EVERY_FAULT.map((kind) => [part, kind] as const)),
  )('its %s (%s), the account is unknown', async (part, kind) => {
    await sweepWell();
    const at = new Date();
    await audit(at);
    fail(s3('s3:GetObject', part), kind);
    const { summary } = await conclude(null, at, {
      hashed: stage.hashed,
      centre: stage.newCentre(),
      outlets: null,
      audited: true,
    });
    expect(inAccount(summary, DEV)?.state).toBe('unknown');
  });

  it('nor which was the last one, everybody is unknown', async () => {
    await sweepWell();
    await stage.newCentre().evidence.putOnce(evidenceKeys.latest, '{"schema":"keysweep/latest/9"}');
    const { summary } = await conclude(null, new Date(), {
      hashed: stage.hashed,
      centre: stage.newCentre(),
      outlets: null,
    });
    expect(summary).toMatchObject({ states: { unknown: 2 }, audit: null });
  });
});
