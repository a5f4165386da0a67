import {
  demand,
  evidenceKeys,
  KeysweepError,
  known,
  readJsonRecord,
  rememberSeen,
  seenSchema,
  serialise,
  type Config,
  type Policy,
  type Reading,
  type Summary,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { latestSchema, type Latest } from './latest-summary.ts';

/**
 * Writes the summary's files under `summaries/<id>`, points `latest.json` at them unless it points at later ones, and
 * remembers who was seen under which policy. Throws `evidence-unwritable`, `evidence-unreadable` or `evidence-malformed`.
 */
export async function publishSummary(
  summary: Summary,
  { id, config }: { readonly id: string; readonly config: Config },
  centre: Centre,
): Promise<Latest> {
  const { renderAccountsCsv, renderHtml, renderJson, renderKeysCsv } = await import('./render/index.ts');
  const folder = evidenceKeys.summary(id);
  const rewrite = (key: string, text: string): Promise<void> => replaceBy(centre, key, () => text);
  await rewrite(`${folder}/summary.json`, renderJson(summary));
  await rewrite(`${folder}/summary.html`, renderHtml(summary));
  await rewrite(`${folder}/accounts.csv`, renderAccountsCsv(summary));
  await rewrite(`${folder}/keys.csv`, renderKeysCsv(summary));
  const latest: Latest = {
    schema: 'keysweep/latest/1',
    summary: folder,
    at: summary.at,
    audit: summary.audit?.auditId ?? null,
  };
  await replaceBy(centre, evidenceKeys.latest, (stored) => newer(latest, stored));
  for (const policy of Object.values(config.policies)) await keepSeen(policy, summary, centre);
  return latest;
}

/** Two runs that end together summarise together: the later summary stays the latest. */
function newer(latest: Latest, stored: string | null): string | null {
  const before = stored === null ? null : readJsonRecord(latestSchema, stored);
  return before?.state === 'known' && before.value.at > latest.at ? null : serialise(latest);
}

function keepSeen({ name: policy, schedule, rules }: Policy, summary: Summary, centre: Centre): Promise<void> {
  const accountIds = summary.accounts.filter((account) => account.policy === policy).map(({ accountId }) => accountId);
  const sighting = { policy, schedule, timezone: rules.timezone, accountIds, at: summary.at };
  return replaceBy(centre, evidenceKeys.seen(policy), (stored) => {
    const before = stored === null ? null : demand(readJsonRecord(seenSchema, stored, { policy }), 'who was seen');
    const now = serialise(rememberSeen(before, sighting));
    return now === stored ? null : now;
  });
}

const TRIES = 5;

/** Replaces a record by what `change` makes of it (null: leave it), again where somebody else was faster. */
async function replaceBy(
  { evidence }: Centre,
  key: string,
  change: (stored: string | null) => string | null,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const stored = await readOrNothing(evidence, key);
    const { body, etag } = demand(stored, key);
    const text = change(body);
    if (text === null) return;
    const put = await evidence.replace(key, text, etag);
    if (put.state === 'written') return;
    if (put.state === 'failed') break;
  }
  throw new KeysweepError('evidence-unwritable', `${key} could not be written`, {
    hint: 'the run is over, and its reports are stored: a later summary shows them',
  });
}

type Stored = { readonly body: string; readonly etag: string } | { readonly body: null; readonly etag: null };

async function readOrNothing(evidence: Centre['evidence'], key: string): Promise<Reading<Stored>> {
  const stored = await evidence.get(key);
  return stored.state === 'absent' ? known({ body: null, etag: null }) : stored;
}
