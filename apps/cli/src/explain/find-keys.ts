import { countOf } from '@keysweep/aggregator';
import {
  accountPlanSchema,
  accountReportSchema,
  demand,
  evidenceKeys,
  historySchema,
  readJsonRecord,
  readStored,
  summarisedKeySchema,
  type AccountReport,
  type EvidenceStore,
  type PlannedKey,
  type RunName,
  type SummarisedKey,
  type Summary,
} from '@keysweep/core';
import { listSummaries } from '../summary/find-summary.ts';
import type { KeyQuery } from './key-query.ts';

/** As far back as a policy's history goes. */
const MOST_RUNS = 20;

/** The keys that were found, each once; and where they were looked for. */
export interface FoundKeys {
  readonly keys: readonly SummarisedKey[];
  /** In words, for whoever did not find theirs. */
  readonly looked: readonly string[];
}

/**
 * Finds keys in the newest summary; where it has none of them, in the last runs: of the account's policy where the account is
 * known, else in the summaries that runs have left. Throws `evidence-unreadable` or `evidence-malformed`.
 */
export async function findKeys(query: KeyQuery, newest: Summary, evidence: EvidenceStore): Promise<FoundKeys> {
  const keys = await keysIn(newest.id, query, evidence);
  const looked = [`the newest summary, ${newest.id}`];
  if (keys.length > 0) return { keys, looked };
  const { accountId } = query;
  const older =
    accountId === null
      ? await inSummaries(query, newest, evidence)
      : await inRuns({ ...query, accountId }, newest, evidence);
  return { keys: older.keys, looked: [...looked, ...older.looked] };
}

async function keysIn(
  id: string,
  { accountId, needle, matches }: KeyQuery,
  evidence: EvidenceStore,
): Promise<SummarisedKey[]> {
  const keys: SummarisedKey[] = [];
  const record = `${evidenceKeys.summary(id)}/keys.jsonl`;
  const read = await evidence.readLines(record, (line) => {
    const isWorthReading =
      (needle === null || line.includes(needle)) && (accountId === null || line.includes(accountId));
    const key = isWorthReading ? demand(readJsonRecord(summarisedKeySchema, line), `a line of ${record}`) : null;
    if (key !== null && matches(key) && (accountId === null || key.accountId === accountId)) keys.push(key);
    return true;
  });
  demand(read, record);
  return keys;
}

async function inSummaries(query: KeyQuery, newest: Summary, evidence: EvidenceStore): Promise<FoundKeys> {
  const ids = (await listSummaries(evidence)).filter((id) => id !== newest.id && !id.startsWith('audit-'));
  const few = ids.slice(0, MOST_RUNS);
  for (const id of few) {
    const keys = await keysIn(id, query, evidence);
    if (keys.length > 0) return { keys, looked: [] };
  }
  const oldest = few.at(-1);
  return {
    keys: [],
    looked:
      oldest === undefined
        ? []
        : [`the ${countOf(few.length, 'summary', 'summaries')} of runs before it, back to ${oldest}`],
  };
}

/** The run that saw the account last comes first; one that was held has a plan and no report. */
async function inRuns(
  query: KeyQuery & { readonly accountId: string },
  newest: Summary,
  evidence: EvidenceStore,
): Promise<FoundKeys> {
  const { accountId, matches } = query;
  const policy = newest.accounts.find((account) => account.accountId === accountId)?.policy ?? null;
  if (policy === null) return { keys: [], looked: ['no run, for no policy sweeps the account'] };
  const history = await readStored(evidence, evidenceKeys.history(policy), {
    schema: historySchema,
    subject: { policy },
  });
  const runs = history.state === 'absent' ? [] : demand(history, `the history of ${policy}`).runs;
  for (const { runId } of runs) {
    const keys = await keysOfRun({ policy, runId }, accountId, evidence);
    const found = keys.filter(matches);
    if (found.length > 0) return { keys: found, looked: [] };
  }
  const oldest = runs.at(-1);
  return {
    keys: [],
    looked:
      oldest === undefined ? [] : [`the last ${countOf(runs.length, 'run')} of ${policy}, back to ${oldest.runId}`],
  };
}

async function keysOfRun(run: RunName, accountId: string, evidence: EvidenceStore): Promise<SummarisedKey[]> {
  const subject = { accountId, ...run };
  const key = evidenceKeys.account(run, 'reports', accountId);
  const report = await readStored(evidence, key, { schema: accountReportSchema, subject });
  if (report.state !== 'absent') return demand(report, key).keys.map((each) => reportedKey(each, accountId, run));
  const planKey = evidenceKeys.account(run, 'plans', accountId);
  const plan = await readStored(evidence, planKey, { schema: accountPlanSchema, subject });
  if (plan.state === 'absent') return [];
  return demand(plan, planKey).keys.map((each) => plannedKey(each, accountId, run));
}

function plannedKey(key: PlannedKey, accountId: string, run: RunName): SummarisedKey {
  const { accessKeyId, userName, createdAt, lastUsed, rule } = key;
  const unended = { ending: null, verified: null, reason: null, standing: 'settled', dueAt: null } as const;
  return { accountId, accessKeyId, userName, createdAt, lastUsed, rule, ...unended, run };
}

function reportedKey(key: AccountReport['keys'][number], accountId: string, run: RunName): SummarisedKey {
  const { ending, verified, reason } = key;
  return { ...plannedKey(key, accountId, run), ending, verified, reason };
}
