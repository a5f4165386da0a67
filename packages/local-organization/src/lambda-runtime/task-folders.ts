import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LocalFunction } from '../state/local-function.ts';

/** The files of archives, laid out as Lambda does it, each function's in a folder of its own while the function lives. */
export class TaskFolders {
  readonly #folders = new Map<LocalFunction, Promise<string>>();

  /** The folder with these files, made when it is first asked for. */
  folderOf(of: LocalFunction, files: ReadonlyMap<string, Uint8Array>): Promise<string> {
    const existing = this.#folders.get(of);
    if (existing !== undefined) return existing;
    const made = layOut(files);
    this.#folders.set(of, made);
    return made;
  }

  /** Removes the folder of a function, if it has one. */
  async remove(of: LocalFunction): Promise<void> {
    const folder = this.#folders.get(of);
    this.#folders.delete(of);
    if (folder !== undefined) await rm(await folder, { recursive: true, force: true });
  }

  /** Removes all folders. */
  async removeAll(): Promise<void> {
    await Promise.all([...this.#folders.keys()].map((of) => this.remove(of)));
  }
}

async function layOut(files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-function-'));
  for (const [name, content] of files) {
    if (name.endsWith('/')) continue;
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return folder;
}
