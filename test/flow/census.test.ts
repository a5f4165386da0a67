import { beginAudit, conclude, runAudit, type Centre } from '@keysweep/aggregator';
import { evidenceKeys, runIdOf, type AccountSummary, type AuditTerms, type LaterAudit } from '@keysweep/core';
import { afterEach, describe, expect, it } from 'vitest';
import { setStage, type Stage } from '../stage.ts';
import { deleteEverything, DEV, PROD, smallOrganization } from './small-organization.ts';

type Look = Extract<LaterAudit['look'], { state: 'taken' }>;

let stage: Stage;
afterEach(() => stage.organization.close());

/** The small organization with everything in Prod that a census counts. */
async function setTheStage(): Promise<void> {
  const organization = smallOrganization();
  const accounts = organization.accounts.map((account) => {
    if (account.id !== PROD) return account;
    const users = account.users?.map((user) => ({ ...user, ...EXTRAS[user.name] })) ?? [];
    return { ...account, rootAccessKeys: 1, users };
  });
  stage = await setStage({ organization: { ...organization, accounts }, config: deleteEverything });
}

const EXTRAS: Readonly<Record<string, object>> = {
  alice: { mfa: true },
  carol: { credentials: [{ service: 'bedrock.amazonaws.com' }] },
  robot: {
    credentials: [{ service: 'codecommit.amazonaws.com' }, { service: 'codecommit.amazonaws.com', status: 'Inactive' }],
  },
};

interface Audited {
  readonly account: AccountSummary | undefined;
  readonly look: Look;
}

/** The audit of a day: of an account, what the summary says and what was stored. */
async function audit(day = 0, accountId = PROD, centre = stage.newCentre()): Promise<Audited> {
  const at = new Date(Date.UTC(2026, 10, 1 + day));
  const { summary } = await runAudit(at, { hashed: stage.hashed, centre, outlets: null });
  const stored = await stage.newCentre().evidence.get(evidenceKeys.laterAudit(runIdOf(at), accountId));
  if (stored.state !== 'known') expect.unreachable('the look was stored');
  const { look } = JSON.parse(stored.value.body) as LaterAudit;
  return { account: summary.accounts.find((each) => each.accountId === accountId), look: look as Look };
}

const sweep = () => stage.sweep({ due: new Date(Date.now() - 3_600_000) });

describe('a census', () => {
  it('counts what no policy covers, account by account', async () => {
    await setTheStage();
    const { look, account } = await audit();
    expect(look.census).toEqual({
      reportAt: expect.any(String) as string,
      rootKeys: 1,
      outOfScope: { users: 1, keys: 1 },
      withoutMfa: { users: 4, keys: 4 },
      serviceSpecificCredentials: { users: 2, credentials: 2 },
      uncounted: [],
    });
    expect(account?.census).toEqual(look.census);
    expect((await audit(1, DEV)).look.census).toMatchObject({
      rootKeys: 0,
      outOfScope: { users: 0, keys: 0 },
      withoutMfa: { users: 1, keys: 1 },
      serviceSpecificCredentials: { users: 0, credentials: 0 },
    });
  });

  it.each([
    ['iam:GetAccountSummary', 'rootKeys', 'access keys of the root user'],
    ['iam:ListServiceSpecificCredentials', 'serviceSpecificCredentials', 'service-specific credentials'],
  ])('without %s says what it did not count, and nothing else changes', async (operation, count, concerns) => {
    await setTheStage();
    await sweep();
    const whole = await audit();
    stage.organization.faults.add({ operation, kind: 'AccessDenied', calls: 'all' });
    const { look, account } = await audit(1);
    const failure = expect.objectContaining({ kind: 'access-denied', operation }) as object;
    expect(look).toEqual({
      ...whole.look,
      census: { ...whole.look.census, [count]: null, uncounted: [{ concerns, failure }] },
    });
    expect(account).toMatchObject({ state: whole.account?.state, covered: true });
  });

  it('without a credential report counts no user, and everything else', async () => {
    await setTheStage();
    stage.organization.faults.add({ operation: 'iam:GetCredentialReport', kind: 'AccessDenied', calls: 'all' });
    const { census } = (await audit()).look;
    expect(census).toMatchObject({ reportAt: null, outOfScope: null, withoutMfa: null, rootKeys: 1 });
    expect(census.uncounted.map(({ concerns }) => concerns)).toEqual([
      'access keys of users in no configured group',
      'access keys of users without MFA',
    ]);
  });

  it('takes two calls, and one list for each who left', async () => {
    await setTheStage();
    await sweep();
    const calls = async (day: number) => {
      stage.organization.journal.clear();
      await audit(day, DEV);
      const entries = stage.organization.journal
        .entries()
        .filter((each) => each.service === 'iam' && each.accountId === DEV);
      return entries.map(({ operation }) => operation).sort();
    };
    const asForAPlan = [
      ...['GenerateCredentialReport', 'GetAccountAuthorizationDetails', 'GetCredentialReport'],
      ...['GetGroup', 'GetGroup', 'GetGroup', 'ListAccessKeys'],
    ];
    const everything = [...asForAPlan, 'GetAccountSummary', 'ListServiceSpecificCredentials'].sort();
    expect(await calls(0)).toEqual(everything);
    stage.organization.removeUserFromGroup({ accountId: DEV, userName: 'dave' }, 'Developers');
    stage.organization.addUser(DEV, { name: 'erin', groups: ['Developers'], password: true });
    expect(await calls(1)).toEqual([...everything, 'ListAccessKeys'].sort());
  });
});

describe('who leaves the configured groups with a live key', () => {
  const ci = { accountId: PROD, userName: 'ci' };
  const left = ({ look }: Audited) => look.verdict.leftScope.map(({ userName }) => userName);
  const leave = (userName: string) =>
    stage.organization.removeUserFromGroup({ accountId: PROD, userName }, 'Developers');

  async function sweptAndLookedAt(): Promise<void> {
    await setTheStage();
    await sweep();
    expect(left(await audit())).toEqual([]);
  }

  it('is found, and found again the day after, until the key is gone', async () => {
    await sweptAndLookedAt();
    leave('ci');
    const [accessKeyId = ''] = stage.keysOf(PROD, 'ci');
    const found = await audit(1);
    expect(found.look.verdict.leftScope).toMatchObject([
      { accessKeyId, userName: 'ci', createdAt: expect.any(String) as string },
    ]);
    expect(found.account).toMatchObject({ state: 'compliant', overdue: 0 });
    expect(left(await audit(2))).toEqual(['ci']);
    stage.organization.deleteAccessKey(ci, accessKeyId);
    expect(left(await audit(3))).toEqual([]);
  });

  it('is no longer once back', async () => {
    await sweptAndLookedAt();
    leave('ci');
    expect(left(await audit(1))).toEqual(['ci']);
    stage.organization.addUserToGroup(ci, 'Administrators');
    expect(left(await audit(2))).toEqual([]);
  });

  it('is found though exempt, and though the key was made outside', async () => {
    await sweptAndLookedAt();
    leave('carol');
    leave('bob');
    stage.organization.createAccessKey({ accountId: PROD, userName: 'bob' });
    expect(left(await audit(1)).sort()).toEqual(['bob', 'carol']);
  });

  it('is found by the look before alone, where the user came after the run', async () => {
    await setTheStage();
    await sweep();
    stage.organization.addUser(PROD, { name: 'erin', groups: ['Developers'], password: true, keys: [{ age: '50d' }] });
    await audit();
    leave('erin');
    expect(left(await audit(1))).toEqual(['erin']);
    expect(left(await audit(2))).toEqual(['erin']);
  });

  it('is not lost on a day on which the keys cannot be read', async () => {
    await setTheStage();
    await sweep();
    stage.organization.addUser(PROD, { name: 'erin', groups: ['Developers'], password: true, keys: [{ age: '50d' }] });
    await audit();
    leave('erin');
    const fault = stage.organization.faults.add({
      ...{ operation: 'iam:ListAccessKeys', kind: 'AccessDenied', calls: 'all' },
      matches: ({ UserName }) => UserName === 'erin',
    });
    const unread = await audit(1);
    expect(unread.account?.state).toBe('unknown');
    expect(left(unread)).toEqual(['erin']);
    fault.remove();
    const read = await audit(2);
    expect(read.account?.state).toBe('compliant');
    expect(left(read)).toEqual(['erin']);
  });

  it('stays overdue, and is not both, where the run was to revoke the key', async () => {
    await setTheStage();
    const writes = ['iam:DeleteAccessKey', 'iam:UpdateAccessKey'] as const;
    for (const operation of writes) stage.organization.faults.add({ operation, kind: 'AccessDenied', calls: 'all' });
    await sweep();
    const dave = { accountId: DEV, userName: 'dave' };
    stage.organization.removeUserFromGroup(dave, 'Developers');
    const { look, account } = await audit(0, DEV);
    expect(look.verdict).toMatchObject({ overdue: [{ userName: 'dave' }], leftScope: [] });
    expect(account).toMatchObject({ overdue: 1 });
  });
});

describe('the audit before an audit', () => {
  const at = new Date(Date.UTC(2026, 10, 2));
  const previous = async () => {
    await beginAudit(at, { hashed: stage.hashed, centre: stage.newCentre() });
    const terms = await stage.newCentre().evidence.get(evidenceKeys.auditTerms(runIdOf(at)));
    return terms.state === 'known' ? (JSON.parse(terms.value.body) as AuditTerms).previous : terms;
  };

  it('is the one that was summarised last, and none where there was none', async () => {
    await setTheStage();
    expect(await previous()).toBeNull();
    await stage.organization.close();
    await setTheStage();
    await audit();
    expect(await previous()).toBe(runIdOf(new Date(Date.UTC(2026, 10, 1))));
  });

  it('is not the audit itself, where it broke off before it began', async () => {
    await setTheStage();
    await conclude(null, at, { hashed: stage.hashed, centre: stage.newCentre(), outlets: null, audited: true });
    expect(await previous()).toBeNull();
  });

  it('must be known: an audit does not begin without', async () => {
    await setTheStage();
    await stage.newCentre().evidence.putOnce(evidenceKeys.latest, '{"schema":"keysweep/latest/9"}');
    await expect(previous()).rejects.toMatchObject({ code: 'evidence-malformed' });
  });
});

describe('where the look before cannot be had', () => {
  const concerns = 'who left since the look before';
  const ofDayOne = evidenceKeys.laterAudit(runIdOf(new Date(Date.UTC(2026, 10, 1))), PROD);

  async function afterOneAudit(): Promise<void> {
    await setTheStage();
    await sweep();
    await audit();
  }

  it.each<[string, () => Centre, string]>([
    [
      'for S3 does not give it',
      () => {
        stage.organization.faults.add({
          ...{ operation: 's3:GetObject', kind: 'AccessDenied', calls: 'all' },
          matches: ({ Key }) => Key === ofDayOne,
        });
        return stage.newCentre();
      },
      'AccessDenied',
    ],
    [
      'for it is of an older kind',
      () => {
        const centre = stage.newCentre();
        const { evidence } = centre;
        const get: typeof evidence.get = async (key) => {
          const stored = await evidence.get(key);
          if (stored.state !== 'known' || key !== ofDayOne) return stored;
          const body = stored.value.body.replace('later-audit/2', 'later-audit/1');
          return { ...stored, value: { ...stored.value, body } };
        };
        return { ...centre, evidence: { ...evidence, get } };
      },
      'MalformedRecord',
    ],
  ])('%s, the census says so, and the account is judged as ever', async (_why, centreFor, code) => {
    await afterOneAudit();
    const { look, account } = await audit(1, PROD, centreFor());
    expect(look.census.uncounted).toMatchObject([{ concerns, failure: { code } }]);
    expect(account?.state).toBe('compliant');
  });

  it('for its audit broke off, the next look says so of every account that a run had reached', async () => {
    const at = new Date(Date.UTC(2026, 10, 1));
    const breakOff = async () => {
      await beginAudit(at, { hashed: stage.hashed, centre: stage.newCentre() });
      await conclude(null, at, { hashed: stage.hashed, centre: stage.newCentre(), outlets: null, audited: true });
    };
    await setTheStage();
    await breakOff();
    expect((await audit(1)).look.census.uncounted).toEqual([]);
    await stage.organization.close();
    await setTheStage();
    await stage.sweep({ due: new Date(Date.UTC(2026, 9, 31)) });
    await breakOff();
    expect((await audit(1)).look.census.uncounted).toMatchObject([{ concerns, failure: { code: 'NoSuchKey' } }]);
  });

  it('for the audit role did not let us in, the next look says so', async () => {
    await setTheStage();
    await sweep();
    const fault = stage.organization.faults.add({ operation: 'sts:AssumeRole', kind: 'AccessDenied', calls: 'all' });
    await audit();
    fault.remove();
    expect((await audit(1)).look.census.uncounted).toMatchObject([
      { concerns, failure: { operation: 'sts:AssumeRole' } },
    ]);
    expect((await audit(2)).look.census.uncounted).toEqual([]);
  });
});
