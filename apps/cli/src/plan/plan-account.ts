import { auditAccess, pace } from '@keysweep/aws';
import {
  collect,
  plan,
  readLedger,
  runIdOf,
  type AccountPlan,
  type EvidenceStore,
  type IamReader,
  type LedgerEntries,
  type PlannedAccount,
  type PolicyRules,
} from '@keysweep/core';
import type { SweptAccount } from './choose-accounts.ts';
import type { PlanStation } from './plan-station.ts';

/** How accounts are looked into. */
export interface Looking {
  readonly station: PlanStation;
  readonly roleName: string;
  /** The instant that everything is decided as of. */
  readonly at: Date;
}

/** As few as the deployed agent: IAM's limits are per account and low. */
const CALLS_AT_A_TIME = 5;

/** Plans single accounts as a sweep would that is due now, by reading alone. What cannot be read is in the result. */
export function accountPlanner(looking: Looking): (account: SweptAccount) => Promise<PlannedAccount> {
  const { station, roleName, at } = looking;
  const { connection, partition, caller, organization } = station;
  const access = auditAccess(connection, { roleName, partition, ownAccountId: caller.accountId });
  return async (account) => {
    const { id, name } = account.account;
    const { policy, assignedBy } = account.fate;
    const { action } = rulesOf(account, station);
    const agent = agentOf(id, station.centre.instances, organization.managementAccountId);
    const names = { accountId: id, name, organizationalUnitPath: account.organizationalUnitPath };
    const planned = { ...names, policy, action, assignedBy, agent };
    const opened = await access.open(id, `keysweep-plan-${runIdOf(at)}`);
    if (opened.state === 'known') return { ...planned, look: await take(account, opened.value, looking) };
    return { ...planned, look: { state: 'unavailable', failure: opened.state === 'unknown' ? opened.failure : GONE } };
  };
}

async function take(account: SweptAccount, reader: IamReader, looking: Looking): Promise<PlannedAccount['look']> {
  const { station, at } = looking;
  const rules = rulesOf(account, station);
  const observation = await collect(rules, at, { reader, pace: pace(CALLS_AT_A_TIME), inTime: () => true });
  const ledger = needsLedger(rules) ? await ledgerOf(account.account.id, station.centre.evidence, station) : {};
  const decide = (by: PolicyRules): AccountPlan =>
    plan(observation, {
      organizationId: station.organization.id,
      accountId: account.account.id,
      runId: runIdOf(at),
      policy: account.fate.policy,
      rules: by,
      configHash: station.hashed.configHash,
      asOf: at.toISOString(),
      ledger,
      provenance: { ...NOBODY, takenAt: at.toISOString(), caller: station.caller.arn },
    });
  const { groups, users, keys, unknowns, refusal } = decide(rules);
  return {
    state: 'taken',
    ledger: !needsLedger(rules) ? 'not-needed' : ledger === null ? 'unknown' : 'known',
    groups,
    users,
    keys,
    unknowns,
    refusal,
    observed: rules.action === 'observe' ? deletions(decide({ ...rules, action: 'delete' })) : null,
  };
}

function rulesOf({ fate }: SweptAccount, { hashed }: PlanStation): PolicyRules {
  return (hashed.config.policies[fate.policy] as { readonly rules: PolicyRules }).rules;
}

function needsLedger({ action, deleteAfterInactiveDays }: PolicyRules): boolean {
  return action === 'delete' && deleteAfterInactiveDays > 0;
}

/** Where nothing is deployed, no days of inactivity have begun. */
async function ledgerOf(
  accountId: string,
  evidence: EvidenceStore | null,
  { centre }: PlanStation,
): Promise<LedgerEntries | null> {
  if (evidence !== null) return readLedger(accountId, evidence);
  return centre.state.state === 'not-deployed' ? {} : null;
}

/** No service-managed StackSet reaches the management account: whether its agent is there, only asking it could tell. */
function agentOf(
  accountId: string,
  instances: PlanStation['centre']['instances'],
  managementAccountId: string,
): PlannedAccount['agent'] {
  if (instances.state === 'unknown') return 'unknown';
  if (instances.state === 'absent') return 'none';
  if (accountId === managementAccountId) return 'unknown';
  return instances.value.get(accountId) === 'CURRENT' ? 'current' : 'none';
}

function deletions({ keys }: AccountPlan): number {
  return keys.filter(({ decision }) => decision === 'delete').length;
}

const NOBODY = { takenBy: 'audit', bundleHash: 'keysweep plan', templateVersion: '' } as const;

const GONE = { kind: 'not-found', operation: 'sts:AssumeRole', code: 'NotFound', message: 'it is not there' } as const;
