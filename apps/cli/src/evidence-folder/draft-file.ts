import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const DRAFT = '.draft-';

/** A file beside the one that it is to become, so that nobody ever sees a half of that. */
export interface DraftFile {
  readonly path: string;
  write(text: string): Promise<void>;
  /** Closes it with everything on the disk. */
  finish(): Promise<void>;
  /** Takes it away, finished or not. Never throws: what is left over is no record. */
  discard(): Promise<void>;
}

/** Begins the draft of a file; its folder is made where it is missing, readable by nobody else. */
export async function draftOf(path: string): Promise<DraftFile> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = join(dirname(path), `${DRAFT}${randomUUID()}`);
  const handle = await open(draft, 'wx', 0o600);
  return {
    path: draft,
    write: async (text) => handle.appendFile(text, 'utf8'),
    finish: async () => {
      await handle.sync();
      await handle.close();
    },
    discard: async () => {
      await handle.close().catch(() => undefined);
      await rm(draft, { force: true }).catch(() => undefined);
    },
  };
}

/** Whether a file is a draft that somebody did not get to finish. */
export function isDraft(path: string): boolean {
  return basename(path).startsWith(DRAFT);
}
