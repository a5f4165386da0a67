import * as v from 'valibot';
import type { Approval, ApprovalMark } from './approval.ts';
import type { Gate } from './gate.ts';
import { nextRunDue, type History } from './history.ts';
import type { RunTerms } from './manifest.ts';
import { rulesSchema } from './order.ts';
import type { Policy, PolicyRules } from './policy.ts';
import type { Reading } from './reading.ts';
import { dueOf } from './run.ts';

/** Everything that decides whether a held run may be let go on. */
export interface ApprovalFacts {
  readonly approval: Approval;
  /** The id of the run that would do it. */
  readonly asRun: string;
  /** The policy as it is configured now. */
  readonly policy: Policy;
  readonly history: Reading<History>;
  /** The terms of the run that was held, and the verdict that held it. */
  readonly terms: Reading<RunTerms>;
  readonly gate: Reading<Gate>;
  readonly now: Date;
}

/** Why a run is not let go on, and what to do in its place. */
export interface ApprovalRefusal {
  readonly problem: string;
  readonly hint: string;
}

/** How far the clock of whoever names the new run may be ahead of ours. */
const CLOCK_SKEW_MS = 2 * 60_000;

/**
 * Whether a held run may be let go on now, as another run; null: it may. What it had planned is as good as new only until
 * the policy is swept again: once a later run has begun, or was due, that one decides.
 */
export function refuseApproval(facts: ApprovalFacts): ApprovalRefusal | null {
  const { history, terms, gate } = facts;
  if (history.state !== 'known') return unread('the last runs of its policy', history);
  const refusal = refuseByHistory(facts, history.value.runs);
  if (refusal !== null) return refusal;
  if (terms.state !== 'known') return unread('its terms', terms);
  if (gate.state !== 'known') return unread('the verdict that held it', gate);
  return gate.value.verdict === 'held' ? refuseByTime(facts, terms.value) : notHeld('open', facts.approval);
}

function refuseByHistory(
  { approval, asRun, policy, now }: ApprovalFacts,
  runs: History['runs'],
): ApprovalRefusal | null {
  const { runId } = approval;
  const held = runs.find((run) => run.runId === runId);
  if (held === undefined)
    return { problem: `${runId} is none of the last runs of ${policy.name}`, hint: LOOK_FOR_ANOTHER };
  if (held.state !== 'held') return notHeld(held.state, approval);
  if (asRun <= runId || dueOf(asRun).getTime() > now.getTime() + CLOCK_SKEW_MS)
    return { problem: `${asRun} is no time to approve the run ${runId} at`, hint: 'leave the time out: it is now' };
  const later = runs.filter((run) => run.runId > runId && run.runId !== asRun);
  const [before] = later.flatMap(({ runId: approvedAs, approves }) =>
    approves?.runId === runId ? [{ ...approves, approvedAs }] : [],
  );
  if (before !== undefined) return refuseSecondApproval(before);
  const [newest] = later;
  if (newest === undefined) return null;
  return { problem: `the run ${newest.runId} has begun since ${runId} was held`, hint: THE_NEXT_DECIDES };
}

function refuseByTime({ approval, policy, now }: ApprovalFacts, terms: RunTerms): ApprovalRefusal | null {
  const due = nextRunDue(policy, new Date(terms.asOf));
  if (due !== null && due.getTime() <= now.getTime())
    return { problem: `a later run has been due since ${due.toISOString()}`, hint: THE_NEXT_DECIDES };
  return sameRules(terms.rules, policy.rules)
    ? null
    : {
        problem: `the policy ${policy.name} is not what it was when the run ${approval.runId} was held`,
        hint: THE_NEXT_DECIDES,
      };
}

/** Why a run that was approved before, as another run, is not approved once more. */
export function refuseSecondApproval({
  runId,
  by,
  approvedAs,
}: Pick<ApprovalMark, 'runId' | 'by' | 'approvedAs'>): ApprovalRefusal {
  const again = `{"scheduledTime": "${dueOf(approvedAs).toISOString()}"}`;
  return {
    problem: `the run ${runId} was approved by ${by}, as the run ${approvedAs}`,
    hint: `where that one was held in its turn, approve it; where it broke off, start it again, with ${again} in the input`,
  };
}

const LOOK_FOR_ANOTHER = 'look for the held run in the latest summary, or in the history of its policy';
const THE_NEXT_DECIDES = 'nothing was revoked; the next run plans anew, by the policy as it is';

function notHeld(state: string, { runId }: Approval): ApprovalRefusal {
  return { problem: `the run ${runId} is ${state}: only a held run can be approved`, hint: LOOK_FOR_ANOTHER };
}

function unread(what: string, reading: Exclude<Reading<unknown>, { state: 'known' }>): ApprovalRefusal {
  const why = reading.state === 'absent' ? 'not there' : `${reading.failure.code}: ${reading.failure.message}`;
  return { problem: `${what} could not be read: ${why}`, hint: 'approve it again once the evidence can be read' };
}

/** In the words of their schema, so that the order in which fields were written does not matter. */
function sameRules(then: PolicyRules, now: PolicyRules): boolean {
  const [left, right] = [then, now].map((rules) => JSON.stringify(v.parse(rulesSchema, structuredClone(rules))));
  return left === right;
}
