import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { KeysweepError } from '@keysweep/core';
import { unwritable } from '../unwritable.ts';

/**
 * Fills a folder as a whole: `fill` writes into a new one beside it, which then takes its place. When `fill` throws, the
 * folder stays as it was. What it held before is gone afterwards, and so it may hold nothing but what is in `own`.
 * @throws KeysweepError `usage` where the folder has other things in it, or cannot be written to.
 */
export async function replaceFolder(
  folder: string,
  own: ReadonlySet<string>,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const target = await place(folder);
  await refuseForeign(target, { folder, own });
  const filled = await writable(folder, async () => mkdtemp(join(nearestFolder(target), `.${basename(target)}-`)));
  try {
    const next = join(filled, 'next');
    await mkdir(next);
    await fill(next);
    await writable(folder, () => swap(next, target, join(filled, 'last')));
  } finally {
    await rm(filled, { recursive: true, force: true });
  }
}

/** Where a folder really is: a link stays a link, and what it leads to is replaced. */
async function place(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    return resolve(folder);
  }
}

/** The nearest folder above that exists: until all is well, none is made. */
function nearestFolder(target: string): string {
  const above = dirname(target);
  return existsSync(above) ? above : nearestFolder(above);
}

async function refuseForeign(
  target: string,
  { folder, own }: { readonly folder: string; readonly own: ReadonlySet<string> },
): Promise<void> {
  const foreign = (await namesIn(target, folder)).filter((name) => !own.has(name)).sort();
  if (foreign.length === 0) return;
  const others = foreign.length === 1 ? '' : ` and ${foreign.length - 1} more`;
  throw new KeysweepError('usage', `${folder} holds ${foreign[0]}${others}, which synth did not write`, {
    hint: 'synth replaces the whole folder: name an empty or a new one with --out',
  });
}

async function namesIn(target: string, folder: string): Promise<string[]> {
  try {
    return await readdir(target);
  } catch (cause) {
    if ((cause as { readonly code?: unknown }).code === 'ENOENT') return [];
    throw unwritable(folder, 'folder', cause);
  }
}

async function swap(next: string, target: string, last: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const replaced = await moveAway(target, last);
  try {
    await rename(next, target);
  } catch (error) {
    if (replaced) await rename(last, target);
    throw error;
  }
}

async function moveAway(target: string, last: string): Promise<boolean> {
  try {
    await rename(target, last);
    return true;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ENOENT') return false;
    throw error;
  }
}

async function writable<T>(folder: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw unwritable(folder, 'folder', cause);
  }
}
