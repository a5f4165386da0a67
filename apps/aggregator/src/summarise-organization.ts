import {
  accountReportSchema,
  evidenceKeys,
  manifestSchema,
  summarise,
  type AccountFacts,
  type History,
  type Manifest,
  type ManifestAccount,
  type PastRun,
  type Reading,
  type Summary,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { readStored } from './evidence.ts';
import { readHistory } from './history.ts';
import { assignAccounts, readOrganization, type HashedConfig } from './inventory.ts';

const DAY = 86_400_000;

interface LastRun {
  readonly history: Reading<History>;
  readonly run: PastRun | null;
  readonly manifest: Reading<Manifest>;
}

/** Reads the organization and the last run of every policy, and puts every account into its state. */
export async function summariseOrganization(hashed: HashedConfig, centre: Centre): Promise<Summary> {
  const { config, configHash } = hashed;
  const snapshot = await readOrganization(centre);
  const accounts = assignAccounts(config, snapshot);
  const policies = Object.keys(config.policies);
  const lastRuns = new Map(
    await Promise.all(policies.map(async (policy) => [policy, await readLastRun(policy, centre)] as const)),
  );
  const facts = await Promise.all(
    accounts.map((account) =>
      centre.paceOfAccounts.run(async () => ({ account, facts: await readFacts(account, lastRuns, centre) })),
    ),
  );
  return summarise({
    at: centre.clock.now().toISOString(),
    organizationId: snapshot.id,
    configHash,
    runs: [...lastRuns].flatMap(([policy, { run }]) => (run === null ? [] : [describeRun(policy, run)])),
    accounts: facts,
  });
}

async function readLastRun(policy: string, { evidence }: Centre): Promise<LastRun> {
  const history = await readHistory(evidence, policy);
  const run = history.state === 'known' ? (history.value.runs[0] ?? null) : null;
  if (run === null) return { history, run, manifest: { state: 'absent' } };
  const { runId } = run;
  const check = { schema: manifestSchema, subject: { policy, runId } };
  return { history, run, manifest: await readStored(evidence, evidenceKeys.manifest({ policy, runId }), check) };
}

async function readFacts(
  account: ManifestAccount,
  lastRuns: ReadonlyMap<string, LastRun>,
  centre: Centre,
): Promise<AccountFacts> {
  const { fate, accountId } = account;
  const last = fate.kind === 'sweep' ? lastRuns.get(fate.policy) : undefined;
  if (fate.kind !== 'sweep' || last === undefined) return { fate, run: { state: 'none-due' } };
  if (last.history.state !== 'known') return { fate, run: noReport('the history of its policy could not be read') };
  if (last.run === null) return { fate, run: { state: 'none-due' } };
  if (last.manifest.state !== 'known') return { fate, run: noReport('the manifest of its last run could not be read') };
  const before = last.manifest.value.accounts.find((each) => each.accountId === accountId)?.fate;
  if (before?.kind !== 'sweep' || before.policy !== fate.policy) return { fate, run: { state: 'none-due' } };
  return { fate, run: await readReport(accountId, { policy: fate.policy, past: last.run }, centre) };
}

async function readReport(
  accountId: string,
  { policy, past }: { policy: string; past: PastRun },
  centre: Centre,
): Promise<AccountFacts['run']> {
  const { runId } = past;
  const check = { schema: accountReportSchema, subject: { accountId, policy, runId } };
  const stored = await readStored(
    centre.evidence,
    evidenceKeys.account({ policy, runId }, 'reports', accountId),
    check,
  );
  if (stored.state === 'known') return { state: 'reported', report: stored.value };
  if (stored.state === 'unknown')
    return noReport(`its report could not be read: ${stored.failure.code}: ${stored.failure.message}`);
  const days = (centre.clock.now().getTime() - Date.parse(past.at)) / DAY;
  return past.state === 'held'
    ? { state: 'held', days, why: past.reasons.join('; ') }
    : noReport('its last run left no report');
}

function noReport(why: string): AccountFacts['run'] {
  return { state: 'no-report', why };
}

function describeRun(policy: string, { runId, state, reasons, revocationsPlanned }: PastRun): Summary['runs'][number] {
  return { policy, runId, state, reasons, revocationsPlanned };
}
