import { open, type FileHandle } from 'node:fs/promises';
import type { FileProblem } from './file-problem.ts';

/** The text of a file, without a byte order mark; or why it has none. */
export type FileText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problems: readonly FileProblem[] };

/** Reads a text file of at most `maximumBytes`. UTF-8 only: a guessed encoding could change a group's name. */
export async function readText(path: string, maximumBytes: number): Promise<FileText> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const { size, isFile } = await statOf(handle);
    if (!isFile) return unreadable(path, 'is not a file', 'name the file itself');
    if (size > maximumBytes) {
      const limit = `${Math.floor(maximumBytes / 1_048_576)} MiB`;
      return unreadable(path, `is larger than ${limit}`, 'is this the right file?');
    }
    const bytes = await handle.readFile();
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    return failure(path, error);
  } finally {
    await handle?.close();
  }
}

async function statOf(handle: FileHandle): Promise<{ size: number; isFile: boolean }> {
  const stat = await handle.stat();
  return { size: stat.size, isFile: stat.isFile() };
}

function failure(path: string, error: unknown): FileText {
  const code = (error as { readonly code?: unknown }).code;
  if (code === 'ENOENT') return unreadable(path, 'does not exist', 'write one, or name another file');
  if (code === 'EACCES') return unreadable(path, 'may not be read', 'check the permissions of the file');
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return unreadable(path, 'is not UTF-8 text', 'save it as UTF-8');
  return unreadable(path, `could not be read (${String(code ?? error)})`, 'name another file');
}

function unreadable(file: string, problem: string, hint: string): FileText {
  return { ok: false, problems: [{ file, place: null, problem, hint }] };
}
