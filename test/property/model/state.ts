import type { AccountStateName } from '@keysweep/core';
import { fateOf } from './configuration.ts';
import { hasMissedARun, heldSince, lastSettledRun } from './last-run.ts';
import type { Model } from './model.ts';
import { isManagement, pathOf, type Account } from './organization.ts';
import type { Run } from './run.ts';

const DAY = 86_400_000;

/** What the summary must say of one account. */
export interface ExpectedAccount {
  readonly state: AccountStateName;
  readonly inScope: boolean;
  readonly covered: boolean;
  readonly path: string;
  readonly policy: string | null;
  readonly assignedBy: string | null;
}

/** Every account of the organization, with what the summary must say of it. */
export function expectedAccounts(model: Model): ReadonlyMap<string, ExpectedAccount> {
  return new Map([...model.accounts.values()].map((account) => [account.id, expected(account, model)]));
}

function expected(account: Account, model: Model): ExpectedAccount {
  const fate = fateOf(account, model.deployed, model);
  const policy = fate.kind === 'sweep' ? fate.policy : null;
  const missed = policy !== null && hasMissedARun(account.id, policy, model);
  const last = policy === null || missed ? undefined : lastSettledRun(policy, model);
  const state = fate.kind === 'sweep' ? stateBy(account, { missed, last }, model) : fate.kind;
  const heldTooLong = state === 'paused' && last !== undefined && model.now - heldSince(last, model) > 14 * DAY;
  return {
    state,
    inScope: fate.kind === 'sweep',
    covered: ['pending', 'paused', 'non-compliant', 'observed', 'compliant'].includes(state) && !heldTooLong,
    path: pathOf(account.unit, model),
    policy,
    assignedBy: fate.kind === 'sweep' ? fate.assignedBy : null,
  };
}

/** The table of the design, line by line, for an account that is to be swept; the last run is that of its policy. */
function stateBy(
  account: Account,
  { missed, last }: { missed: boolean; last: Run | undefined },
  model: Model,
): AccountStateName {
  const byStackSet = !isManagement(account);
  const wasDue = last !== undefined && last.swept.includes(account.id);
  const result = wasDue ? last.results.get(account.id) : undefined;
  const notCurrent = account.condition === 'no-stack' || account.condition === 'agent-outdated';
  if (byStackSet && model.stackInstancesReadable && notCurrent) return 'not-deployed';
  if (result?.agent === 'no-agent') return 'not-deployed';
  if (result !== undefined && (result.agent !== 'answered' || !result.audited)) return 'unreachable';
  if (byStackSet && !model.stackInstancesReadable && result === undefined) return 'unknown';
  if (!wasDue && !missed) return 'pending';
  if (result === undefined && last?.state === 'held') return 'paused';
  if (result === undefined || !result.complete) return 'incomplete';
  if (result.unknown) return 'unknown';
  if (result.broken) return 'non-compliant';
  if (last?.rules.action === 'observe') return 'observed';
  return 'compliant';
}
