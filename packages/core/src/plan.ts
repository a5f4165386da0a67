import type { AccessKey } from './access-key.ts';
import type { AccountPlan, PlannedKey, PlannedUser, Provenance, Unknown } from './account-plan.ts';
import { revokes } from './decision.ts';
import { observationsByUser } from './collect.ts';
import { lastUsedOf, reportRowOf } from './credential-report.ts';
import { decideKey, type Verdict } from './decide.ts';
import { findExemption, type ExemptionFinding } from './exemption.ts';
import type { LedgerEntries } from './ledger.ts';
import type { AccountObservation, GroupObservation, UserObservation } from './observation.ts';
import { nameKey, type PolicyRules } from './policy.ts';
import type { Failure } from './reading.ts';
import { exemptGroupUnread, findScope, type ScopedUser } from './scope.ts';

/** What a plan is made for: the run, the rules, and what the centre remembers of the account. */
export interface PlanContext {
  readonly organizationId: string;
  readonly accountId: string;
  readonly runId: string;
  readonly policy: string;
  readonly rules: PolicyRules;
  readonly configHash: string;
  /** The instant the run was due (ISO 8601): ages are measured to it, and keys made after it are not of this run. */
  readonly asOf: string;
  /** Null where the ledger could not be read. */
  readonly ledger: LedgerEntries | null;
  readonly provenance: Provenance;
}

/**
 * Decides every key of one account. Pure: the same observation and context give the same plan, in the same order,
 * whatever order AWS listed things in.
 */
export function plan(observation: AccountObservation, context: PlanContext): AccountPlan {
  const judged = judgeUsers(observation, context);
  const keys = judged.flatMap(({ keys }) => keys);
  const planned = keys.filter(({ decision }) => revokes(decision)).length;
  const limit = context.rules.maximumRevocations;
  return {
    schema: 'keysweep/plan/1',
    organizationId: context.organizationId,
    accountId: context.accountId,
    runId: context.runId,
    policy: context.policy,
    action: context.rules.action,
    configHash: context.configHash,
    asOf: context.asOf,
    provenance: context.provenance,
    groups: observation.groups.map(summariseGroup),
    users: judged.map(({ user }) => user),
    keys,
    unknowns: findUnknowns(observation, context),
    refusal: planned > limit ? { rule: 'blast-radius', planned, limit } : null,
  };
}

interface JudgedUser {
  readonly user: PlannedUser;
  readonly keys: PlannedKey[];
}

function judgeUsers(observation: AccountObservation, context: PlanContext): readonly JudgedUser[] {
  const exemptUnread = exemptGroupUnread(observation, context.rules);
  const seen = observationsByUser(observation.users);
  const asOf = new Date(context.asOf);
  return findScope(observation, context.rules).map((scoped) => {
    const exemption = findExemption(scoped, context.rules, asOf);
    const userVerdict = verdictOnUser(scoped, exemption, exemptUnread);
    const reading = seen.get(nameKey(scoped.userName));
    const keys = keysOf(reading);
    const row = reportRowOf(observation.credentialReport, scoped.detail);
    const consoleAccess = reading?.consoleAccess ?? { state: 'not-needed' };
    return {
      user: describeUser(scoped, exemption, { mfa: row?.mfaActive ?? null, keys: keys?.length ?? null }),
      keys: (keys ?? []).map((key) => ({
        accessKeyId: key.accessKeyId,
        userName: scoped.userName,
        userId: scoped.userId,
        status: key.status,
        createdAt: key.createdAt,
        lastUsed: lastUsedOf(key, row),
        ...decideKey({ key, userVerdict, consoleAccess, rules: context.rules, asOf, ledger: context.ledger }),
      })),
    };
  });
}

/** An exemption that is certain settles the user, whatever else is in doubt; then every doubt does. */
function verdictOnUser(scoped: ScopedUser, { rule }: ExemptionFinding, exemptUnread: boolean): Verdict | null {
  if (rule !== null) return { decision: 'exempt', rule };
  if (scoped.doubt !== null) return { decision: 'unknown', rule: scoped.doubt };
  return exemptUnread ? { decision: 'unknown', rule: 'exempt-group-unread' } : null;
}

function keysOf(reading: UserObservation | undefined): readonly AccessKey[] | null {
  if (reading === undefined || reading.accessKeys.state === 'unknown') return null;
  if (reading.accessKeys.state === 'absent') return [];
  return [...reading.accessKeys.value].sort((left, right) => (left.accessKeyId < right.accessKeyId ? -1 : 1));
}

function describeUser(
  scoped: ScopedUser,
  finding: ExemptionFinding,
  seen: { mfa: boolean | null; keys: number | null },
): PlannedUser {
  return {
    userName: scoped.userName,
    userId: scoped.userId,
    groups: [...scoped.groups],
    exemption: finding.exemption,
    lapsedExemption: finding.lapsed,
    ...seen,
  };
}

function summariseGroup({ name, role, members }: GroupObservation): AccountPlan['groups'][number] {
  const state = { complete: 'read', absent: 'missing', unknown: 'unreadable' } as const;
  return { name, role, state: state[members.end.state], members: members.items.length };
}

function findUnknowns(observation: AccountObservation, { rules }: PlanContext): Unknown[] {
  const unknowns: Unknown[] = [];
  const add = (concerns: string, failure: Failure): void => void unknowns.push({ concerns, failure });
  if (observation.details.failure !== null) add('users, groups and tags', observation.details.failure);
  for (const { name, role, members } of observation.groups)
    if (members.end.state === 'unknown') add(`${role} group ${name}`, members.end.failure);
    else if (members.end.state === 'absent' && role === 'exempt' && mustExist(rules, name))
      add(`exempt group ${name}`, missingExemptGroup(name));
  if (observation.credentialReport.state === 'unknown') add('credential report', observation.credentialReport.failure);
  for (const user of observation.users) {
    if (user.accessKeys.state === 'unknown') add(`access keys of ${user.userName}`, user.accessKeys.failure);
    if (user.consoleAccess.state === 'unknown') add(`password of ${user.userName}`, user.consoleAccess.failure);
  }
  return unknowns;
}

function mustExist(rules: PolicyRules, name: string): boolean {
  return rules.exempt.groups.some((group) => group.name === name && !group.optional);
}

function missingExemptGroup(name: string): Failure {
  return {
    kind: 'not-found',
    operation: 'iam:GetGroup',
    code: 'NoSuchEntity',
    message: `the exempt group ${name} does not exist in this account; write it as optional where that is right`,
  };
}
