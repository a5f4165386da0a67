import {
  deploymentOf,
  nextRunDue,
  summarise,
  type AccountFacts,
  type Deployment,
  type ManifestAccount,
  type PastRun,
  type Reading,
  type Summary,
} from '@keysweep/core';
import { readRunFacts, type RecordedPolicy } from './account-facts.ts';
import type { Centre } from './centre.ts';
import { assignAccounts, readOrganization, type HashedConfig } from './inventory.ts';
import { openLooks, readLaterLook, type LaterLooks } from './later-looks.ts';
import { readPolicyRecords } from './policy-records.ts';

/**
 * Reads the organization, its stack instances and the last settled run of every policy, and puts every account into its
 * state: by that run, and by our look since, where an audit is given. Writes nothing.
 */
export async function summariseOrganization(
  { config, configHash }: HashedConfig,
  centre: Centre,
  audit: Reading<string> = { state: 'absent' },
): Promise<Summary> {
  const looks = await openLooks(audit, centre);
  const snapshot = await readOrganization(centre);
  const instances = await centre.stackInstances.read();
  const { managementAccountId } = snapshot;
  const { isDeployed = true } = centre;
  const recorded = new Map(
    await Promise.all(
      Object.values(config.policies).map(
        async (policy) => [policy.name, { policy, records: await readPolicyRecords(policy, centre) }] as const,
      ),
    ),
  );
  const judge = async (account: ManifestAccount): Promise<{ account: ManifestAccount; facts: AccountFacts }> => {
    const deployment = deploymentOf(account.accountId, { managementAccountId, instances, isDeployed });
    return { account, facts: await readFacts({ account, deployment }, { recorded, looks }, centre) };
  };
  const now = centre.clock.now();
  return summarise({
    at: now.toISOString(),
    organizationId: snapshot.id,
    configHash,
    runs: [...recorded].flatMap(([policy, { records }]) => describeRun(policy, records.newest)),
    instancesUnread: instances.state === 'unknown' ? instances.failure : null,
    auditId: looks?.auditId ?? null,
    policies: Object.values(config.policies).map((policy) => ({
      policy: policy.name,
      nextDue: nextRunDue(policy, now)?.toISOString() ?? null,
    })),
    accounts: await Promise.all(
      assignAccounts(config, snapshot).map((account) => centre.paceOfAccounts.run(() => judge(account))),
    ),
  });
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
  const later = await readLaterLook(account, run, { looks, centre });
  return { fate, deployment, run, ...(later === null ? {} : { later }) };
}

function describeRun(policy: string, run: PastRun | null): Summary['runs'] {
  if (run === null) return [];
  const { runId, state, reasons, revocationsPlanned } = run;
  return [{ policy, runId, state, reasons, revocationsPlanned }];
}
