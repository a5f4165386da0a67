import {
  demand,
  evidenceKeys,
  KeysweepError,
  known,
  readJsonRecord,
  rememberSeen,
  seenSchema,
  serialise,
  type Policy,
  type Reading,
  type Summary,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import type { HashedConfig } from './inventory.ts';
import { openKeyFiles } from './key-files.ts';
import type { KeySink } from './key-sink.ts';
import { latestSchema, type Latest } from './latest-summary.ts';
import { summariseOrganization, type SummaryOrder } from './summarise-organization.ts';

/** Which summary is published, and of what. */
export interface SummaryToPublish extends Omit<SummaryOrder, 'sink'> {
  readonly hashed: HashedConfig;
}

/** A summary, and where its files lie. */
export interface PublishedFiles {
  readonly summary: Summary;
  readonly latest: Latest;
}

/**
 * Summarises the organization and writes the summary's files under `summaries/<id>`: the keys as they come, the rest once all
 * accounts are known. Then, and only when all files are there, points `latest.json` at them unless it points at later ones, and
 * remembers who was seen under which policy. Throws `evidence-unwritable`, `evidence-unreadable` or `evidence-malformed`.
 */
export async function publishSummary({ id, audit, hashed }: SummaryToPublish, centre: Centre): Promise<PublishedFiles> {
  const { PageKeys, renderAccountsCsv, renderHtml, renderJson } = await import('./render/index.ts');
  const folder = evidenceKeys.summary(id);
  const files = await openKeyFiles(folder, centre.evidence);
  const pageKeys = new PageKeys();
  const sink: KeySink = {
    take: (account) => {
      pageKeys.take(account);
      return files.take(account);
    },
  };
  const summary = await summariseOrganization(hashed, centre, { id, audit, sink });
  await files.end();
  const rewrite = (key: string, text: string): Promise<void> => replaceBy(centre, key, () => text);
  await rewrite(`${folder}/accounts.csv`, renderAccountsCsv(summary));
  await rewrite(`${folder}/summary.html`, renderHtml(summary, pageKeys));
  await rewrite(`${folder}/summary.json`, renderJson(summary));
  const latest: Latest = {
    schema: 'keysweep/latest/1',
    summary: folder,
    at: summary.at,
    audit: summary.audit?.auditId ?? null,
  };
  await replaceBy(centre, evidenceKeys.latest, (stored) => newer(latest, stored));
  for (const policy of Object.values(hashed.config.policies)) await keepSeen(policy, summary, centre);
  return { summary, latest };
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
    if (put.state === 'failed') throw unwritten(key, `${put.failure.operation}: ${put.failure.code}`);
  }
  throw unwritten(key, `others were faster, ${TRIES} times`);
}

function unwritten(key: string, why: string): KeysweepError {
  return new KeysweepError('evidence-unwritable', `${key} could not be written: ${why}`, {
    hint: 'the run is over, and its reports are stored: a later summary shows them',
  });
}

type Stored = { readonly body: string; readonly etag: string } | { readonly body: null; readonly etag: null };

async function readOrNothing(evidence: Centre['evidence'], key: string): Promise<Reading<Stored>> {
  const stored = await evidence.get(key);
  return stored.state === 'absent' ? known({ body: null, etag: null }) : stored;
}
