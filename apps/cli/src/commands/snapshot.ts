import { writeFile } from 'node:fs/promises';
import { EXIT_CODES } from '../exit-codes.ts';
import { printable } from '../printable.ts';
import { readLiveOrganization, type AwsOptions } from '../organization/read-live.ts';
import { snapshotText } from '../organization/snapshot-text.ts';
import type { Terminal } from '../terminal.ts';
import { unwritable } from '../unwritable.ts';

/** What to read, and where it goes. */
export interface SnapshotOptions extends AwsOptions {
  /** The file; without it the snapshot is printed. */
  readonly out?: string;
}

/** Reads the organization from AWS and writes it down, the same bytes for the same organization. Nothing is changed. */
export async function snapshot({ out, ...aws }: SnapshotOptions, { data, say }: Terminal): Promise<number> {
  const organization = await readLiveOrganization(aws);
  const text = snapshotText(organization);
  if (out === undefined) data(text);
  else await write(out, text);
  const { id, organizationalUnits, accounts } = organization;
  say(
    `${id} has ${accounts.length} accounts and ${organizationalUnits.length} OUs. It holds names and e-mail addresses.`,
  );
  if (out !== undefined) say(`Next: keysweep validate --organization ${printable(out)}`);
  return EXIT_CODES.ok;
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw unwritable(path, 'file', cause);
  }
}
