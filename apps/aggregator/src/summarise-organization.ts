import {
  compareAccounts,
  deploymentOf,
  digestAccount,
  digestTerms,
  keepForComparison,
  nextRunDue,
  summarise,
  type AccountDigest,
  type AccountEntry,
  type AccountFacts,
  type Deployment,
  type ManifestAccount,
  type PastRun,
  type Reading,
  type SummariseInput,
  type Summary,
} from '@keysweep/core';
import { readRunFacts, type RecordedPolicy } from './account-facts.ts';
import type { Centre } from './centre.ts';
import { assignAccounts, readOrganization, type HashedConfig } from './inventory.ts';
import type { KeySink } from './key-sink.ts';
import { openLooks, readLooks, type LaterLooks } from './later-looks.ts';
import { readPolicyRecords } from './policy-records.ts';
import { readPrevious, type NamedSummary } from './previous-summary.ts';
import { readAhead } from './read-ahead.ts';

/** Which summary is asked for. */
export interface SummaryOrder {
  /** Its name, under which it will be published. */
  readonly id: string;
  /** The audit between runs that it rests on; `absent` for none. */
  readonly audit: Reading<string>;
  /** Takes the keys: the summary itself holds none. */
  readonly sink: KeySink;
}

/** So many accounts’ records are in memory at a time, be they large. */
const ACCOUNTS_AHEAD = 20;

/**
 * Reads the organization, its stack instances and the last settled run of every policy, and puts every account into its
 * state: by that run, and by our look since, where an audit is given. One account after another: what is kept of each is
 * little, and its keys go to the sink. Writes nothing itself.
 */
export async function summariseOrganization(
  hashed: HashedConfig,
  centre: Centre,
  { id, audit, sink }: SummaryOrder,
): Promise<Summary> {
  const { config, configHash } = hashed;
  const looks = await openLooks(audit, centre);
  const snapshot = await readOrganization(centre);
  const instances = await centre.stackInstances.read();
  const recorded = await readAllPolicies(hashed, centre);
  const now = centre.clock.now();
  const input: SummariseInput = {
    id,
    at: now.toISOString(),
    organizationId: snapshot.id,
    configHash,
    runs: [...recorded].flatMap(([policy, { records }]) => describeRun(policy, records.newest)),
    comparison: await readComparison({ id, organizationId: snapshot.id }, centre),
    configuredGroups: new Map(Object.values(config.policies).map(({ name, rules }) => [name, rules.groups])),
    instancesUnread: instances.state === 'unknown' ? instances.failure : null,
    auditId: looks?.auditId ?? null,
    policies: Object.values(config.policies).map((policy) => ({
      policy: policy.name,
      nextDue: nextRunDue(policy, now)?.toISOString() ?? null,
    })),
  };
  const { managementAccountId } = snapshot;
  const { isDeployed = true } = centre;
  const judge = async (account: ManifestAccount): Promise<AccountEntry> => {
    const deployment = deploymentOf(account.accountId, { managementAccountId, instances, isDeployed });
    return { account, facts: await readFacts({ account, deployment }, { recorded, looks }, centre) };
  };
  const accounts = assignAccounts(config, snapshot).sort(compareAccounts);
  const paced = (account: ManifestAccount): Promise<AccountEntry> => centre.paceOfAccounts.run(() => judge(account));
  return summarise(input, await digestAll(readAhead(accounts, paced, ACCOUNTS_AHEAD), input, sink));
}

/** The summary before this one, without what nothing is compared with: it stays in memory while accounts are read. */
async function readComparison(named: NamedSummary, { evidence }: Centre): Promise<SummariseInput['comparison']> {
  const previous = await readPrevious(named, evidence);
  return previous.state === 'compared' ? { state: 'compared', summary: keepForComparison(previous.summary) } : previous;
}

async function digestAll(
  entries: AsyncIterable<AccountEntry>,
  input: SummariseInput,
  sink: KeySink,
): Promise<AccountDigest[]> {
  const terms = digestTerms(input);
  const digests: AccountDigest[] = [];
  for await (const entry of entries) {
    const digested = digestAccount(entry, terms);
    await sink.take(digested);
    digests.push(digested.digest);
  }
  return digests;
}

async function readAllPolicies({ config }: HashedConfig, centre: Centre): Promise<ReadonlyMap<string, RecordedPolicy>> {
  const policies = Object.values(config.policies);
  return new Map(
    await Promise.all(
      policies.map(
        async (policy) => [policy.name, { policy, records: await readPolicyRecords(policy, centre) }] as const,
      ),
    ),
  );
}

async function readFacts(
  { account, deployment }: { readonly account: ManifestAccount; readonly deployment: Deployment },
  { recorded, looks }: { readonly recorded: ReadonlyMap<string, RecordedPolicy>; readonly looks: LaterLooks | null },
  centre: Centre,
): Promise<AccountFacts> {
  const { fate } = account;
  const policy = fate.kind === 'sweep' ? recorded.get(fate.policy) : undefined;
  if (policy === undefined) return { fate, deployment, run: { state: 'none-due' } };
  const run = await readRunFacts(account, policy, centre);
  return { fate, deployment, run, ...(await readLooks(account, run, { looks, centre })) };
}

function describeRun(policy: string, run: PastRun | null): Summary['runs'] {
  if (run === null) return [];
  const { runId, state, reasons, revocationsPlanned, approves } = run;
  return [{ policy, runId, state, reasons, revocationsPlanned, approves }];
}
