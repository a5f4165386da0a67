import {
  accountPlanSchema,
  approvalMarkSchema,
  demand,
  evidenceKeys,
  keysToChange,
  readStored,
  type ApprovalMark,
  type Gate,
  type Manifest,
  type RunName,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { refused } from './held-run.ts';
import { readManifest } from './inventory.ts';
import { readLastGate, reportedAccounts } from './run-records.ts';

/** What an approval of a held run would let happen in one account, at most. */
export interface HeldAccount {
  readonly accountId: string;
  readonly name: string;
  /** Null where its stored plan cannot be read: then nothing would be done there. */
  readonly planned: { readonly deactivate: number; readonly delete: number } | null;
}

/** What a person who is to approve a held run should have seen. */
export interface HeldRunDescription extends RunName {
  /** The instant that ages and days are counted to; keys made after it are not of the run. */
  readonly asOf: string;
  /** Why it was held. */
  readonly reasons: Gate['reasons'];
  /** All that was weighed, that of accounts which were done before it was held included. */
  readonly totals: Gate['totals'];
  readonly limit: number;
  /** By whom it was approved already, as which run; null where it was not. */
  readonly approved: ApprovalMark | null;
  /** The accounts in which something would be done or cannot be told, those with the most keys first. */
  readonly accounts: readonly HeldAccount[];
}

/**
 * Says what a held run would do, from its stored plans; keys are counted, not named. Reads records alone, so an operator can
 * ask. Throws `approval-refused` where the run is not held, `evidence-unreadable` or `evidence-malformed`.
 */
export async function describeHeldRun(
  { policy, runId }: RunName,
  centre: Pick<Centre, 'evidence' | 'paceOfAccounts'>,
): Promise<HeldRunDescription> {
  const run = { policy, runId };
  const weighed = await readLastGate(run, centre);
  const manifest = await readManifest(run, centre);
  if (
    manifest === null ||
    weighed.state === 'absent' ||
    (weighed.state === 'known' && weighed.value.verdict === 'open')
  )
    throw refused({ problem: `the run ${runId} of ${policy} is not held`, hint: 'only a held run can be approved' });
  const { reasons, totals, limit, accounts } = demand(weighed, 'the verdict of the gate');
  const reported = await reportedAccounts(run, centre);
  const left = accounts.filter((accountId) => !reported.has(accountId));
  return {
    ...run,
    asOf: manifest.asOf,
    reasons,
    totals,
    limit,
    approved: await readMark(run, centre),
    accounts: await describeAccounts(manifest, left, centre),
  };
}

async function readMark(run: RunName, { evidence }: Pick<Centre, 'evidence'>): Promise<ApprovalMark | null> {
  const stored = await readStored(evidence, evidenceKeys.approval(run), {
    schema: approvalMarkSchema,
    subject: { ...run },
  });
  return stored.state === 'absent' ? null : demand(stored, 'the mark that the run was approved');
}

async function describeAccounts(
  manifest: Manifest,
  accountIds: readonly string[],
  centre: Pick<Centre, 'evidence' | 'paceOfAccounts'>,
): Promise<HeldAccount[]> {
  const names = new Map(manifest.accounts.map(({ accountId, name }) => [accountId, name]));
  const described = await Promise.all(
    accountIds.map((accountId) =>
      centre.paceOfAccounts.run(async (): Promise<HeldAccount> => {
        const planned = await countPlanned(manifest, accountId, centre);
        return { accountId, name: names.get(accountId) ?? '', planned };
      }),
    ),
  );
  return described.filter((account) => weightOf(account) > 0).sort((left, right) => compare(left, right));
}

async function countPlanned(
  { organizationId, policy, runId }: Manifest,
  accountId: string,
  { evidence }: Pick<Centre, 'evidence'>,
): Promise<HeldAccount['planned']> {
  const check = { schema: accountPlanSchema, subject: { organizationId, accountId, policy, runId } };
  const plan = await readStored(evidence, evidenceKeys.account({ policy, runId }, 'plans', accountId), check);
  if (plan.state !== 'known') return null;
  const keys = keysToChange(plan.value);
  const deletes = keys.filter(({ decision }) => decision === 'delete').length;
  return { deactivate: keys.length - deletes, delete: deletes };
}

/** By weight, the heaviest first; then by id. */
function compare(left: HeldAccount, right: HeldAccount): number {
  const [light, heavy] = [weightOf(left), weightOf(right)];
  if (light !== heavy) return light > heavy ? -1 : 1;
  return left.accountId < right.accountId ? -1 : 1;
}

/** What cannot be told comes first of all. */
function weightOf({ planned }: HeldAccount): number {
  return planned === null ? Infinity : planned.deactivate + planned.delete;
}
