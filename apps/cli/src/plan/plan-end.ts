import {
  evidenceKeys,
  historySchema,
  readStored,
  runIdOf,
  weigh,
  type OrganizationPlan,
  type PastRun,
  type Reading,
} from '@keysweep/core';
import type { Chosen } from './choose-accounts.ts';
import type { PlanStation } from './plan-station.ts';
import type { PlanTotals } from './plan-totals.ts';

/** What a plan says before its accounts. */
export type PlanHead = Omit<OrganizationPlan, 'accounts' | keyof PlanEnd>;
/** What it says once all of them are known. */
export type PlanEnd = Pick<OrganizationPlan, 'leftOut' | 'totals' | 'groupsNowhere' | 'gates'>;

/** Everything that is said of a plan as a whole, its accounts being added up. */
export async function endOfPlan(
  totals: PlanTotals,
  chosen: Chosen,
  { station, at }: { readonly station: PlanStation; readonly at: Date },
): Promise<PlanEnd> {
  const policies = [...new Set(chosen.swept.map(({ fate }) => fate.policy))].sort();
  const gates = chosen.isWhole ? policies.map((policy) => gateOf(policy, totals, { station, at })) : [];
  return {
    leftOut: chosen.leftOut.map(leftOut),
    totals: totals.totals(),
    groupsNowhere: policies.flatMap((policy) => groupsNowhere(policy, totals, station)),
    gates: await Promise.all(gates),
  };
}

function leftOut({ account, organizationalUnitPath, fate }: Chosen['leftOut'][number]): PlanEnd['leftOut'][number] {
  const place = { accountId: account.id, name: account.name, organizationalUnitPath };
  if (fate.kind === 'suspended') return { ...place, fate: 'suspended', why: `it is ${fate.state}` };
  return { ...place, fate: 'excluded', why: fate.kind === 'excluded' ? fate.because : '' };
}

function groupsNowhere(policy: string, totals: PlanTotals, { hashed }: PlanStation): OrganizationPlan['groupsNowhere'] {
  const groups = totals.hasLooked(policy) ? (hashed.config.policies[policy]?.rules.groups ?? []) : [];
  return groups.filter((group) => !totals.hasGroup(policy, group)).map((group) => ({ policy, group }));
}

/** As the gate of a run would have it; the switch is told by itself. */
async function gateOf(
  policy: string,
  totals: PlanTotals,
  { station, at }: { readonly station: PlanStation; readonly at: Date },
): Promise<OrganizationPlan['gates'][number]> {
  const runs = await pastRuns(policy, station);
  const {
    verdict,
    reasons,
    totals: weighed,
    limit,
  } = weigh({
    policy,
    runId: runIdOf(at),
    at: at.toISOString(),
    weights: totals.weightsOf(policy),
    maximumRevocationsOrganization: station.hashed.config.maximumRevocationsOrganization,
    lastRevocations: runs.state === 'known' ? runs.value.map(({ revocations }) => revocations) : [],
    obstacles: runs.state === 'unknown' ? ['the policy’s last runs could not be read'] : [],
    approved: null,
  });
  return { policy, verdict, reasons, revocations: weighed.revocations, limit };
}

/** The finished runs of a policy; none where nothing is deployed. */
async function pastRuns(policy: string, { centre }: PlanStation): Promise<Reading<readonly PastRun[]>> {
  if (centre.evidence === null) return { state: 'absent' };
  const check = { schema: historySchema, subject: { policy } };
  const history = await readStored(centre.evidence, evidenceKeys.history(policy), check);
  if (history.state !== 'known') return history;
  return { state: 'known', value: history.value.runs.filter(({ state }) => state === 'finished') };
}
