import type { AccountPlan, PlannedKey, PlannedUser, Unknown } from './account-plan.ts';
import type { AccountReport, Ending, ReportedKey } from './account-report.ts';
import type { Outcome } from './outcome.ts';

/** What a report is made of. */
export interface ReportInput {
  readonly subject: Pick<
    AccountReport,
    'organizationId' | 'accountId' | 'runId' | 'policy' | 'action' | 'configHash' | 'asOf'
  >;
  readonly agent: AccountReport['agent'];
  /** The stored plan, or null where there is none. */
  readonly plan: AccountPlan | null;
  readonly outcomes: readonly Outcome[];
  readonly audit: AccountReport['audit'];
  /** What else could not be read or kept, beside what the plan says. */
  readonly alsoUnknown: readonly Unknown[];
  readonly writtenAt: string;
}

/** Joins the plan, its outcomes and the audit of one account. Every key of the plan gets exactly one ending. */
export function report({ subject, agent, plan, outcomes, audit, alsoUnknown, writtenAt }: ReportInput): AccountReport {
  const byKey = new Map(outcomes.map((outcome) => [outcome.accessKeyId, outcome]));
  const keys = (plan?.keys ?? []).map((key) => endKey(key, byKey.get(key.accessKeyId), plan as AccountPlan));
  return {
    schema: 'keysweep/report/1',
    ...subject,
    writtenAt,
    agent,
    complete: plan !== null && keys.every(({ ending }) => ending !== 'not-attempted' && ending !== 'failed'),
    users: plan?.users.length ?? 0,
    groups: plan?.groups ?? [],
    exemptions: (plan?.users ?? []).flatMap(exemptionsOf),
    keys,
    unknowns: [...(plan?.unknowns ?? []), ...alsoUnknown],
    refusal: plan?.refusal ?? null,
    audit,
    provenance: plan?.provenance ?? null,
  };
}

function endKey(key: PlannedKey, outcome: Outcome | undefined, { refusal }: AccountPlan): ReportedKey {
  const settled = { verified: outcome?.verified ?? null, reason: outcome?.reason ?? null };
  return { ...key, ...settled, ending: endingOf(key, outcome, refusal !== null) };
}

/** A key the plan would change ends as its outcome; without one it was not attempted, or refused with its account. */
function endingOf({ decision, rule }: PlannedKey, outcome: Outcome | undefined, accountRefused: boolean): Ending {
  if (decision === 'keep') return rule === 'observe-only' ? 'observed' : 'kept';
  if (decision === 'exempt' || decision === 'unknown') return decision;
  if (accountRefused) return 'refused';
  return outcome?.outcome ?? 'not-attempted';
}

function exemptionsOf({ userName, exemption, lapsedExemption }: PlannedUser): AccountReport['exemptions'] {
  if (exemption !== null) return [{ userName, ...exemption, lapsed: false }];
  if (lapsedExemption === null) return [];
  return [{ userName, by: 'tag-until', reason: '', owner: null, until: lapsedExemption, lapsed: true }];
}
