import { ENDING_LABELS, formatUse } from '@keysweep/aggregator';
import { revokes, RULES, type KeyStory, type PlannedKey, type SummarisedKey, type Summary } from '@keysweep/core';
import type { KeyRecords } from './read-records.ts';

type Step = KeyStory['steps'][number];

const DAY = 86_400_000;

/** Tells a key's story from its records, in the order of time. Pure. */
export function tellStory(key: SummarisedKey, summary: Summary, records: KeyRecords): KeyStory {
  const account = summary.accounts.find(({ accountId }) => accountId === key.accountId) ?? null;
  const steps = [
    ...keySteps(key),
    ...runSteps(records),
    ...planSteps(key, records),
    ...endSteps(key, records),
    ...lookSteps(key, records),
    ...ledgerSteps(key, records),
    ...heldSince(key, records),
    ...nextSteps(account),
  ];
  return {
    schema: 'keysweep/cli-explain/1',
    summary: { id: summary.id, at: summary.at },
    key,
    account,
    rules: records.terms?.value.rules ?? null,
    steps: steps.sort((left, right) => instantOf(left) - instantOf(right)),
    unread: records.unread,
  };
}

function instantOf({ at }: Step): number {
  return at === null ? -Infinity : Date.parse(at);
}

function keySteps({ createdAt, lastUsed }: SummarisedKey): Step[] {
  const made: Step = {
    at: createdAt,
    step: 'made',
    text: createdAt === null ? 'made, nobody knows when' : 'made',
    record: null,
  };
  const used = { step: 'last-used', record: null } as const;
  if (lastUsed.state !== 'used') {
    const text = lastUsed.state === 'never' ? 'never used, as far as the run knew' : 'its last use was not known';
    return [made, { ...used, at: null, text }];
  }
  const what = formatUse(lastUsed);
  return [
    made,
    { ...used, at: lastUsed.at, text: `last used${what === '' ? '' : `, ${what}`}, as far as the run knew` },
  ];
}

function runSteps({ terms, gates }: KeyRecords): Step[] {
  const weighed = gates.map(({ record, value: { at, verdict, reasons, totals } }): Step =>
    verdict === 'held'
      ? { at, step: 'held', text: `the run was held, for good: ${reasons.join('; ')}`, record }
      : { at, step: 'weighed', text: `the gate was open, for ${totals.revocations} revocations in all`, record },
  );
  if (terms === null) return weighed;
  const { record, value } = terms;
  const what = `the run ${value.runId} of ${value.policy}`;
  const due: Step = {
    at: value.asOf,
    step: 'run-due',
    text: value.approves === null ? `${what} was due` : `${what} counts ages and days to here`,
    record,
  };
  if (value.approves === null) return [due, ...weighed];
  const { runId, by, reason } = value.approves;
  const text = `${by} let the held run ${runId} go on as ${value.runId}: ${reason}`;
  return [due, { at: gates[0]?.value.at ?? value.asOf, step: 'approved', text, record }, ...weighed];
}

function planSteps({ accessKeyId }: SummarisedKey, { plan, attempt }: KeyRecords): Step[] {
  const planned = plan?.value.keys.find((key) => key.accessKeyId === accessKeyId);
  if (plan === null || planned === undefined) return [];
  const { users, refusal, provenance } = plan.value;
  const exemption = users.find(({ userName }) => userName === planned.userName)?.exemption ?? null;
  const words = [
    RULES[planned.rule],
    ...(exemption === null || planned.decision !== 'exempt' ? [] : [exemptionText(exemption)]),
    ...(refusal === null || !revokes(planned.decision)
      ? []
      : [`but the account was refused as a whole: ${refusal.planned} revocations, at most ${refusal.limit} allowed`]),
  ];
  const step: Step = { at: provenance.takenAt, step: 'planned', text: words.join('; '), record: plan.record };
  const isTried = attempt !== null && refusal === null && revokes(planned.decision);
  if (!isTried) return [step];
  return [
    step,
    { at: attempt.value.at, step: 'attempted', text: 'the agent was told to do that', record: attempt.record },
  ];
}

function exemptionText({
  by,
  reason,
  owner,
  until,
}: {
  by: string;
  reason: string;
  owner: string | null;
  until: string | null;
}): string {
  const parts = [
    `by ${by}: ${reason}`,
    ...(owner === null ? [] : [`asked for by ${owner}`]),
    ...(until === null ? [] : [`until ${until}`]),
  ];
  return parts.join(', ');
}

function endSteps({ accessKeyId }: SummarisedKey, { report, audit }: KeyRecords): Step[] {
  const key = report?.value.keys.find((each) => each.accessKeyId === accessKeyId);
  if (report === null || key === undefined) return [];
  const { label, meaning } = ENDING_LABELS[key.ending];
  const checked = {
    true: 'seen so by a second look of the agent',
    false: 'a second look of the agent saw otherwise',
    null: '',
  }[String(key.verified) as 'true' | 'false' | 'null'];
  const text = [`${label.toLowerCase()}: ${meaning}`, checked, key.reason ?? '']
    .filter((part) => part !== '')
    .join('; ');
  return [
    ...auditSteps(
      accessKeyId,
      report,
      audit?.value.keys.find((each) => each.accessKeyId === accessKeyId),
    ),
    { at: report.value.writtenAt, step: 'ended', text, record: report.record },
  ];
}

function auditSteps(
  accessKeyId: string,
  { record, value: { audit, writtenAt } }: NonNullable<KeyRecords['report']>,
  seen: PlannedKey | undefined,
): Step[] {
  if (audit.state === 'unavailable') {
    const { operation, code } = audit.failure;
    return [{ at: writtenAt, step: 'audited', text: `we could not look for ourselves: ${operation}: ${code}`, record }];
  }
  const isIn = (keys: readonly { readonly accessKeyId: string }[]): boolean =>
    keys.some((key) => key.accessKeyId === accessKeyId);
  const disagreement = audit.verdict.disagreements.find((each) => each.accessKeyId === accessKeyId);
  const sight = seen === undefined ? 'gone' : `there, and ${seen.status}`;
  const words = [
    `by our own look it is ${sight}`,
    ...(isIn(audit.verdict.overdue) ? ['it should be gone and is active'] : []),
    ...(disagreement === undefined ? [] : [`the agent said otherwise: ${disagreement.kind}`]),
  ];
  return [{ at: audit.at, step: 'audited', text: words.join('; '), record }];
}

function lookSteps({ accessKeyId }: SummarisedKey, { later }: KeyRecords): Step[] {
  if (later === null) return [];
  const {
    record,
    value: { look, provenance },
  } = later;
  const step = (text: string): Step[] => [
    { at: provenance.takenAt, step: 'looked-at', text: `the look between runs: ${text}`, record },
  ];
  if (look.state === 'unavailable') return step(`not let in: ${look.failure.operation}: ${look.failure.code}`);
  const { overdue, leftInactive, notYetDue, leftScope } = look.verdict;
  const isIn = (keys: readonly { readonly accessKeyId: string }[]): boolean =>
    keys.some((key) => key.accessKeyId === accessKeyId);
  if (isIn(overdue)) return step('it should be gone and is active');
  if (isIn(leftInactive)) return step('it should be deleted, and is there, inactive');
  if (isIn(notYetDue)) return step('active; the next run is to revoke it');
  if (isIn(leftScope)) return step('active, and its user has left the configured groups: no policy covers it any more');
  return isIn(look.live) ? step('active, as it may be') : step('not among the active keys of users in scope');
}

function ledgerSteps({ accessKeyId, ending }: SummarisedKey, { ledger, terms }: KeyRecords): Step[] {
  const since = ledger?.value.entries[accessKeyId];
  if (ledger === null || since === undefined) return [];
  const { record } = ledger;
  const inactive: Step = { at: since, step: 'inactive-since', text: 'first known to be inactive', record };
  const days = terms?.value.rules.action === 'delete' ? terms.value.rules.deleteAfterInactiveDays : 0;
  if (days === 0 || ending === 'deleted' || ending === 'already-gone') return [inactive];
  const at = new Date(Date.parse(since) + days * DAY).toISOString();
  return [
    inactive,
    { at, step: 'deletable-from', text: `inactive for ${days} days: the first run after this deletes it`, record },
  ];
}

/** Runs that came later and were held: what they would have done is not done. */
function heldSince({ run }: SummarisedKey, { history }: KeyRecords): Step[] {
  if (history === null) return [];
  return history.value.runs
    .filter(({ state, runId }) => state === 'held' && (run === null || runId > run.runId))
    .map(({ at, runId, reasons }) => ({
      at,
      step: 'held',
      text: `the run ${runId} was held, for good: ${reasons.join('; ')}`,
      record: history.record,
    }));
}

function nextSteps(account: KeyStory['account']): Step[] {
  if (account === null || account.nextDue === null || account.policy === null) return [];
  return [{ at: account.nextDue, step: 'next-run', text: `the next run of ${account.policy} is due`, record: null }];
}
