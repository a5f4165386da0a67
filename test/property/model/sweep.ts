import { applyAll, keepLedger, settleBySight, type Applying, type Done } from './apply.ts';
import { lookAt, type JudgedKey } from './due-keys.ts';
import type { Model } from './model.ts';
import type { Account } from './organization.ts';
import type { Plan, Result, Run } from './run.ts';
import type { Interruption } from './world.ts';

/**
 * What a run does to the model, stage by stage: whoever steps through it may let something happen in between, or stop.
 * Everything is planned, weighed, and only then done; what was left is tried once more.
 */
export function* sweep(run: Run, model: Model): Generator<Interruption['stage'], void> {
  yield 'inventory';
  let open = run.swept;
  for (const pass of [1, 2]) {
    if (open.length === 0) break;
    for (const id of open) planOne(run, id, model);
    yield 'planned';
    const weighed = run.weighed.get(pass) ?? weigh(run, model);
    run.weighed.set(pass, weighed);
    yield 'gate';
    if (run.held) return;
    for (const id of open) sweepOne(run, id, { model, weighed, last: pass === 2 });
    yield 'swept';
    open = open.filter((id) => !run.results.has(id));
  }
}

/** How a run has ended that is not at work any more. */
export function endOf({ swept, results, held }: Run): 'finished' | 'held' | 'failed' {
  if (swept.every((id) => results.has(id))) return 'finished';
  return held ? 'held' : 'failed';
}

function planOne(run: Run, id: string, model: Model): void {
  const account = model.account(id);
  const agent = agentOf(account, run);
  if (run.plans.has(id) || (agent !== 'answered' && agent !== 'lost')) return;
  model.orders.push({ accountId: id, kind: 'plan', policy: run.policy, runId: run.runId });
  if (agent === 'lost') return;
  const look = lookAt(account, run.rules, run.due);
  run.plans.set(id, { ...look, refused: due(look).length > run.rules.maximumRevocations });
}

/** The switch, the organization's limit, and the jump over the policy's last four finished runs. A hold is for good. */
function weigh(run: Run, model: Model): ReadonlySet<string> {
  const planned = [...run.plans.values()].reduce((sum, plan) => sum + changes(plan).length, 0);
  const recent = model.runs
    .filter(({ policy, runId, state }) => policy === run.policy && runId < run.runId && state === 'finished')
    .slice(-4)
    .map(revocationsOf);
  const jump = recent.length === 0 ? Infinity : Math.max(50, 3 * Math.max(...recent));
  run.held ||= !model.switchIsOn() || planned > Math.min(run.organizationLimit, jump);
  return new Set(run.plans.keys());
}

/** Keys that a run deleted or deactivated, by its results. */
export function revocationsOf({ results }: Run): number {
  return [...results.values()].reduce((sum, { revocations }) => sum + revocations, 0);
}

interface Turn {
  readonly model: Model;
  readonly weighed: ReadonlySet<string>;
  readonly last: boolean;
}

function sweepOne(run: Run, id: string, { model, weighed, last }: Turn): void {
  if (run.results.has(id)) return;
  planOne(run, id, model);
  const account = model.account(id);
  const plan = run.plans.get(id);
  const todo = plan === undefined ? [] : changes(plan);
  if (todo.length > 0 && !(model.switchIsOn() && weighed.has(id))) return;
  const applying = { run, account, again: run.attempted.has(id) };
  const agent = plan === undefined || todo.length > 0 ? agentOf(account, run) : 'answered';
  const heard = todo.length > 0 ? order(todo, applying, { agent, model }) : [];
  const finished = plan !== undefined && agent === 'answered' && heard.every(({ end }) => end !== 'left');
  if (!last && !finished) return;
  const own = canAudit(account) ? lookAt(account, run.rules, run.due) : null;
  const done = agent === 'lost' && own !== null ? settleBySight(todo, own, applying) : heard;
  if (plan !== undefined) keepLedger(account, { plan, done, now: model.now });
  run.results.set(id, {
    agent,
    audited: own !== null,
    complete: plan !== undefined && done.length === todo.length && done.every(({ end }) => end !== 'left'),
    unknown: (plan?.unknown ?? false) || (own?.unknown ?? false),
    broken: (plan?.refused ?? false) || (own !== null && objects(due(own), plan)),
    revocations: done.filter(({ end }) => end === 'revoked').length,
  });
}

/** Orders the changes, and returns what is heard of them: nothing, where nobody obeys or the answer is lost. */
function order(
  todo: readonly JudgedKey[],
  applying: Applying,
  { agent, model }: { agent: Result['agent']; model: Model },
): Done[] {
  const { run, account } = applying;
  run.attempted.add(account.id);
  if (agent !== 'answered' && agent !== 'lost') return [];
  model.orders.push({ accountId: account.id, kind: 'apply', policy: run.policy, runId: run.runId });
  const done = applyAll(todo, applying);
  return agent === 'answered' ? done : [];
}

/** Our own look finds an active key that should have gone, or one that the agent did not mean to touch. */
function objects(dueNow: readonly JudgedKey[], plan: Plan | undefined): boolean {
  if (dueNow.some(({ status }) => status === 'Active')) return true;
  const planned = new Map(plan?.keys.map(({ key, verdict }) => [key.id, verdict]));
  return dueNow.some(({ key }) => {
    const verdict = planned.get(key.id);
    return verdict === 'keep' || (verdict === undefined && plan?.unknown === false);
  });
}

function due({ keys }: Pick<Plan, 'keys'>): JudgedKey[] {
  return keys.filter(({ verdict }) => verdict === 'deactivate' || verdict === 'delete');
}

function changes(plan: Plan): readonly JudgedKey[] {
  return plan.refused ? [] : due(plan);
}

function agentOf({ condition }: Account, { rules }: Run): Result['agent'] {
  if (condition === 'no-stack') return 'no-agent';
  if (condition === 'agent-broken') return 'unreachable';
  if (condition === 'answers-lost') return 'lost';
  return condition === 'agent-outdated' && rules.action !== 'observe' ? 'refused' : 'answered';
}

function canAudit({ condition }: Account): boolean {
  return condition !== 'no-stack' && condition !== 'audit-denied';
}
