import { rename } from 'node:fs/promises';
import type { Failure, LongRecord } from '@keysweep/core';
import { draftOf, type DraftFile } from './draft-file.ts';
import { fileFailure } from './file-failure.ts';

/** A record of any length as a draft that becomes the file once it is ended. */
export function longFile(path: string): LongRecord {
  let failure: Failure | null = null;
  let begun: Promise<DraftFile | null> | null = null;
  const attempt = async (work: (draft: DraftFile) => Promise<void>): Promise<void> => {
    begun ??= draftOf(path).catch((error: unknown) => {
      failure = fileFailure('file:Write', error);
      return null;
    });
    const draft = await begun;
    if (draft === null || failure !== null) return;
    try {
      await work(draft);
    } catch (error) {
      failure = fileFailure('file:Write', error);
      await draft.discard();
    }
  };
  return {
    write: (text) => attempt((draft) => draft.write(text)),
    end: async () => {
      await attempt(async (draft) => {
        await draft.finish();
        await rename(draft.path, path);
      });
      return failure;
    },
  };
}
