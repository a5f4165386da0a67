import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { evidenceStore } from '@keysweep/aws';
import { KeysweepError, type EvidenceStore } from '@keysweep/core';
import { MemoryEvidenceStore } from '@keysweep/core/memory';
import { folderEvidence } from '../evidence-folder/folder-evidence.ts';
import { overlayEvidence } from '../evidence-folder/overlay-evidence.ts';
import type { FoundCentre } from './find-centre.ts';
import { unwritable } from '../unwritable.ts';

/** Within the folder of `--out`, beside the files of the summary. */
const FOLDER = 'evidence';

/**
 * The evidence of an audit, which leaves nothing in AWS: the records of the bucket, where there is one, and what the audit writes
 * in the folder of `--out`, or nowhere. Where nothing is deployed, that folder may hold the records of sweeps from here.
 */
export async function evidenceOfAudit(centre: FoundCentre, out: string | undefined): Promise<EvidenceStore> {
  const own = out === undefined ? new MemoryEvidenceStore() : await inFolder(out);
  return centre.isDeployed ? overlayEvidence({ base: ofCentre(centre), own }) : own;
}

/**
 * The evidence of a sweep: the centre's, so that it knows of the run; where nothing is deployed, the folder of `--out`.
 * @throws KeysweepError `usage` where there is neither.
 */
export async function evidenceOfSweep(centre: FoundCentre, out: string | undefined): Promise<EvidenceStore> {
  if (centre.isDeployed) return ofCentre(centre);
  if (out !== undefined) return inFolder(out);
  throw new KeysweepError('usage', 'nothing of keysweep is deployed, so the evidence of this sweep has no place', {
    hint: 'name a folder to keep with --out: without evidence nothing is revoked',
  });
}

function ofCentre({ connection, bucket }: FoundCentre): EvidenceStore {
  return evidenceStore(connection, { bucket });
}

/** Evidence within a folder of that name, which is made. Throws `usage` where it cannot be. */
export async function inFolder(out: string): Promise<EvidenceStore> {
  const folder = join(out, FOLDER);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unwritable(out, 'folder', cause);
  }
  return folderEvidence(folder);
}
