import type { AccountReport } from './account-report.ts';
import type { Census } from './census.ts';
import type { Deployment } from './deployment.ts';
import type { LaterAudit } from './later-audit.ts';
import type { ManifestAccount } from './manifest.ts';

/** Everything the state of one account rests on. */
export interface AccountFacts {
  readonly fate: ManifestAccount['fate'];
  readonly deployment: Deployment;
  /** Of the last settled run of the account's present policy. */
  readonly run:
    /** None has come due since the account was first seen under the policy. */
    | { readonly state: 'none-due' }
    /**
     * The switch or the gate held it; the policy has been held for this many days. `planned`: revocations of its stored plan,
     * null where there is none that can be read.
     */
    | { readonly state: 'held'; readonly days: number; readonly why: string; readonly planned: number | null }
    /** It is over and left no report, or never came. */
    | { readonly state: 'no-report'; readonly why: string }
    | { readonly state: 'reported'; readonly report: AccountReport };
  /** Our own look since that run; left out where none was to be taken. */
  readonly later?: LaterLook;
  /**
   * What the last look between runs counted, even where a run has reported since; null where one was due and there is none
   * that counted. Left out where none was due.
   */
  readonly census?: Census | null;
}

/** A look between runs; `not-looked`: one was due, and there is none that can be read. */
export type LaterLook =
  { readonly state: 'looked'; readonly audit: LaterAudit } | { readonly state: 'not-looked'; readonly why: string };

/** A look between runs that was taken. */
export type TakenLook = Extract<LaterAudit['look'], { state: 'taken' }>;

/** One row of the table of states. */
export interface StateRule {
  readonly state: string;
  readonly meaning: string;
  /** Counts in scope: the share of these that are covered is the coverage. */
  readonly inScope: boolean;
  readonly covered: (facts: AccountFacts) => boolean;
  readonly holds: (facts: AccountFacts) => boolean;
}

/** After this many days a held run is a finding, and the account no longer counts as covered. */
export const HELD_DAYS_TOLERATED = 14;

const yes = (): boolean => true;
const no = (): boolean => false;
const reportOf = ({ run }: AccountFacts): AccountReport | null => (run.state === 'reported' ? run.report : null);
/** Nothing says that the account has an agent: neither its stack instance, which could not be read, nor a report. */
const isInTheDark = ({ deployment, run }: AccountFacts): boolean =>
  deployment === 'unknown' && run.state !== 'reported';
/** We looked since the run, or should have, and did not see everything: then nothing may rest on there having been no run. */
const isDim = ({ later }: AccountFacts): boolean => {
  if (later === undefined) return false;
  const look = later.state === 'looked' ? later.audit.look : null;
  return look?.state !== 'taken' || look.unknowns.length + look.verdict.undecided.length > 0;
};
const inTheLight =
  (holds: (facts: AccountFacts) => boolean) =>
  (facts: AccountFacts): boolean =>
    !isInTheDark(facts) && holds(facts);
const whenReported =
  (judge: (report: AccountReport) => boolean) =>
  (facts: AccountFacts): boolean => {
    const report = reportOf(facts);
    return report !== null && judge(report);
  };

/**
 * The states of an account in order: an account is in the first that holds. The last one holds for whatever is left, so
 * everything that must not be called compliant stands above it.
 */
export const ACCOUNT_STATES = [
  {
    state: 'suspended',
    meaning: 'AWS has the account suspended or closed',
    inScope: false,
    covered: no,
    holds: ({ fate }) => fate.kind === 'suspended',
  },
  {
    state: 'excluded',
    meaning: 'the configuration leaves the account out',
    inScope: false,
    covered: no,
    holds: ({ fate }) => fate.kind === 'excluded',
  },
  {
    state: 'not-deployed',
    meaning: 'the account has no current agent',
    inScope: true,
    covered: no,
    holds: hasNoAgent,
  },
  {
    state: 'unreachable',
    meaning: 'the agent or the audit role refuses, or is broken',
    inScope: true,
    covered: no,
    holds: (facts) => isShut(facts) || whenReported(hasNoWord)(facts),
  },
  {
    state: 'pending',
    meaning: 'no run of its policy has come due since the account was first seen under it',
    inScope: true,
    covered: yes,
    holds: inTheLight((facts) => facts.run.state === 'none-due' && !isDim(facts) && overdueOf(facts) === 0),
  },
  {
    state: 'paused',
    meaning: 'its last due run was held by the switch or by the gate',
    inScope: true,
    covered: ({ run }) => run.state === 'held' && run.days <= HELD_DAYS_TOLERATED,
    holds: inTheLight((facts) => facts.run.state === 'held' && !isDim(facts)),
  },
  {
    state: 'incomplete',
    meaning: 'the last run never came, or left no complete report',
    inScope: true,
    covered: no,
    holds: inTheLight(({ run }) => run.state === 'no-report' || (run.state === 'reported' && !run.report.complete)),
  },
  {
    state: 'unknown',
    meaning: 'something could not be read',
    inScope: true,
    covered: no,
    holds: (facts) => isInTheDark(facts) || isDim(facts) || whenReported(hasUnknowns)(facts),
  },
  {
    state: 'non-compliant',
    meaning: 'a key that should be gone is active, the account was refused, or report and audit disagree',
    inScope: true,
    covered: yes,
    holds: (facts) => overdueOf(facts) > 0 || whenReported(breaksPolicy)(facts),
  },
  {
    state: 'observed',
    meaning: 'the policy only observes',
    inScope: true,
    covered: yes,
    holds: whenReported(({ action }) => action === 'observe'),
  },
  {
    state: 'compliant',
    meaning: 'every key that should be gone is gone, seen by ourselves',
    inScope: true,
    covered: yes,
    holds: yes,
  },
] as const satisfies readonly StateRule[];

/** The name of an account's state. */
export type AccountStateName = (typeof ACCOUNT_STATES)[number]['state'];

/** The row of the table that an account is in. */
export function stateOf(facts: AccountFacts): (typeof ACCOUNT_STATES)[number] {
  return ACCOUNT_STATES.find(({ holds }) => holds(facts)) as (typeof ACCOUNT_STATES)[number];
}

/**
 * The management account has no stack instance: only its agent's answer, or the lack of one, can tell. Where nothing is
 * deployed, a run from elsewhere stands in for the agent; what none has reached, has none.
 */
function hasNoAgent({ deployment, run }: AccountFacts): boolean {
  const isUntouched = deployment === 'nowhere' && run.state === 'none-due';
  const isMissing = deployment === 'none' || deployment === 'outdated' || isUntouched;
  return isMissing || (run.state === 'reported' && run.report.agent.state === 'no-agent');
}

function hasUnknowns({ unknowns, keys, audit }: AccountReport): boolean {
  const auditUnknowns = audit.state === 'taken' ? audit.unknowns.length : 0;
  return unknowns.length > 0 || auditUnknowns > 0 || keys.some(({ ending }) => ending === 'unknown');
}

/** The audit role does not let us look. */
function isShut({ later }: AccountFacts): boolean {
  return later?.state === 'looked' && later.audit.look.state === 'unavailable';
}

function hasNoWord({ agent, audit }: AccountReport): boolean {
  return agent.state !== 'answered' || audit.state === 'unavailable';
}

/** Our look at an account since its last run, and the audit that it is of; null where none was taken. */
export function lookSince({
  later,
}: Pick<AccountFacts, 'later'>): { readonly audit: LaterAudit; readonly look: TakenLook } | null {
  if (later?.state !== 'looked' || later.audit.look.state !== 'taken') return null;
  return { audit: later.audit, look: later.audit.look };
}

/** Keys that should be gone and are active, by our last look: the one since the run where there is one. */
export function overdueOf(facts: AccountFacts): number {
  const since = lookSince(facts);
  const { run } = facts;
  if (since !== null) return since.look.verdict.overdue.length;
  return run.state === 'reported' && run.report.audit.state === 'taken' ? run.report.audit.verdict.overdue.length : 0;
}

function breaksPolicy({ refusal, audit }: AccountReport): boolean {
  return refusal !== null || (audit.state === 'taken' && audit.verdict.disagreements.length > 0);
}
