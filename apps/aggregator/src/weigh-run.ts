import {
  accountPlanSchema,
  demand,
  evidenceKeys,
  gateSchema,
  known,
  LAST_PASS,
  readStored,
  storeOnce,
  weigh,
  weightOf,
  type Gate,
  type GateInput,
  type PlanWeight,
  type Reading,
  type RunName,
  type RunTerms,
  type SwitchPosition,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { readHistory } from './history.ts';
import { readAccounts, readLastGate, readTerms } from './run-records.ts';

/** Says why a run that might go on must not, or null. */
export type Objection = (gate: Gate) => Promise<string | null>;

/** A pass to be weighed, and whom to ask of it. */
export interface Weighing {
  readonly pass: number;
  /** Left out: nobody is asked. */
  readonly objectTo?: Objection | undefined;
}

/**
 * Weighs the stored plans of a run, once per pass; the verdict is stored. What the gate needs and cannot read holds the
 * run: the switch, the policy's history, a plan that is there and cannot be read. A run that was held is held for good:
 * started again, its first pass is not open because it was open once.
 */
export function weighRun(name: RunName, pass: number, centre: Centre): Promise<Gate> {
  return weighAsking(name, { pass }, centre);
}

/**
 * The same, and asks somebody of a verdict that would be open before it is stored: an objection holds the run, for good. In a
 * run that is taken up again and whose verdict is stored, it holds this time.
 */
export async function weighAsking(name: RunName, { pass, objectTo }: Weighing, centre: Centre): Promise<Gate> {
  const run = await readTerms(name, centre);
  const held = await findHold(run, pass, centre);
  if (held !== null) return held;
  const { policy, runId, maximumRevocationsOrganization } = run;
  const { weights, unread } = await readWeights(run, centre);
  const history = await readHistory(centre.evidence, policy);
  const approved = await readApproved(run, centre);
  const past = history.state === 'known' ? history.value.runs : [];
  const gate = weigh({
    policy,
    runId,
    weights,
    at: centre.clock.now().toISOString(),
    maximumRevocationsOrganization,
    lastRevocations: past
      .filter((each) => each.state === 'finished' && each.runId < runId)
      .map(({ revocations }) => revocations),
    obstacles: [
      ...objectToSwitch(await centre.sweepSwitch.read()),
      ...(history.state === 'known' ? [] : ['the policy’s last runs could not be read']),
      ...(unread.length === 0
        ? []
        : [`${unread.length} stored plans could not be read, that of ${unread[0]} among them`]),
      ...approved.obstacles,
    ],
    approved: approved.measure,
  });
  const objection = gate.verdict === 'open' && objectTo !== undefined ? await objectTo(gate) : null;
  const check = { schema: gateSchema, subject: { policy, runId } };
  const record = objection === null ? gate : holdBy(gate, objection);
  const kept = await storeOnce(centre.evidence, { key: evidenceKeys.gate(run, pass), record }, check);
  const verdict = demand(kept, 'the verdict of the gate');
  return objection === null ? verdict : holdBy(verdict, objection);
}

function holdBy(gate: Gate, objection: string): Gate {
  return gate.verdict === 'held' ? gate : { ...gate, verdict: 'held', reasons: [objection], declined: true };
}

/** What a run that lets a held one go on is measured against: the weight of that one, which nothing stands in for. */
async function readApproved(
  { policy, approves }: RunTerms,
  centre: Centre,
): Promise<{ readonly measure: GateInput['approved']; readonly obstacles: readonly string[] }> {
  if (approves === null) return { measure: null, obstacles: [] };
  const gate = await readLastGate({ policy, runId: approves.runId }, centre);
  if (gate.state === 'known')
    return { measure: { approval: approves, revocations: gate.value.totals.revocations }, obstacles: [] };
  const obstacle = `the verdict of the run ${approves.runId}, which was approved, could not be read`;
  return { measure: { approval: approves, revocations: 0 }, obstacles: [obstacle] };
}

/** The verdict of a later pass that held the run, or null. */
async function findHold(run: RunTerms, pass: number, { evidence }: Centre): Promise<Gate | null> {
  const check = { schema: gateSchema, subject: { policy: run.policy, runId: run.runId } };
  for (let later = pass + 1; later <= LAST_PASS; later += 1) {
    const stored = await readStored(evidence, evidenceKeys.gate(run, later), check);
    const gate = stored.state === 'absent' ? null : demand(stored, 'the verdict of the gate');
    if (gate?.verdict === 'held') return gate;
  }
  return null;
}

/** One plan is held at a time for each account that is at work, and nothing of it but its weight beyond that. */
async function readWeights(run: RunTerms, centre: Centre): Promise<{ weights: PlanWeight[]; unread: string[] }> {
  const accountIds = await readAccounts(run, 1, centre);
  const stored = await Promise.all(
    accountIds.map((accountId) =>
      centre.paceOfAccounts.run(async () => ({ accountId, weight: await readWeight(run, accountId, centre) })),
    ),
  );
  return {
    weights: stored.flatMap(({ weight }) => (weight.state === 'known' ? [weight.value] : [])),
    unread: stored.filter(({ weight }) => weight.state === 'unknown').map(({ accountId }) => accountId),
  };
}

async function readWeight(run: RunTerms, accountId: string, { evidence }: Centre): Promise<Reading<PlanWeight>> {
  const { organizationId, policy, runId } = run;
  const check = { schema: accountPlanSchema, subject: { organizationId, accountId, policy, runId } };
  const plan = await readStored(evidence, evidenceKeys.account(run, 'plans', accountId), check);
  return plan.state === 'known' ? known(weightOf(plan.value)) : plan;
}

/** Why the switch forbids revoking: paused, missing and unreadable all do. */
export function objectToSwitch(position: Reading<SwitchPosition>): string[] {
  if (position.state === 'unknown') return [`the switch could not be read: ${position.failure.code}`];
  if (position.state === 'absent') return ['the switch is missing'];
  if (position.value.state === 'enabled') return [];
  return [`sweeps are paused by ${position.value.by}: ${position.value.reason}`];
}
