import { readLatestSummary, readPublishedSummary } from '@keysweep/aggregator';
import { demand, KeysweepError, suggest, type EvidenceStore, type Reading, type Summary } from '@keysweep/core';

const ROOT = 'summaries/';

/** The ids of all published summaries, the newest first. Throws `evidence-unreadable`. */
export async function listSummaries(evidence: EvidenceStore): Promise<string[]> {
  const { items, end } = await evidence.list(ROOT);
  if (end.state === 'unknown') demand(end, 'the list of summaries');
  const ids = new Set(items.map((key) => key.slice(ROOT.length).split('/')[0] ?? ''));
  return [...ids].sort((left, right) => (instantIn(left) < instantIn(right) ? 1 : -1));
}

/**
 * The summary that was published last; or the one that is named by its id or, where only one is of it, by the id of a run.
 * Throws `usage` where there is no such one, `evidence-unreadable` or `evidence-malformed`.
 */
export async function findSummary(wanted: string | undefined, evidence: EvidenceStore): Promise<Summary> {
  if (wanted === undefined)
    return demandSummary(await readLatestSummary(evidence), 'no summary has been published yet');
  const ids = await listSummaries(evidence);
  const meant = ids.includes(wanted) ? [wanted] : ids.filter((id) => instantIn(id) === wanted);
  const [id] = meant;
  if (id === undefined)
    throw new KeysweepError('usage', `there is no summary ${wanted}`, { hint: suggest(wanted, ids) });
  if (meant.length > 1)
    throw new KeysweepError('usage', `${meant.length} summaries are of ${wanted}`, {
      hint: `name one: ${meant.join(', ')}`,
    });
  return demandSummary(await readPublishedSummary(id, evidence), `the summary ${id} has lost its summary.json`);
}

function demandSummary(reading: Reading<Summary>, ifAbsent: string): Summary {
  if (reading.state === 'known') return reading.value;
  if (reading.state === 'absent')
    throw new KeysweepError('evidence-unreadable', ifAbsent, {
      hint: 'each run publishes one as it ends, and so does the daily schedule; keysweep audit looks for itself',
    });
  const { kind, operation, code, message } = reading.failure;
  const malformed = kind === 'malformed' ? 'evidence-malformed' : 'evidence-unreadable';
  throw new KeysweepError(malformed, `the summary could not be read: ${operation}: ${code}: ${message}`, {
    hint: 'keysweep summary --list names the others',
  });
}

/** When what a summary is of was due: ids are `<instant>-<policy>`, or `audit-<instant>`. */
function instantIn(id: string): string {
  return /\d{8}T\d{6}Z/.exec(id)?.[0] ?? '';
}
