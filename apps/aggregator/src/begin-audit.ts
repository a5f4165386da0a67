import {
  accountListSchema,
  auditTermsSchema,
  batchingOf,
  demand,
  dueOf,
  evidenceKeys,
  nextRunDue,
  readStored,
  runIdOf,
  settledRuns,
  storeOnce,
  type AuditTerms,
  type Batching,
  type Policy,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { readHistory } from './history.ts';
import { assignAccounts, readOrganization, type HashedConfig } from './inventory.ts';
import { lastAuditId } from './later-looks.ts';

/** An audit between runs that has begun: its accounts, and how they are dealt out. */
export interface BegunAudit extends Batching {
  readonly auditId: string;
  /** Accounts that some policy sweeps: those that are looked at. */
  readonly accounts: number;
  /** Where their list is stored. */
  readonly accountsKey: string;
}

/**
 * Begins the audit that is due at an instant, or takes it up again: who is looked at, and by which runs they are judged, is
 * stored once. Runs that cannot be read are in it as unread. Throws where the organization or the bucket cannot be read, the
 * pointer to the last audit included: it is one small record, and where it cannot be read no other could be relied on.
 */
export async function beginAudit(
  at: Date,
  { hashed, centre }: { readonly hashed: HashedConfig; readonly centre: Centre },
): Promise<BegunAudit> {
  const auditId = runIdOf(at);
  const terms = await fixTerms(at, { hashed, centre });
  const accountIds = terms.policies.flatMap(({ accounts }) => accounts).sort();
  const key = evidenceKeys.auditedAccounts(auditId);
  const stored = await storeOnce(centre.evidence, { key, record: accountIds }, LIST);
  const accounts = demand(stored, 'the accounts of the audit').length;
  return { auditId, accounts, accountsKey: key, ...batchingOf(accounts) };
}

const LIST = { schema: accountListSchema, subject: {} };

/** The accounts of an audit that has begun, in the order of their ids. Throws `evidence-unreadable` or `evidence-malformed`. */
export async function readAuditedAccounts(auditId: string, { evidence }: Centre): Promise<readonly string[]> {
  return demand(await readStored(evidence, evidenceKeys.auditedAccounts(auditId), LIST), 'the accounts of the audit');
}

async function fixTerms(
  at: Date,
  { hashed, centre }: { readonly hashed: HashedConfig; readonly centre: Centre },
): Promise<AuditTerms> {
  const auditId = runIdOf(at);
  const key = evidenceKeys.auditTerms(auditId);
  const check = { schema: auditTermsSchema, subject: { auditId } };
  const stored = await readStored(centre.evidence, key, check);
  if (stored.state !== 'absent') return demand(stored, 'the terms of the audit');
  const { config, configHash } = hashed;
  const snapshot = await readOrganization(centre);
  const accounts = assignAccounts(config, snapshot);
  const under = (policy: string): string[] =>
    accounts.flatMap(({ accountId, fate }) => (fate.kind === 'sweep' && fate.policy === policy ? [accountId] : []));
  const record: AuditTerms = {
    schema: 'keysweep/audit/2',
    organizationId: snapshot.id,
    auditId,
    at: at.toISOString(),
    configHash,
    previous: await findPrevious(auditId, centre),
    policies: await Promise.all(
      Object.values(config.policies).map((policy) => termsOfPolicy(policy, under(policy.name), centre)),
    ),
  };
  return demand(await storeOnce(centre.evidence, { key, record }, check), 'the terms of the audit');
}

/**
 * The last audit that was summarised; null where that is this one, which broke off before it had terms and begins again, or
 * one that was due later.
 */
async function findPrevious(auditId: string, centre: Centre): Promise<string | null> {
  const last = await lastAuditId(centre);
  const previous = last.state === 'absent' ? null : demand(last, 'which audit was the last');
  return previous === null || dueOf(previous) >= dueOf(auditId) ? null : previous;
}

type PolicyTerms = AuditTerms['policies'][number];

async function termsOfPolicy(policy: Policy, accounts: string[], { evidence, clock }: Centre): Promise<PolicyTerms> {
  const history = await readHistory(evidence, policy.name);
  const now = clock.now();
  return {
    policy: policy.name,
    rules: structuredClone(policy.rules) as PolicyTerms['rules'],
    nextDue: nextRunDue(policy, now)?.toISOString() ?? null,
    runs: history.state === 'known' ? settledRuns(history.value, now).map(({ runId }) => runId) : [],
    unread: history.state === 'unknown' ? history.failure : null,
    accounts: accounts.sort(),
  };
}
